#include "engine/thresholds/frontier.h"

#include "engine/core/parallel.h"
#include "engine/thresholds/deterministic_frontier.h"
#include "engine/thresholds/equalized_odds_frontier.h"
#include "engine/thresholds/one_rate_frontier.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace evenhand {

namespace {

double weightOf(const std::vector<GroupCurve>& curves)
{
    return std::accumulate(curves.begin(), curves.end(), 0.0,
        [](double sum, const GroupCurve& curve) { return sum + curve.weight(); });
}

/// A threshold that decides as an entry does, half way to the next lower score: as far as can be from both
/// when the scores that it meets are written with fewer digits.
double thresholdAt(const GroupCurve& curve, std::size_t entry)
{
    if (entry == 0)
        return std::numeric_limits<double>::infinity();
    if (entry + 1 == curve.size())
        return -std::numeric_limits<double>::infinity();
    const double lower = curve.threshold[entry + 1];
    const double middle = std::midpoint(lower, curve.threshold[entry]);
    return middle > lower ? middle : curve.threshold[entry];
}

/// Weight selected by a rule.
struct Selected {
    double truePositive = 0.0, falsePositive = 0.0;
};

Selected selectedBy(const GroupCurve& curve, const EntryMix& mix)
{
    Selected selected;
    for (const EntryShare& part : mix) {
        selected.truePositive += part.probability * curve.truePositive[part.entry];
        selected.falsePositive += part.probability * curve.falsePositive[part.entry];
    }
    return selected;
}

GroupRates ratesOf(const GroupCurve& curve, const Selected& selected)
{
    GroupRates rates;
    if (curve.weight() > 0.0)
        rates.selectionRate = (selected.truePositive + selected.falsePositive) / curve.weight();
    if (curve.positives > 0.0)
        rates.truePositiveRate = selected.truePositive / curve.positives;
    if (curve.negatives > 0.0)
        rates.falsePositiveRate = selected.falsePositive / curve.negatives;
    return rates;
}

FrontierPoint pointOf(const std::vector<GroupCurve>& curves, const std::vector<EntryMix>& mixes,
    const ErrorCosts& costs, double tolerance)
{
    FrontierPoint point;
    point.tolerance = tolerance;
    double falsePositive = 0.0;
    double falseNegative = 0.0;
    for (std::size_t g = 0; g < curves.size(); ++g) {
        const Selected selected = selectedBy(curves[g], mixes[g]);
        falsePositive += selected.falsePositive;
        falseNegative += curves[g].positives - selected.truePositive;
        point.groups.push_back(ratesOf(curves[g], selected));
        MixedThreshold& rule = point.rules.emplace_back();
        for (const EntryShare& part : mixes[g])
            rule.parts.push_back({thresholdAt(curves[g], part.entry), part.probability});
    }
    const double weight = weightOf(curves);
    point.cost = (costs.falsePositive * falsePositive + costs.falseNegative * falseNegative) / weight;
    point.accuracy = 1.0 - (falsePositive + falseNegative) / weight;
    return point;
}

Result<void> checkGroups(const std::vector<GroupCurve>& curves, Notion notion)
{
    const auto count = [&](auto has) { return std::ranges::count_if(curves, has); };
    const auto all = count([](const GroupCurve& curve) { return curve.weight() > 0.0; });
    const auto positive = count([](const GroupCurve& curve) { return curve.positives > 0.0; });
    const auto negative = count([](const GroupCurve& curve) { return curve.negatives > 0.0; });
    if (all < 2)
        return invalidData(text("the rows are all of one group"),
            text("there is nothing to make equal: choose a sensitive attribute with at least two groups"));
    const bool canCompare = notion == Notion::DemographicParity || positive > 1
        || (notion == Notion::EqualizedOdds && negative > 1);
    if (!canCompare)
        return invalidData(text("fewer than two groups have rows with the favourable outcome"),
            text("choose demographic parity, which compares all rows"));
    return kOk;
}

Result<void> checkNumbers(const ErrorCosts& costs, std::span<const double> tolerances)
{
    const auto isCost = [](double cost) { return std::isfinite(cost) && cost >= 0.0; };
    if (!isCost(costs.falsePositive) || !isCost(costs.falseNegative)
        || costs.falsePositive + costs.falseNegative == 0.0)
        return invalidArgument(text("costs of errors must not be negative, and not both 0"));
    if (!std::ranges::all_of(tolerances, [](double tolerance) { return tolerance >= 0.0; }))
        return invalidArgument(text("a tolerance must not be negative"));
    return kOk;
}

Result<std::vector<FrontierPoint>> randomised(const std::vector<GroupCurve>& curves, Notion notion,
    const ErrorCosts& costs, std::span<const double> tolerances, const RunContext& ctx)
{
    std::vector<RocHull> hulls(curves.size());
    const auto makeHull = [&](std::size_t g) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        hulls[g] = rocHull(curves[g], costs);
        return kOk;
    };
    EH_CHECK(parallelFor(curves.size(), ctx, makeHull));
    const double weight = weightOf(curves);
    std::vector<FrontierPoint> points(tolerances.size());
    const auto solve = [&](std::size_t i) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        const double tolerance = std::min(tolerances[i], 1.0);
        const std::vector<EntryMix> mixes = notion == Notion::EqualizedOdds
            ? equalizedOddsRules(hulls, tolerance, weight)
            : oneRateRules(hulls, notion == Notion::EqualOpportunity, tolerance, weight);
        points[i] = pointOf(curves, mixes, costs, tolerances[i]);
        return kOk;
    };
    EH_CHECK(parallelFor(tolerances.size(), ctx, solve));
    return points;
}

Result<std::vector<FrontierPoint>> deterministic(const std::vector<GroupCurve>& curves, Notion notion,
    const ErrorCosts& costs, std::span<const double> tolerances, const RunContext& ctx)
{
    const DeterministicFrontier frontier(curves, notion, costs);
    std::vector<FrontierPoint> points(tolerances.size());
    const auto solve = [&](std::size_t i) -> Result<void> {
        EH_TRY(const std::vector<std::size_t> entries, frontier.best(std::min(tolerances[i], 1.0), ctx));
        std::vector<EntryMix> mixes;
        for (std::size_t g = 0; g < curves.size(); ++g)
            mixes.push_back(curves[g].weight() > 0.0 ? EntryMix {{entries[g], 1.0}} : EntryMix {});
        points[i] = pointOf(curves, mixes, costs, tolerances[i]);
        return kOk;
    };
    EH_CHECK(parallelFor(tolerances.size(), ctx, solve));
    return points;
}

} // namespace

Result<std::vector<FrontierPoint>> thresholdFrontier(const std::vector<GroupCurve>& curves, Notion notion,
    ThresholdRules rules, const ErrorCosts& costs, std::span<const double> tolerances, const RunContext& ctx)
{
    EH_CHECK(checkNumbers(costs, tolerances));
    EH_CHECK(checkGroups(curves, notion));
    return rules == ThresholdRules::Randomised ? randomised(curves, notion, costs, tolerances, ctx)
                                               : deterministic(curves, notion, costs, tolerances, ctx);
}

} // namespace evenhand
