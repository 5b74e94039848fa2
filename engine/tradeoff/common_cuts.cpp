#include "engine/tradeoff/common_cuts.h"

#include "engine/metrics/confusion.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

/// A cell for metrics that look at weights; it has rows where it has weight.
RowSum weighing(double weight)
{
    return {weight, weight, weight};
}

std::vector<Confusion> cellsAt(const std::vector<GroupCurve>& curves, double cut)
{
    std::vector<Confusion> cells;
    for (const GroupCurve& curve : curves) {
        const std::size_t k = curve.entryAt(cut);
        Confusion& own = cells.emplace_back();
        own.truePositive = weighing(curve.truePositive[k]);
        own.falsePositive = weighing(curve.falsePositive[k]);
        own.falseNegative = weighing(curve.positives - curve.truePositive[k]);
        own.trueNegative = weighing(curve.negatives - curve.falsePositive[k]);
    }
    return cells;
}

/// Every threshold of any group with the weight that it selects, by falling threshold.
std::vector<std::pair<double, double>> pooledThresholds(const std::vector<GroupCurve>& curves)
{
    std::vector<std::pair<double, double>> steps; // threshold, weight that it adds
    for (const GroupCurve& curve : curves)
        for (std::size_t k = 1; k < curve.size(); ++k)
            steps.emplace_back(curve.threshold[k],
                curve.truePositive[k] + curve.falsePositive[k] - curve.truePositive[k - 1]
                    - curve.falsePositive[k - 1]);
    std::ranges::sort(steps, std::ranges::greater {});
    double selected = 0.0;
    for (auto& [threshold, weight] : steps)
        weight = selected += weight;
    return steps;
}

} // namespace

std::vector<CommonCut> commonCuts(const TradeoffAxes& axes, const std::vector<GroupCurve>& curves,
    const std::vector<std::string>& groupNames, std::size_t n)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const std::vector<std::pair<double, double>> thresholds = pooledThresholds(curves);
    const double all = thresholds.empty() ? 0.0 : thresholds.back().second;
    std::vector<CommonCut> cuts;
    for (std::size_t i = 0; i < n; ++i) {
        CommonCut& cut = cuts.emplace_back();
        cut.selectionRate = static_cast<double>(i) / static_cast<double>(n - 1);
        const auto at = std::ranges::lower_bound(
            thresholds, cut.selectionRate * all, {}, &std::pair<double, double>::second);
        const double threshold = i == 0 || thresholds.empty() ? std::numeric_limits<double>::infinity()
            : at == thresholds.end()                          ? thresholds.back().first
                                                              : at->first;
        const std::vector<Confusion> cells = cellsAt(curves, threshold);
        const GroupCells groups {cells, &groupNames, largestGroup(cells)};
        cut.error = axes.error->valueOfCells != nullptr
            ? axes.error->valueOfCells(pooled(cells)).value_or(kNone)
            : kNone;
        cut.unfairness = axes.unfairness->valueOfGroupCells != nullptr
            ? axes.unfairness->valueOfGroupCells(groups).value_or(kNone)
            : kNone;
    }
    return cuts;
}

std::vector<CommonCut> meanCuts(const std::vector<std::vector<CommonCut>>& repeats)
{
    std::vector<CommonCut> means;
    for (std::size_t k = 0; !repeats.empty() && k < repeats.front().size(); ++k) {
        CommonCut mean;
        mean.selectionRate = repeats.front()[k].selectionRate;
        for (const std::vector<CommonCut>& cuts : repeats) {
            mean.error += cuts[k].error / static_cast<double>(repeats.size());
            mean.unfairness += cuts[k].unfairness / static_cast<double>(repeats.size());
        }
        if (std::isfinite(mean.error) && std::isfinite(mean.unfairness))
            means.push_back(mean);
    }
    return means;
}

} // namespace evenhand
