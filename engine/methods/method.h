#pragma once

#include "engine/data/task_targets.h"
#include "engine/learners/learner.h"
#include "engine/methods/constraint_insight.h"
#include "engine/representation/representation_insight.h"

namespace evenhand {

/// When a method acts: before training, instead of it, or on the scores of a trained model.
enum class Family : std::uint8_t { Pre, In, Post };

/// Rows whose scores a post-processing method is fitted on; scores are out of sample unless the study asks
/// otherwise.
struct CalibrationData {
    Scores score;                    ///< (m,)
    std::vector<std::int32_t> group; ///< (m,)
    Eigen::VectorXd weight;          ///< (m,)
    Eigen::VectorXd y;               ///< (m,)
};

struct FitInput {
    const EncodedData& train;
    const CalibrationData& calibration;
    std::shared_ptr<const Predictor> base; ///< the unrepaired model
    const std::vector<std::string>& groupNames;
    Task task = Task::Classification;
    EncodingSpec encoding;
    std::uint64_t seed = 0;
    const LearnerInfo* learner = nullptr;    ///< of the base model, for methods that train themselves
    const ParamSet* learnerParams = nullptr; ///< complete
    const TaskTargets* tasks = nullptr; ///< of all table rows, see EncodedData::row; null: the target alone
    std::string targetName {};          ///< column, for people
};

/// What there is to see of a fitted method besides its scores; each part is null for methods without it.
struct MethodInsight {
    std::shared_ptr<const ConstraintInsight> constraint;
    std::shared_ptr<const RepresentationInsight> representation;
};

/// What a method makes of one setting of its parameters.
class FairPredictor {
public:
    virtual ~FairPredictor() = default;
    FairPredictor() = default;
    FairPredictor(const FairPredictor&) = delete;
    FairPredictor& operator=(const FairPredictor&) = delete;
    FairPredictor(FairPredictor&&) = delete;
    FairPredictor& operator=(FairPredictor&&) = delete;

    /// @param baseScores  scores of the unrepaired model on @p rows, so that a post-processing never computes
    /// them again
    [[nodiscard]] virtual Result<Scores> predict(
        const EncodedData& rows, const Scores& baseScores, const RunContext& ctx) const = 0;
    /// What the method did, on the training rows and on @p test.
    [[nodiscard]] virtual Result<MethodInsight> insight(const EncodedData& test, const RunContext& ctx) const;
    [[nodiscard]] virtual std::vector<Text> warnings() const { return {}; }
};

/// The features that a pre-processing makes of the rows it was fitted on, for other programs.
struct TransformedFeatures {
    DesignMatrix x;
    std::vector<Text> warnings;
};

class Method {
public:
    virtual ~Method() = default;
    Method() = default;
    Method(const Method&) = delete;
    Method& operator=(const Method&) = delete;
    Method(Method&&) = delete;
    Method& operator=(Method&&) = delete;

    /// Fits the method at several settings at once, so that what they share is computed once (the map of a
    /// barycenter, the warm start of a path).
    /// @param settings  complete and checked, at least one
    /// @return          one predictor per setting, in the same order; null for those that a stop left without
    /// any, if at least the first has one (a training that keeps the best so far)
    [[nodiscard]] virtual Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const = 0;

    /// Of methods of the family Pre: the transformed features of the training rows; no learner is needed.
    /// @errors NoAnswer  the method does not act on the features
    [[nodiscard]] virtual Result<TransformedFeatures> transform(
        const FitInput& input, const ParamSet& params, const RunContext& ctx) const;
};

/// One row of the registry. What a user must know for legal and practical reasons (is the group needed when
/// deciding? is the decision random?) is data here, not prose.
struct MethodInfo {
    std::string_view id; ///< snake_case, as in the study file; never changes its meaning
    std::string_view name;
    std::string_view description;
    Family family = Family::Post;
    bool classification = false, regression = false;
    bool multiGroup = true;
    bool needsGroupAtPrediction = false;
    bool randomised = false;
    bool drawsRows
        = false; ///< trained on rows drawn by number: another order of the rows is another training
    /// Its scores are decisions: the probability of deciding for the favourable outcome, 0 or 1 unless
    /// randomised. They are cut nowhere, and what needs a score (an AUC, a distance of distributions) is
    /// undefined. Otherwise its scores are on the scale of the base model and cut at that model's threshold.
    bool decides = false;
    bool multitask = false; ///< learns for the further targets of a study, too (FitInput::tasks)
    std::vector<ParamSpec> params;
    ParamGrid
        start; ///< what a person begins with who chooses the method in a window: the path to look at first
    std::string_view citation; ///< paper and equation
    std::unique_ptr<Method> (*make)() = nullptr;
};

/// 0, 0.1, …, 1 of the parameter @p id: the path that people look at first.
[[nodiscard]] ParamGrid strengthPath(const std::string& id);

[[nodiscard]] const std::vector<MethodInfo>& methods();
/// @errors InvalidArgument  no such method; the hint lists them
[[nodiscard]] Result<const MethodInfo*> findMethod(std::string_view id);

} // namespace evenhand
