#include "engine/methods/exponentiated_gradient.h"

#include "engine/core/number_text.h"
#include "engine/methods/mixture_search.h"

namespace evenhand {

namespace {

using Eigen::Index;

/// Classification: the probability that a model drawn from the mixture accepts. Regression: the mean of the
/// models' predictions; as the squared error is convex and mean predictions are linear, what holds of the
/// mixture in expectation holds of its mean, which needs no drawing.
class MixturePredictor final : public FairPredictor {
public:
    MixturePredictor(FoundMixture mixture, Task task, double threshold, std::vector<Text> warnings)
        : m_mixture(std::move(mixture))
        , m_task(task)
        , m_threshold(threshold)
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores&, const RunContext& ctx) const override
    {
        Scores mixed = Scores::Zero(rows.x.rows());
        for (std::size_t k = 0; k < m_mixture.parts.size(); ++k) {
            EH_TRY(const Scores scores, m_mixture.parts[k]->model->predict(rows, ctx));
            if (m_task == Task::Regression)
                mixed += m_mixture.weights[k] * scores;
            else
                for (Index i = 0; i < scores.size(); ++i)
                    mixed[i] += scores[i] >= m_threshold ? m_mixture.weights[k] : 0.0;
        }
        if (m_task == Task::Classification)
            mixed = mixed.cwiseMin(1.0); // the weights' sum is 1 but for rounding
        return mixed;
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }

private:
    FoundMixture m_mixture;
    Task m_task;
    double m_threshold;
    std::vector<Text> m_warnings;
};

std::vector<Text> findings(const FoundMixture& mixture, double tolerance, const MixtureSettings& settings)
{
    std::vector<Text> said = warningsOf(mixture.parts);
    if (mixture.excess > 1e-6)
        said.push_back(
            text("%1: no mixture of models keeps the tolerance of %2 on the training rows; the smallest "
                 "violation found is %3",
                "exponentiated_gradient", supportedNumber(tolerance, 0.01 * tolerance),
                fixedNumber(tolerance + mixture.excess, 4)));
    if (mixture.gap > 2.0 * settings.gap && mixture.calls >= settings.mostCalls)
        said.push_back(text("%1 ended after training %2 models; its expected error is within %3 of the best",
            "exponentiated_gradient", mixture.calls, fixedNumber(mixture.gap, 4)));
    return said;
}

/// All settings of one notion: they share the answers of the oracle.
Result<void> fitNotion(const FitInput& input, const std::vector<ParamSet>& settings,
    const std::vector<std::size_t>& own, std::vector<std::shared_ptr<const FairPredictor>>& made,
    const RunContext& ctx)
{
    EH_TRY(
        const PreparedReduction prepared, prepareReduction(input, reductionNotionOf(settings[own.front()])));
    const Reduction& reduction = prepared.reduction;
    EH_TRY(const BestResponse oracle, BestResponse::create(input, reduction, ctx));
    RememberedResponses remembered(oracle);
    EH_TRY(const std::shared_ptr<const Response> plain,
        remembered.to(reduction.costs(Eigen::VectorXd::Zero(reduction.slope.rows())), ctx));
    MixtureSettings search;
    search.gap = usualGap(reduction, reduction.error(plain->summary));
    for (std::size_t k = 0; k < own.size(); ++k) {
        EH_CHECK(ctx.checkpoint(static_cast<double>(k) / static_cast<double>(own.size())));
        search.tolerance = number(settings[own[k]], "tolerance");
        EH_TRY(FoundMixture mixture, searchMixture(reduction, remembered, search, ctx));
        std::vector<Text> warnings = prepared.warnings;
        const std::vector<Text> said = findings(mixture, search.tolerance, search);
        warnings.insert(warnings.end(), said.begin(), said.end());
        made[own[k]] = std::make_shared<MixturePredictor>(
            std::move(mixture), input.task, oracle.threshold(), std::move(warnings));
    }
    return kOk;
}

class ExponentiatedGradient final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        std::vector<std::shared_ptr<const FairPredictor>> made(settings.size());
        for (const std::string_view notion : kReductionNotionIds) {
            std::vector<std::size_t> own;
            for (std::size_t i = 0; i < settings.size(); ++i)
                if (choice(settings[i], "notion") == notion)
                    own.push_back(i);
            if (!own.empty())
                EH_CHECK(fitNotion(input, settings, own, made, ctx));
        }
        return made;
    }
};

ParamSpec toleranceParam()
{
    ParamSpec tolerance;
    tolerance.id = "tolerance";
    tolerance.name = "Tolerance ε";
    tolerance.description
        = "How far a group's share accepted may lie from that of all rows, on the training rows; in "
          "regression mean predictions, in standard deviations of the outcome. For bounded group loss: the "
          "largest loss of a group, its share of wrong decisions or, in regression, its mean squared error "
          "in units of the outcome's variance";
    tolerance.maximum = 10.0;
    tolerance.defaultNumber = 0.01;
    tolerance.isStrength = true;
    tolerance.pathMaximum = 0.2;
    return tolerance;
}

} // namespace

MethodInfo exponentiatedGradient()
{
    MethodInfo info;
    info.id = "exponentiated_gradient";
    info.name = "Exponentiated gradient";
    info.description
        = "Trains the study's learner again and again on reweighted and relabelled rows and draws, for each "
          "decision, one of the models: the mixture with the least error under the tolerance";
    info.family = Family::In;
    info.classification = true;
    info.regression = true;
    info.randomised = true;
    info.decides = true;
    info.params = {toleranceParam(), reductionNotionParam()};
    for (const double tolerance : {0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2})
        info.start["tolerance"].emplace_back(tolerance);
    info.citation
        = "Agarwal, Beygelzimer, Dudík, Langford, Wallach (2018), A reductions approach to fair "
          "classification, ICML, equation 3 (solved by column generation); bounded group loss: Agarwal, "
          "Dudík, Wu (2019), Fair regression: quantitative definitions and reduction-based algorithms, ICML";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<ExponentiatedGradient>(); };
    return info;
}

} // namespace evenhand
