#include "engine/methods/calibrated_equalized_odds.h"

#include "engine/methods/calibration_groups.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

constexpr double kThreshold = 0.5;

/// Sums over one group's rows from which its generalised error rates follow.
struct ScoreSums {
    double positives = 0.0, negatives = 0.0;
    double scoreOfNegatives = 0.0, missingOfPositives = 0.0; ///< Σ s and Σ (1 - s)

    [[nodiscard]] double baseRate() const { return positives / (positives + negatives); }
};

/// Which errors both groups shall bear alike.
enum class Constraint : std::uint8_t { FalseNegatives, FalsePositives, Weighted };

/// Cost when positives miss @p missing of their score on average and negatives have @p given.
/// @source Pleiss et al. (2017), section 2.1: generalised rates, and their mean with each group's own shares
double costOf(const ScoreSums& group, Constraint constraint, double missing, double given)
{
    switch (constraint) {
    case Constraint::FalseNegatives:
        return missing;
    case Constraint::FalsePositives:
        return given;
    case Constraint::Weighted:
        break;
    }
    return 0.5 * (given * (1.0 - group.baseRate()) + missing * group.baseRate());
}

double ownCost(const ScoreSums& group, Constraint constraint)
{
    return costOf(group, constraint, group.missingOfPositives / group.positives,
        group.scoreOfNegatives / group.negatives);
}

double costAtBaseRate(const ScoreSums& group, Constraint constraint)
{
    return costOf(group, constraint, 1.0 - group.baseRate(), group.baseRate());
}

/// What happens to one group: with this probability its rows have the base rate for a score.
struct Withheld {
    double probability = 0.0, baseRate = 0.0;
};

class WithholdingPredictor final : public FairPredictor {
public:
    WithholdingPredictor(std::vector<Withheld> groups, std::vector<Text> warnings)
        : m_groups(std::move(groups))
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores& baseScores, const RunContext& ctx) const override
    {
        return decideRows(rows, baseScores, ctx, [this](std::size_t group, double score) {
            const Withheld& own = m_groups[group];
            const double withheld = own.baseRate >= kThreshold ? own.probability : 0.0;
            return withheld + (score >= kThreshold ? 1.0 - own.probability : 0.0);
        });
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }

private:
    std::vector<Withheld> m_groups;
    std::vector<Text> m_warnings;
};

/// The two groups with calibration rows and their sums.
struct TwoGroups {
    std::array<std::size_t, 2> code {};
    std::array<ScoreSums, 2> sums;
};

Result<std::vector<ScoreSums>> scoreSums(const FitInput& input, const RunContext& ctx)
{
    constexpr std::size_t kBetweenChecks = 1U << 16U;
    const CalibrationData& rows = input.calibration;
    std::vector<ScoreSums> sums(input.groupNames.size());
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        if (i % kBetweenChecks == 0)
            EH_CHECK(ctx.checkpoint());
        const auto at = static_cast<Eigen::Index>(i);
        const double score = rows.score[at];
        if (!(score >= 0.0 && score <= 1.0))
            return invalidArgument(
                text("calibrated equalized odds needs probabilities, and the model's scores "
                     "are not all between 0 and 1"),
                text("choose a learner of probabilities: logistic, gradient_boosting or random_forest"));
        ScoreSums& own = sums[static_cast<std::size_t>(rows.group[i])];
        if (rows.y[at] == 1.0) {
            own.positives += rows.weight[at];
            own.missingOfPositives += rows.weight[at] * (1.0 - score);
        } else {
            own.negatives += rows.weight[at];
            own.scoreOfNegatives += rows.weight[at] * score;
        }
    }
    return sums;
}

