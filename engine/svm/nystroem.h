#pragma once

#include "engine/core/run_context.h"
#include "engine/svm/kernel.h"

#include <memory>

namespace evenhand {

/// Features whose inner products approximate a kernel: φ(x) = L⁻¹·k(landmarks, x) with LLᵀ the kernel of the
/// landmarks. A linear model on them is an expansion in the kernel over the landmarks alone.
struct NystroemFeatures {
    std::shared_ptr<const KernelRows> landmarks; ///< m rows
    Eigen::MatrixXd factor;                      ///< (m, m) L, lower triangle
    Eigen::MatrixXd features;                    ///< (n, m)

    /// Coefficients over the landmarks of the model with weights @p w: L⁻ᵀ·w.
    [[nodiscard]] Eigen::VectorXd coefficients(const Eigen::VectorXd& w) const;
};

/// Landmarks that @p rows deserve when nobody says how many: as many as keep the features within 1.6 GB and a
/// few seconds of work, between 100 and 1000.
[[nodiscard]] Eigen::Index defaultLandmarks(Eigen::Index rows);

/// @param landmarks  drawn evenly from the rows, always the same ones
/// @errors Cancelled;  NoAnswer  the kernel of the landmarks is not positive definite
/// @source Williams, Seeger (2001), Using the Nyström method to speed up kernel machines
[[nodiscard]] Result<NystroemFeatures> nystroemFeatures(
    const DesignMatrix& x, const KernelSpec& spec, Eigen::Index landmarks, const RunContext& ctx);

} // namespace evenhand
