#include "engine/methods/training_groups.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;

namespace {

class TrainedModel final : public FairPredictor {
public:
    TrainedModel(std::shared_ptr<const Predictor> model, std::vector<Text> warnings)
        : m_model(std::move(model))
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores&, const RunContext& ctx) const override
    {
        return m_model->predict(rows, ctx);
    }
    [[nodiscard]] std::vector<Text> warnings() const override
    {
        std::vector<Text> all = m_warnings;
        const std::vector<Text> fitted = m_model->warnings();
        all.insert(all.end(), fitted.begin(), fitted.end());
        return all;
    }

private:
    std::shared_ptr<const Predictor> m_model;
    std::vector<Text> m_warnings;
};

} // namespace

std::size_t TrainingGroups::present() const
{
    return static_cast<std::size_t>(std::ranges::count_if(rows, [](std::size_t n) { return n > 0; }));
}

Result<TrainingGroups> trainingGroups(const EncodedData& train, const std::vector<std::string>& groupNames)
{
    TrainingGroups made;
    made.rows.assign(groupNames.size(), 0);
    made.share.assign(groupNames.size(), 0.0);
    for (std::size_t i = 0; i < train.group.size(); ++i) {
        const auto group = static_cast<std::size_t>(train.group[i]);
        ++made.rows[group];
        made.share[group] += train.weight[static_cast<Index>(i)];
    }
    double total = 0.0;
    for (const double weight : made.share)
        total += weight;
    std::string only;
    for (std::size_t g = 0; g < groupNames.size(); ++g) {
        made.share[g] /= total;
        if (made.rows[g] > 0)
            only = groupNames[g];
        else
            made.warnings.push_back(
                text("group “%1” has no training row, so nothing was learned for it", groupNames[g]));
    }
    if (made.present() < 2)
        return invalidData(
            text("fairness between groups needs training rows of at least two groups; there is %1",
                only.empty() ? std::string("none") : "only “" + only + "”"),
            text("choose a sensitive attribute with at least two values"));
    return made;
}

GroupOutcomes groupOutcomes(const EncodedData& rows, std::size_t nGroups)
{
    GroupOutcomes made {std::vector<double>(nGroups, 0.0), std::vector<double>(nGroups, 0.0)};
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const auto group = static_cast<std::size_t>(rows.group[i]);
        const double weight = rows.weight[static_cast<Index>(i)];
        made.total[group] += weight;
        made.favourable[group] += rows.y[static_cast<Index>(i)] == 1.0 ? weight : 0.0;
    }
    return made;
}

Result<void> requireLearner(const FitInput& input)
{
    if (input.learner == nullptr || input.learnerParams == nullptr)
        return invalidArgument(text("a pre-processing trains a model afterwards and was not told which"));
    return kOk;
}

std::shared_ptr<const FairPredictor> trainedModel(
    std::shared_ptr<const Predictor> model, std::vector<Text> warnings)
{
    return std::make_shared<const TrainedModel>(std::move(model), std::move(warnings));
}

ParamSpec strengthParam(std::string_view description)
{
    ParamSpec strength;
    strength.id = "strength";
    strength.name = "Strength";
    strength.description = description;
    strength.kind = ParamKind::Fraction;
    strength.defaultNumber = 1.0;
    strength.isStrength = true;
    return strength;
}

} // namespace evenhand
