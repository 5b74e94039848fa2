#include "engine/methods/reweighing.h"

#include "engine/methods/training_groups.h"

namespace evenhand {

using Eigen::Index;

namespace {

/// Groups in which only one outcome occurs: no weight makes their base rate another.
std::vector<Text> oneOutcomeWarnings(const FitInput& input)
{
    std::vector<Text> warnings;
    const GroupOutcomes outcomes = groupOutcomes(input.train, input.groupNames.size());
    for (std::size_t g = 0; g < input.groupNames.size(); ++g) {
        const bool none = outcomes.favourable[g] == 0.0;
        if (outcomes.total[g] > 0.0 && (none || outcomes.favourable[g] == outcomes.total[g]))
            warnings.push_back(
                none ? text(
                    "no training row of group “%1” has the favourable outcome: weights cannot change that",
                    input.groupNames[g])
                     : text("every training row of group “%1” has the favourable outcome: weights cannot "
                            "change that",
                         input.groupNames[g]));
    }
    return warnings;
}

class Reweighing final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_CHECK(requireLearner(input));
        EH_CHECK(ctx.checkpoint());
        EH_TRY(const TrainingGroups groups, trainingGroups(input.train, input.groupNames));
        std::vector<Text> warnings = groups.warnings;
        for (Text& warning : oneOutcomeWarnings(input))
            warnings.push_back(std::move(warning));
        EH_CHECK(ctx.checkpoint());
        EncodedData train = input.train;
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings) {
            EH_CHECK(ctx.checkpoint());
            train.weight = reweighed(input.train, input.groupNames.size(), number(setting, "strength"));
            EH_TRY(std::shared_ptr<const Predictor> model,
                input.learner->make()->fit(train, *input.learnerParams, input.encoding, ctx));
            made.push_back(trainedModel(std::move(model), warnings));
        }
        return made;
    }
};

} // namespace

Eigen::VectorXd reweighed(const EncodedData& rows, std::size_t nGroups, double strength)
{
    const GroupOutcomes outcomes = groupOutcomes(rows, nGroups);
    double total = 0.0;
    double favourable = 0.0;
    for (std::size_t g = 0; g < nGroups; ++g) {
        total += outcomes.total[g];
        favourable += outcomes.favourable[g];
    }
    std::vector<double> factor(2 * nGroups, 1.0);
    for (std::size_t g = 0; g < nGroups; ++g)
        for (std::size_t y = 0; y < 2; ++y) {
            const double both = y == 1 ? outcomes.favourable[g] : outcomes.total[g] - outcomes.favourable[g];
            const double ofOutcome = y == 1 ? favourable : total - favourable;
            if (both > 0.0)
                factor[2 * g + y]
                    = (1.0 - strength) + strength * (outcomes.total[g] * ofOutcome / (total * both));
        }
    Eigen::VectorXd weight = rows.weight;
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const std::size_t y = rows.y[static_cast<Index>(i)] == 1.0 ? 1 : 0;
        weight[static_cast<Index>(i)] *= factor[2 * static_cast<std::size_t>(rows.group[i]) + y];
    }
    return weight;
}

MethodInfo reweighing()
{
    MethodInfo info;
    info.id = "reweighing";
    info.name = "Reweighing";
    info.description
        = "Weighs training rows so that the outcome no longer depends on the group, then trains any learner; "
          "no row is changed and no group is needed afterwards";
    info.family = Family::Pre;
    info.classification = true;
    info.params = {
        strengthParam("0 leaves the weights as they are, 1 gives every group the same weighted base rate")};
    info.start = strengthPath("strength");
    info.citation
        = "Kamiran, Calders (2012), Data preprocessing techniques for classification without discrimination, "
          "Knowledge and Information Systems 33, section 5.2 (algorithm 3)";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<Reweighing>(); };
    return info;
}

} // namespace evenhand
