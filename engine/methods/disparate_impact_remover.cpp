#include "engine/methods/disparate_impact_remover.h"

#include "engine/core/parallel.h"
#include "engine/methods/group_features.h"
#include "engine/methods/training_groups.h"
#include "engine/transport/median_map.h"

namespace evenhand {

using Eigen::Index;

namespace {

/// The maps of all numeric features and what is to be known about them.
struct Repair {
    std::vector<MedianMap> maps; ///< of the dense columns
    std::vector<Text> warnings;
};
using RepairPtr = std::shared_ptr<const Repair>;

Result<RepairPtr> fitRepair(const FitInput& input, const RunContext& ctx)
{
    EH_CHECK(ctx.checkpoint());
    EH_TRY(TrainingGroups groups, trainingGroups(input.train, input.groupNames));
    const DesignMatrix& x = input.train.x;
    auto repair = std::make_shared<Repair>();
    repair->warnings = std::move(groups.warnings);
    if (x.dense.cols() == 0)
        return noAnswer(text("no feature is numeric, so there is no distribution to repair"),
            text("choose another pre-processing, such as reweighing or correlation_remover"));
    if (!x.blocks.empty())
        repair->warnings.push_back(
            text("the levels of %1 categorical columns are not repaired", x.blocks.size()));
    const auto n = static_cast<std::size_t>(x.rows());
    const std::span weight(input.train.weight.data(), n);
    repair->maps.resize(static_cast<std::size_t>(x.dense.cols()));
    EH_CHECK(parallelFor(repair->maps.size(), ctx, [&](std::size_t j) -> Result<void> {
        const std::span values(x.dense.col(static_cast<Index>(j)).data(), n);
        const RunContext silent = ctx.silent(1);
        EH_TRY(const SortedGroups sorted,
            SortedGroups::create(values, input.train.group, weight, input.groupNames.size(), silent));
        EH_TRY(repair->maps[j], MedianMap::fit(sorted, silent));
        return kOk;
    }));
    return RepairPtr(std::move(repair));
}

Result<DesignMatrix> apply(const Repair& repair, const DesignMatrix& x,
    const std::vector<std::int32_t>& group, double strength, const RunContext& ctx)
{
    constexpr Index kRows = 32'768; // a few milliseconds of searching
    EH_CHECK(ctx.checkpoint());
    DesignMatrix made = x;
    if (strength == 0.0)
        return made;
    const auto repairColumn = [&](std::size_t j) -> Result<void> {
        for (Index begin = 0; begin < x.rows(); begin += kRows) {
            EH_CHECK(ctx.checkpoint());
            for (Index i = begin; i < std::min(begin + kRows, x.rows()); ++i) {
                double& value = made.dense(i, static_cast<Index>(j));
                const auto own = static_cast<std::size_t>(group[static_cast<std::size_t>(i)]);
                value = (1.0 - strength) * value + strength * repair.maps[j].apply(own, value);
            }
        }
        return kOk;
    };
    EH_CHECK(parallelFor(repair.maps.size(), ctx, repairColumn));
    return made;
}

class RepairedPredictor final : public FairPredictor {
public:
    RepairedPredictor(RepairPtr repair, double strength, std::shared_ptr<const Predictor> model)
        : m_repair(std::move(repair))
        , m_strength(strength)
        , m_model(trainedModel(std::move(model), m_repair->warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores& baseScores, const RunContext& ctx) const override
    {
        EH_TRY(DesignMatrix x, apply(*m_repair, rows.x, rows.group, m_strength, ctx));
        return m_model->predict(withFeatures(rows, std::move(x)), baseScores, ctx);
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_model->warnings(); }

private:
    RepairPtr m_repair;
    double m_strength = 0.0;
    std::shared_ptr<const FairPredictor> m_model;
};

class DisparateImpactRemover final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_CHECK(requireLearner(input));
        EH_TRY(const RepairPtr repair, fitRepair(input, ctx));
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings) {
            const double strength = number(setting, "strength");
            EH_TRY(DesignMatrix x, apply(*repair, input.train.x, input.train.group, strength, ctx));
            EH_TRY(std::shared_ptr<const Predictor> model,
                input.learner->make()->fit(
                    withFeatures(input.train, std::move(x)), *input.learnerParams, input.encoding, ctx));
            made.push_back(std::make_shared<const RepairedPredictor>(repair, strength, std::move(model)));
        }
        return made;
    }
    [[nodiscard]] Result<TransformedFeatures> transform(
        const FitInput& input, const ParamSet& params, const RunContext& ctx) const override
    {
        EH_TRY(const RepairPtr repair, fitRepair(input, ctx));
        EH_TRY(const DesignMatrix x,
            apply(*repair, input.train.x, input.train.group, number(params, "strength"), ctx));
        // Whoever asks for the features of a training table wants every column written out.
        const Eigen::MatrixXd none
            = Eigen::MatrixXd::Zero(x.features(), static_cast<Index>(input.groupNames.size()));
        TransformedFeatures made {{}, repair->warnings};
        EH_TRY(made.x, shiftedByGroup(x, input.train.group, none, ctx));
        return made;
    }
};

} // namespace

MethodInfo disparateImpactRemover()
{
    MethodInfo info;
    info.id = "disparate_impact_remover";
    info.name = "Disparate impact remover";
    info.description
        = "Moves every numeric feature to the groups' median distribution, keeping the order within each "
          "group, then trains any learner; levels of categorical columns stay as they are";
    info.family = Family::Pre;
    info.classification = true;
    info.regression = true;
    info.needsGroupAtPrediction = true;
    info.params = {strengthParam(
        "0 leaves the features as they are, 1 gives each the same distribution in all groups; in between "
        "every value goes this share of its way (the geometric repair)")};
    info.start = strengthPath("strength");
    info.citation
        = "Feldman, Friedler, Moeller, Scheidegger, Venkatasubramanian (2015), Certifying and removing "
          "disparate impact, KDD, section 5 (definitions 5.1 and 5.4)";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<DisparateImpactRemover>(); };
    return info;
}

} // namespace evenhand
