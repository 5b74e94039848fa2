#include "engine/thresholds/threshold_state.h"

#include "engine/metrics/cell_disparities.h"

#include <algorithm>

namespace evenhand {

namespace {

Confusion cellsAt(const ThresholdCurves& curves, std::size_t group, double threshold)
{
    const GroupCurve& weight = curves.weighted[group];
    const GroupCurve& rows = curves.rowsOf(group);
    const std::size_t k = weight.entryAt(threshold);
    Confusion cells;
    cells.truePositive = {weight.truePositive[k], 0.0, rows.truePositive[k]};
    cells.falsePositive = {weight.falsePositive[k], 0.0, rows.falsePositive[k]};
    cells.falseNegative
        = {weight.positives - weight.truePositive[k], 0.0, rows.positives - rows.truePositive[k]};
    cells.trueNegative
        = {weight.negatives - weight.falsePositive[k], 0.0, rows.negatives - rows.falsePositive[k]};
    return cells;
}

} // namespace

Result<ThresholdCurves> thresholdCurves(std::span<const double> score, std::span<const double> y,
    std::span<const double> weight, std::span<const std::int32_t> group, std::size_t nGroups,
    const RunContext& ctx)
{
    const bool isWeighted = std::ranges::any_of(weight, [](double w) { return w != 1.0; });
    ThresholdCurves curves;
    EH_TRY(curves.weighted,
        groupCurves(score, y, isWeighted ? weight : std::span<const double> {}, group, nGroups, ctx));
    if (isWeighted) {
        EH_TRY(curves.counted, groupCurves(score, y, {}, group, nGroups, ctx));
    }
    return curves;
}

ThresholdState thresholdState(
    const ThresholdCurves& curves, std::span<const double> thresholds, const ErrorCosts& costs)
{
    ThresholdState state;
    state.cells.reserve(curves.weighted.size());
    for (std::size_t g = 0; g < curves.weighted.size(); ++g)
        state.cells.push_back(cellsAt(curves, g, thresholds[g]));
    state.all = pooled(state.cells);
    const double weight = state.all.all().weight;
    if (weight > 0.0) {
        state.cost = (costs.falsePositive * state.all.falsePositive.weight
                         + costs.falseNegative * state.all.falseNegative.weight)
            / weight;
        state.accuracy = accuracyRate(state.all).value;
    }
    const GroupCells groups {state.cells, nullptr, 0};
    state.demographicParity = valueOf(kDemographicParityDifference, groups);
    state.equalOpportunity = valueOf(kEqualOpportunityDifference, groups);
    state.equalizedOdds = valueOf(kEqualizedOddsDifference, groups);
    return state;
}

} // namespace evenhand
