#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"
#include "engine/learners/parameters.h"

#include <memory>
#include <span>

namespace evenhand {

/// One score per row: a probability of the favourable outcome in classification, the predicted number in
/// regression.
using Scores = Eigen::VectorXd;

/// A trained model. Immutable; any number of threads may ask it at once. A row's score never depends on which
/// other rows are asked for with it.
class Predictor {
public:
    virtual ~Predictor() = default;
    Predictor() = default;
    Predictor(const Predictor&) = delete;
    Predictor& operator=(const Predictor&) = delete;
    Predictor(Predictor&&) = delete;
    Predictor& operator=(Predictor&&) = delete;

    [[nodiscard]] virtual Result<Scores> predict(const EncodedData& rows, const RunContext& ctx) const = 0;
    /// Sentences about the fit that a reader must know (did not converge, …).
    [[nodiscard]] virtual std::vector<Text> warnings() const { return {}; }
};

class Learner {
public:
    virtual ~Learner() = default;
    Learner() = default;
    Learner(const Learner&) = delete;
    Learner& operator=(const Learner&) = delete;
    Learner(Learner&&) = delete;
    Learner& operator=(Learner&&) = delete;

    /// @param params  complete and checked
    [[nodiscard]] virtual Result<std::shared_ptr<const Predictor>> fit(const EncodedData& train,
        const ParamSet& params, const EncodingSpec& encoding, const RunContext& ctx) const = 0;
};

/// One row of the registry: everything that others need to know about a learner.
struct LearnerInfo {
    std::string_view id; ///< snake_case, as in the study file; never changes its meaning
    std::string_view name;
    std::string_view description; ///< objective in one line
    bool classification = false, regression = false;
    std::vector<ParamSpec> params;
    std::string_view citation;
    std::unique_ptr<Learner> (*make)() = nullptr;
};

/// All learners, in the order in which people see them. Explicit on purpose: objects that register themselves
/// are dropped by the linker of a static library.
[[nodiscard]] const std::vector<LearnerInfo>& learners();
/// @errors InvalidArgument  no such learner; the hint lists them
[[nodiscard]] Result<const LearnerInfo*> findLearner(std::string_view id);

} // namespace evenhand