Result<TwoGroups> twoGroups(const FitInput& input, const RunContext& ctx)
{
    EH_CHECK(checkCalibrationGroups(input.calibration, input.groupNames.size()));
    EH_TRY(const std::vector<ScoreSums> sums, scoreSums(input, ctx));
    const auto hasRows = [](const ScoreSums& own) { return own.positives + own.negatives > 0.0; };
    TwoGroups two;
    if (const auto count = std::ranges::count_if(sums, hasRows); std::cmp_greater(count, two.code.size()))
        return invalidArgument(
            text("calibrated equalized odds is defined for two groups, and there are %1", count),
            text(
                "choose a sensitive attribute with two groups, or group_thresholds, which takes any number"));
    std::size_t place = 0;
    for (std::size_t g = 0; g < sums.size(); ++g) {
        if (!hasRows(sums[g]))
            continue;
        if (!(sums[g].positives > 0.0 && sums[g].negatives > 0.0))
            return invalidData(
                text("“%1” has no calibration rows of one of the outcomes", input.groupNames[g]),
                text("calibrated equalized odds compares errors of both kinds"));
        two.code[place] = g;
        two.sums[place] = sums[g];
        ++place;
    }
    return two;
}

class CalibratedEqualizedOdds final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_TRY(const TwoGroups two, twoGroups(input, ctx));
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings)
            made.push_back(withhold(input, two, setting));
        return made;
    }

private:
    static std::shared_ptr<const FairPredictor> withhold(
        const FitInput& input, const TwoGroups& two, const ParamSet& setting)
    {
        const std::string& wanted = choice(setting, "constraint");
        const Constraint constraint = wanted == "fnr" ? Constraint::FalseNegatives
            : wanted == "fpr"                         ? Constraint::FalsePositives
                                                      : Constraint::Weighted;
        const double costs[2] {ownCost(two.sums[0], constraint), ownCost(two.sums[1], constraint)};
        const std::size_t served = costs[0] <= costs[1] ? 0 : 1;
        const double gap = costs[1 - served] - costs[served];
        const double reach = costAtBaseRate(two.sums[served], constraint) - costs[served];
        const double share = gap == 0.0 ? 0.0 : gap / reach;
        std::vector<Withheld> groups(input.groupNames.size());
        Withheld& own = groups[two.code[served]];
        own.baseRate = two.sums[served].baseRate();
        // A negative share says that scores do worse than the base rate: withholding them helps nobody.
        own.probability = number(setting, "strength") * (reach > 0.0 ? std::clamp(share, 0.0, 1.0) : 0.0);
        std::vector<Text> warnings;
        if (gap > 0.0 && (reach <= 0.0 || share > 1.0))
            warnings.push_back(
                text("the groups cannot bear the same cost: even without any score “%1” bears less than “%2”",
                    input.groupNames[two.code[served]], input.groupNames[two.code[1 - served]]));
        if (own.probability > 0.0)
            warnings.push_back(text("of “%1” %2 % are decided by the base rate %3 instead of their score",
                input.groupNames[two.code[served]], shortNumber(100.0 * own.probability, 3),
                shortNumber(own.baseRate, 3)));
        return std::make_shared<const WithholdingPredictor>(std::move(groups), std::move(warnings));
    }
};

std::vector<ParamSpec> params()
{
    ParamSpec strength;
    strength.id = "strength";
    strength.name = "Strength";
    strength.description
        = "Share of the withholding that makes the costs equal: 0 leaves the decisions as they are";
    strength.kind = ParamKind::Fraction;
    strength.defaultNumber = 1.0;
    strength.isStrength = true;
    ParamSpec constraint;
    constraint.id = "constraint";
    constraint.name = "Cost";
    constraint.description
        = "Which generalised error rate both groups shall have: of false negatives (fnr), of "
          "false positives (fpr), or both weighted by how often they can occur";
    constraint.kind = ParamKind::Choice;
    constraint.choices = {"fnr", "fpr", "weighted"};
    return {strength, constraint};
}

} // namespace

MethodInfo calibratedEqualizedOdds()
{
    MethodInfo info;
    info.id = "calibrated_equalized_odds";
    info.name = "Calibrated equalized odds";
    info.description
        = "Withholds the score of some of the better served of two groups, at random, until both "
          "bear the same cost of errors; the rest keep their calibrated scores";
    info.family = Family::Post;
    info.classification = true;
    info.multiGroup = false;
    info.needsGroupAtPrediction = true;
    info.randomised = true;
    info.decides = true;
    info.params = params();
    info.start = strengthPath("strength");
    info.citation
        = "Pleiss, Raghavan, Wu, Kleinberg, Weinberger (2017), On fairness and calibration, NeurIPS, "
          "Algorithm 1";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<CalibratedEqualizedOdds>(); };
    return info;
}

} // namespace evenhand
