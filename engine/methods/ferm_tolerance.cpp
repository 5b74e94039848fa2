#include "engine/methods/ferm_tolerance.h"

#include "engine/core/number_text.h"
#include "engine/core/parallel.h"
#include "engine/data/split.h"
#include "engine/methods/constraint_means.h"

#include <algorithm>

namespace evenhand {

namespace {

using Eigen::Index;

constexpr int kFolds = 5;
constexpr int kShares = 21; ///< 1, 0.95, …, 0

std::vector<Tolerance> candidateShares()
{
    std::vector<Tolerance> shares;
    for (int k = 0; k < kShares; ++k)
        shares.push_back({Tolerance::Kind::Share, 1.0 - static_cast<double>(k) / (kShares - 1)});
    return shares;
}

EncodedData selectRows(const EncodedData& data, const std::vector<Index>& rows)
{
    EncodedData part;
    part.x = data.x.select(rows);
    part.y = data.y(rows);
    part.weight = data.weight(rows);
    for (const Index row : rows) {
        part.group.push_back(data.group[static_cast<std::size_t>(row)]);
        part.row.push_back(data.row[static_cast<std::size_t>(row)]);
    }
    return part;
}

/// Linear parts of all training rows at every candidate, each row by a model that has not seen it: (n,
/// kShares).
Result<Eigen::MatrixXd> heldOutValues(const FitInput& input, Notion notion, const RunContext& ctx)
{
    const EncodedData& train = input.train;
    std::vector<std::int32_t> stratum;
    for (std::size_t i = 0; i < train.group.size(); ++i)
        stratum.push_back(2 * train.group[i] + static_cast<std::int32_t>(train.y[static_cast<Index>(i)]));
    const std::vector<std::int32_t> fold = stratifiedFolds(stratum, kFolds, input.seed);
    const std::vector<Tolerance> shares = candidateShares();
    Eigen::MatrixXd values(train.y.size(), kShares);
    EH_CHECK(parallelFor(kFolds, ctx, [&](std::size_t k) -> Result<void> {
        const RunContext own = ctx.silent(1);
        std::vector<Index> inside;
        std::vector<Index> outside;
        for (std::size_t i = 0; i < fold.size(); ++i)
            (fold[i] == static_cast<std::int32_t>(k) ? outside : inside).push_back(static_cast<Index>(i));
        const EncodedData fitted = selectRows(train, inside);
        EH_TRY(const NotionConstraints made, constrainNotion(notion, input.task, fitted, input.groupNames));
        EH_TRY(const ConstrainedPath path,
            input.learner->make()->fitConstrained(
                fitted, *input.learnerParams, input.encoding, made.constraints, shares, own));
        const EncodedData held = selectRows(train, outside);
        for (std::size_t s = 0; s < shares.size(); ++s) {
            EH_TRY(
                const std::optional<Eigen::VectorXd> linear, path.models[s].predictor->linearPart(held, own));
            if (!linear)
                return noAnswer(text("the learner “%1” has no linear part", input.learner->id));
            for (std::size_t i = 0; i < outside.size(); ++i)
                values(outside[i], static_cast<Index>(s)) = (*linear)[static_cast<Index>(i)];
        }
        return kOk;
    }));
    return values;
}

/// Pooled difference of rates at every candidate: the largest over the families.
Result<std::vector<double>> heldOutGaps(const FitInput& input, Notion notion, const RunContext& ctx)
{
    EH_TRY(const Eigen::MatrixXd values, heldOutValues(input, notion, ctx));
    EH_TRY(const NotionConstraints made, constrainNotion(notion, input.task, input.train, input.groupNames));
    std::vector<double> gaps;
    for (int s = 0; s < kShares; ++s) {
        double gap = 0.0;
        for (const MeanConstraints::Family& family : made.constraints.families) {
            const NotionFamily rows {family.rows, family.member};
            const auto means
                = groupMeans(rows, family.groups.size(), values.col(s), input.train.weight, true);
            gap = std::max(gap, rateGap(means).value_or(0.0));
        }
        gaps.push_back(gap);
    }
    return gaps;
}

ChosenTolerance chooseFor(double target, const std::vector<double>& gaps)
{
    const std::vector<Tolerance> shares = candidateShares();
    const auto met = std::ranges::find_if(gaps, [&](double gap) { return gap <= target; });
    const auto least = std::ranges::min_element(gaps);
    const auto at = static_cast<std::size_t>((met != gaps.end() ? met : least) - gaps.begin());
    ChosenTolerance chosen {shares[at], {}};
    if (met == gaps.end())
        chosen.warnings.push_back(
            text("no tolerance reaches a difference of rates of %1 in cross-validation; the "
                 "smallest, %2, is at %3 of the unconstrained gap",
                percentNumber(target), percentNumber(gaps[at]), percentNumber(shares[at].value, 0)));
    else
        chosen.warnings.push_back(
            text("cross-validation chose a tolerance of %1 of the unconstrained gap: its "
                 "difference of rates there is %2 (target %3)",
                percentNumber(shares[at].value, 0), percentNumber(gaps[at]), percentNumber(target)));
    return chosen;
}

} // namespace

Result<std::vector<ChosenTolerance>> chooseTolerances(
    const FitInput& input, Notion notion, const std::vector<ParamSet>& settings, const RunContext& ctx)
{
    const auto isTarget
        = [](const ParamSet& setting) { return choice(setting, "tolerance") == kToleranceIds[2]; };
    std::vector<double> gaps;
    if (std::ranges::any_of(settings, isTarget)) {
        if (input.task == Task::Regression)
            return invalidArgument(
                text("a target for the difference of rates needs decisions; in regression there "
                     "are none"),
                text("give ε as a number or as a share"));
        EH_TRY(gaps, heldOutGaps(input, notion, ctx));
    }
    std::vector<ChosenTolerance> chosen;
    for (const ParamSet& setting : settings) {
        const double epsilon = number(setting, "epsilon");
        if (isTarget(setting))
            chosen.push_back(chooseFor(epsilon, gaps));
        else
            chosen.push_back({{choice(setting, "tolerance") == kToleranceIds[1] ? Tolerance::Kind::Share
                                                                                : Tolerance::Kind::Number,
                                  epsilon},
                {}});
    }
    return chosen;
}

} // namespace evenhand
