#include "engine/methods/correlation_remover.h"

#include "engine/methods/group_features.h"
#include "engine/methods/training_groups.h"

namespace evenhand {

using Eigen::Index;

namespace {

/// Least squares on the centred group indicators has the groups' means for its fit, so what it explains of a
/// feature in group g is mean_g - mean, and no system has to be solved.
struct GroupEffects {
    Eigen::MatrixXd shift; ///< (d, groups)
    std::vector<Text> warnings;
};

Result<GroupEffects> groupEffects(const FitInput& input, const RunContext& ctx)
{
    EH_CHECK(ctx.checkpoint());
    EH_TRY(TrainingGroups groups, trainingGroups(input.train, input.groupNames));
    EH_TRY(FeatureMeans means,
        featureMeans(input.train.x, input.train.weight, input.train.group, input.groupNames.size(), ctx));
    means.byGroup.colwise() -= means.overall;
    return GroupEffects {std::move(means.byGroup), std::move(groups.warnings)};
}

class UncorrelatedPredictor final : public FairPredictor {
public:
    UncorrelatedPredictor(
        Eigen::MatrixXd shift, std::shared_ptr<const Predictor> model, std::vector<Text> warnings)
        : m_shift(std::move(shift))
        , m_model(trainedModel(std::move(model), std::move(warnings)))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores& baseScores, const RunContext& ctx) const override
    {
        EH_TRY(DesignMatrix x, shiftedByGroup(rows.x, rows.group, m_shift, ctx));
        return m_model->predict(withFeatures(rows, std::move(x)), baseScores, ctx);
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_model->warnings(); }

private:
    Eigen::MatrixXd m_shift;
    std::shared_ptr<const FairPredictor> m_model;
};

class CorrelationRemover final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_CHECK(requireLearner(input));
        EH_TRY(const GroupEffects effects, groupEffects(input, ctx));
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings) {
            Eigen::MatrixXd shift = number(setting, "strength") * effects.shift;
            EH_TRY(DesignMatrix x, shiftedByGroup(input.train.x, input.train.group, shift, ctx));
            EH_TRY(std::shared_ptr<const Predictor> model,
                input.learner->make()->fit(
                    withFeatures(input.train, std::move(x)), *input.learnerParams, input.encoding, ctx));
            made.push_back(std::make_shared<const UncorrelatedPredictor>(
                std::move(shift), std::move(model), effects.warnings));
        }
        return made;
    }
    [[nodiscard]] Result<TransformedFeatures> transform(
        const FitInput& input, const ParamSet& params, const RunContext& ctx) const override
    {
        EH_TRY(GroupEffects effects, groupEffects(input, ctx));
        TransformedFeatures made {{}, std::move(effects.warnings)};
        EH_TRY(made.x,
            shiftedByGroup(
                input.train.x, input.train.group, number(params, "strength") * effects.shift, ctx));
        return made;
    }
};

} // namespace

MethodInfo correlationRemover()
{
    MethodInfo info;
    info.id = "correlation_remover";
    info.name = "Correlation remover";
    info.description
        = "Takes off every feature what a linear model of the group explains of it, so that none is "
          "correlated with the group, then trains any learner";
    info.family = Family::Pre;
    info.classification = true;
    info.regression = true;
    info.needsGroupAtPrediction = true;
    info.params = {strengthParam(
        "0 leaves the features as they are, 1 makes every feature's mean the same in all groups (α of "
        "Fairlearn)")};
    info.start = strengthPath("strength");
    info.citation = "Bird et al. (2020), Fairlearn: a toolkit for assessing and improving fairness in AI, "
                    "CorrelationRemover: X - α·S(SᵀS)⁻¹SᵀX with centred group indicators S";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<CorrelationRemover>(); };
    return info;
}

} // namespace evenhand
