#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"
#include "engine/learners/mean_constraints.h"
#include "engine/learners/parameters.h"

#include <memory>
#include <optional>
#include <span>

namespace evenhand {

/// One score per row: in classification how much speaks for the favourable outcome (a probability or a
/// decision value, see ScoreKind), in regression the predicted number.
using Scores = Eigen::VectorXd;

/// What a classifier's score is, and so from where on it decides for the favourable outcome.
enum class ScoreKind : std::uint8_t {
    Probability,   ///< in [0,1]; decides from 1/2 on
    DecisionValue, ///< any number, in units of the margin; decides from 0 on
};
[[nodiscard]] constexpr double thresholdOf(ScoreKind kind)
{
    return kind == ScoreKind::Probability ? 0.5 : 0.0;
}

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
    /// What the decision is cut from: the scores of a linear or kernel model before a link is applied. Absent
    /// for models that have no such part.
    [[nodiscard]] virtual Result<std::optional<Eigen::VectorXd>> linearPart(
        const EncodedData& rows, const RunContext& ctx) const;
    /// Sentences about the fit that a reader must know (did not converge, …).
    [[nodiscard]] virtual std::vector<Text> warnings() const { return {}; }
};

/// A model trained under a tolerance, with what the constraint did.
struct ConstrainedModel {
    std::shared_ptr<const Predictor> predictor;
    ConstraintState constraint;
    Eigen::VectorXd linear; ///< (n,) linear part of the training rows, with the intercept
};
struct ConstrainedPath {
    ConstrainedModel unconstrained; ///< the model without any constraint
    std::vector<ConstrainedModel> models;
    double radius = 0.0; ///< largest ‖φ(x)‖ of a training row
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

    /// The same model at each of the given tolerances for how far the mean linear parts of groups may lie
    /// apart; what the tolerances share (a kernel, a path) is computed once. Only of learners that say
    /// `constrainsMeans`.
    /// @param tolerances  at least one, in any order
    /// @return            one model per tolerance, in the same order
    /// @errors NoAnswer   the learner cannot be constrained
    [[nodiscard]] virtual Result<ConstrainedPath> fitConstrained(const EncodedData& train,
        const ParamSet& params, const EncodingSpec& encoding, const MeanConstraints& constraints,
        const std::vector<Tolerance>& tolerances, const RunContext& ctx) const;
};

/// One row of the registry: everything that others need to know about a learner.
struct LearnerInfo {
    std::string_view id; ///< snake_case, as in the study file; never changes its meaning
    std::string_view name;
    std::string_view description; ///< objective in one line
    bool classification = false, regression = false;
    ScoreKind scoreKind = ScoreKind::Probability; ///< of classification
    bool constrainsMeans = false; ///< has fitConstrained(): can be trained under fairness constraints
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
