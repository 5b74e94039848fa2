#pragma once

#include "engine/learners/learner.h"
#include "engine/svm/kernel.h"

namespace evenhand {

/// What both support vector learners ask for: ½‖w‖² + C·Σ weight·hinge, the intercept not penalised.
struct SvmSettings {
    std::string_view name; ///< for sentences: "the support vector machine"
    KernelSpec kernel;
    double cost = 1.0;          ///< C
    Eigen::Index landmarks = 0; ///< of the approximation for many rows; 0: chosen by the number of rows
    bool intercept = true;
};

/// Distinct rows up to which a kernel machine is solved as it is; beyond, by Nyström features.
inline constexpr Eigen::Index kMostExactRows = 20'000;

/// The machine without a constraint and at each tolerance; the kernel is computed once, and each solution
/// starts from that of the next larger tolerance.
/// @param constraints  may have no family; then @p tolerances is empty
/// @errors InvalidData  no training row;  NoAnswer;  Cancelled  within 200 ms
[[nodiscard]] Result<ConstrainedPath> trainSvm(const EncodedData& train, const SvmSettings& settings,
    const MeanConstraints& constraints, const std::vector<Tolerance>& tolerances, const RunContext& ctx);

} // namespace evenhand
