#include "engine/methods/equalized_odds_mixing.h"

#include "engine/methods/calibration_groups.h"
#include "engine/thresholds/equalized_odds_frontier.h"

namespace evenhand {

namespace {

/// Probability of the favourable decision after the base model's own.
struct MixedDecision {
    double afterFavourable = 1.0, afterUnfavourable = 0.0;
};

class MixingPredictor final : public FairPredictor {
public:
    MixingPredictor(std::vector<MixedDecision> mixed, double threshold, std::vector<Text> warnings)
        : m_mixed(std::move(mixed))
        , m_threshold(threshold)
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores& baseScores, const RunContext& ctx) const override
    {
        return decideRows(rows, baseScores, ctx, [this](std::size_t group, double score) {
            return score >= m_threshold ? m_mixed[group].afterFavourable : m_mixed[group].afterUnfavourable;
        });
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }

private:
    std::vector<MixedDecision> m_mixed;
    double m_threshold;
    std::vector<Text> m_warnings;
};

/// The four decisions that can be mixed, as entries of a hull.
enum Entry : std::size_t { Nobody, TheDecision, ItsOpposite, Everybody };

/// What mixing reaches: the parallelogram between nobody, the decision, its opposite and everybody. Gains are
/// as in RocHull; when both outcomes count alike they are those of rates.
RocHull parallelogram(const DecidedCells& cells, bool isBalanced)
{
    RocHull hull;
    hull.hasPositives = cells.positives > 0.0;
    hull.hasNegatives = cells.negatives > 0.0;
    if (hull.isEmpty())
        return hull;
    hull.truePositiveGain = isBalanced ? (hull.hasPositives ? 1.0 : 0.0) : cells.positives;
    hull.falsePositiveLoss = isBalanced ? (hull.hasNegatives ? 1.0 : 0.0) : cells.negatives;
    const double oneT = hull.hasPositives ? 1.0 : 0.0;
    const double oneF = hull.hasNegatives ? 1.0 : 0.0;
    const double t = hull.hasPositives ? cells.truePositive / cells.positives : 0.0;
    const double f = hull.hasNegatives ? cells.falsePositive / cells.negatives : 0.0;
    constexpr double kSame = 1e-12;
    const bool tells = hull.hasPositives && hull.hasNegatives && std::abs(t - f) > kSame;
    const auto chain = [&](std::size_t between, double x, double y) {
        RocChain made {{Nobody, Everybody}, {0.0, oneF}, {0.0, oneT}};
        if (tells) {
            made.entry.insert(made.entry.begin() + 1, between);
            made.falsePositiveRate.insert(made.falsePositiveRate.begin() + 1, x);
            made.truePositiveRate.insert(made.truePositiveRate.begin() + 1, y);
        }
        return made;
    };
    const RocChain own = chain(TheDecision, f, t);
    const RocChain opposite = chain(ItsOpposite, 1.0 - f, 1.0 - t);
    hull.upper = t > f ? own : opposite;
    hull.lower = t > f ? opposite : own;
    for (std::size_t i = 0; i < hull.upper.entry.size(); ++i) {
        hull.gain.push_back(hull.truePositiveGain * hull.upper.truePositiveRate[i]
            - hull.falsePositiveLoss * hull.upper.falsePositiveRate[i]);
        if (hull.gain[i] > hull.gain[hull.peak])
            hull.peak = i;
    }
    return hull;
}

MixedDecision mixedBy(const EntryMix& mix, double strength)
{
    MixedDecision mixed {mix.empty() ? 1.0 : 0.0, 0.0};
    for (const EntryShare& part : mix) {
        mixed.afterFavourable
            += part.entry == TheDecision || part.entry == Everybody ? part.probability : 0.0;
        mixed.afterUnfavourable
            += part.entry == ItsOpposite || part.entry == Everybody ? part.probability : 0.0;
    }
    return {1.0 - strength * (1.0 - mixed.afterFavourable), strength * mixed.afterUnfavourable};
}

class EqualizedOddsMixing final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_TRY(const std::vector<DecidedCells> cells, decidedCells(input, ctx));
        EH_TRY(const std::vector<Text> warnings, check(cells, input));
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings) {
            const bool isBalanced = choice(setting, "errors") == "balanced";
            std::vector<RocHull> hulls;
            double weight = 0.0;
            for (const DecidedCells& group : cells) {
                hulls.push_back(parallelogram(group, isBalanced));
                weight += hulls.back().truePositiveGain + hulls.back().falsePositiveLoss;
            }
            std::vector<MixedDecision> mixed;
            for (const EntryMix& mix : equalizedOddsRules(hulls, 0.0, weight))
                mixed.push_back(mixedBy(mix, number(setting, "strength")));
            made.push_back(
                std::make_shared<const MixingPredictor>(std::move(mixed), baseThreshold(input), warnings));
        }
        return made;
    }

private:
    static Result<std::vector<Text>> check(const std::vector<DecidedCells>& cells, const FitInput& input)
    {
        std::vector<Text> warnings;
        std::size_t complete = 0;
        for (std::size_t g = 0; g < cells.size(); ++g) {
            const bool hasBoth = cells[g].positives > 0.0 && cells[g].negatives > 0.0;
            complete += hasBoth ? 1 : 0;
            if (!hasBoth)
                warnings.push_back(text("“%1” has calibration rows of one outcome at most: it is held to the "
                                        "other rate alone, or left as it is",
                    input.groupNames[g]));
        }
        if (complete < 2)
            return invalidData(text("fewer than two groups have calibration rows of both outcomes"),
                text("equalized odds compares true and false positive rates"));
        return warnings;
    }
};

std::vector<ParamSpec> params()
{
    ParamSpec strength;
    strength.id = "strength";
    strength.name = "Strength";
    strength.description = "0 leaves the decisions as they are, 1 gives all groups the same true and false "
                           "positive rate; between, one is drawn with this probability";
    strength.kind = ParamKind::Fraction;
    strength.defaultNumber = 1.0;
    strength.isStrength = true;
    ParamSpec errors;
    errors.id = "errors";
    errors.name = "Errors";
    errors.description = "rows: the fewest wrong decisions; balanced: the smallest sum of error rates, every "
                         "group and outcome alike";
    errors.kind = ParamKind::Choice;
    errors.choices = {"rows", "balanced"};
    return {strength, errors};
}

} // namespace

MethodInfo equalizedOddsMixing()
{
    MethodInfo info;
    info.id = "equalized_odds_mixing";
    info.name = "Equalized odds by mixing";
    info.description = "Changes decisions at random, as few as possible, until groups have the same true and "
                       "false positive rate; needs decisions, not scores";
    info.family = Family::Post;
    info.classification = true;
    info.multiGroup = true;
    info.needsGroupAtPrediction = true;
    info.randomised = true;
    info.decides = true;
    info.params = params();
    info.start = strengthPath("strength");
    info.citation = "Hardt, Price, Srebro (2016), Equality of opportunity in supervised learning, NeurIPS, "
                    "section 4.1, equation (4.3)";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<EqualizedOddsMixing>(); };
    return info;
}

} // namespace evenhand
