#include "engine/thresholds/optimum.h"

#include "engine/thresholds/capacity.h"
#include "engine/thresholds/roc_hull.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace evenhand {

namespace {

/// What counts as within a capacity or rate when weights are sums of doubles.
constexpr double kRounding = 1e-12;

double weightOf(const std::vector<GroupCurve>& curves)
{
    return std::accumulate(curves.begin(), curves.end(), 0.0,
        [](double sum, const GroupCurve& curve) { return sum + curve.weight(); });
}

Result<void> checkRows(const std::vector<GroupCurve>& curves)
{
    if (weightOf(curves) > 0.0)
        return kOk;
    return invalidData(text("there are no rows to choose thresholds for"));
}

double selectedAt(const GroupCurve& curve, std::size_t k)
{
    return curve.truePositive[k] + curve.falsePositive[k];
}

/// Cost and accuracy of thresholds, as they decide the curves' rows.
ThresholdChoice choiceOf(
    const std::vector<GroupCurve>& curves, std::vector<double> thresholds, const ErrorCosts& costs)
{
    double falsePositive = 0.0;
    double falseNegative = 0.0;
    for (std::size_t g = 0; g < curves.size(); ++g) {
        const std::size_t k = curves[g].entryAt(thresholds[g]);
        falsePositive += curves[g].falsePositive[k];
        falseNegative += curves[g].positives - curves[g].truePositive[k];
    }
    const double weight = weightOf(curves);
    return {std::move(thresholds),
        (costs.falsePositive * falsePositive + costs.falseNegative * falseNegative) / weight,
        1.0 - (falsePositive + falseNegative) / weight};
}

/// All groups together as one curve.
Result<GroupCurve> pooled(const std::vector<GroupCurve>& curves, const RunContext& ctx)
{
    struct Step {
        double threshold, truePositive, falsePositive;
    };
    std::vector<Step> steps;
    GroupCurve all;
    for (const GroupCurve& curve : curves) {
        EH_CHECK(ctx.checkpoint());
        all.rows += curve.rows;
        for (std::size_t k = 1; k < curve.size(); ++k)
            steps.push_back({curve.threshold[k], curve.truePositive[k] - curve.truePositive[k - 1],
                curve.falsePositive[k] - curve.falsePositive[k - 1]});
    }
    std::ranges::stable_sort(steps, std::ranges::greater {}, &Step::threshold);
    EH_CHECK(ctx.checkpoint());
    all.threshold.push_back(std::numeric_limits<double>::infinity());
    all.truePositive.push_back(0.0);
    all.falsePositive.push_back(0.0);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        all.positives += steps[i].truePositive;
        all.negatives += steps[i].falsePositive;
        if (i + 1 < steps.size() && steps[i + 1].threshold == steps[i].threshold)
            continue;
        all.threshold.push_back(steps[i].threshold);
        all.truePositive.push_back(all.positives);
        all.falsePositive.push_back(all.negatives);
    }
    return all;
}

std::size_t bestEntry(const GroupCurve& curve, const ErrorCosts& costs)
{
    std::size_t best = 0;
    double most = 0.0;
    for (std::size_t k = 0; k < curve.size(); ++k) {
        const double gain
            = costs.falseNegative * curve.truePositive[k] - costs.falsePositive * curve.falsePositive[k];
        if (gain > most) {
            best = k;
            most = gain;
        }
    }
    return best;
}

/// The last entry that selects no more than a weight.
std::size_t lastWithin(const GroupCurve& curve, double weight)
{
    const double limit = weight + kRounding * curve.weight();
    std::size_t last = 0;
    for (std::size_t k = 1; k < curve.size() && selectedAt(curve, k) <= limit; ++k)
        last = k;
    return last;
}

/// Groups without rows decide as everybody would without groups.
void fillEmpty(const std::vector<GroupCurve>& curves, double common, std::vector<double>& thresholds)
{
    for (std::size_t g = 0; g < curves.size(); ++g)
        if (!(curves[g].weight() > 0.0))
            thresholds[g] = common;
}

} // namespace

Result<ThresholdChoice> bestCommonThreshold(
    const std::vector<GroupCurve>& curves, const ErrorCosts& costs, const RunContext& ctx)
{
    EH_CHECK(checkRows(curves));
    EH_TRY(const GroupCurve all, pooled(curves, ctx));
    const double threshold = thresholdOf(all, bestEntry(all, costs));
    return choiceOf(curves, std::vector<double>(curves.size(), threshold), costs);
}

Result<ThresholdChoice> bestGroupThresholds(const std::vector<GroupCurve>& curves,
    std::optional<Notion> notion, double tolerance, const ErrorCosts& costs, const RunContext& ctx)
{
    EH_TRY(const ThresholdChoice common, bestCommonThreshold(curves, costs, ctx));
    std::vector<double> thresholds;
    if (notion) {
        EH_TRY(const std::vector<FrontierPoint> points,
            thresholdFrontier(curves, *notion, ThresholdRules::Deterministic, costs, {&tolerance, 1}, ctx));
        for (const MixedThreshold& rule : points.front().rules)
            thresholds.push_back(rule.parts.empty() ? 0.0 : rule.parts.front().threshold);
    } else {
        for (const GroupCurve& curve : curves)
            thresholds.push_back(thresholdOf(curve, bestEntry(curve, costs)));
    }
    fillEmpty(curves, common.thresholds.front(), thresholds);
    return choiceOf(curves, std::move(thresholds), costs);
}

Result<ThresholdChoice> thresholdsAtCapacity(const std::vector<GroupCurve>& curves, double capacity,
    std::optional<Notion> notion, double tolerance, const RunContext& ctx)
{
    EH_CHECK(checkRows(curves));
    if (!(capacity >= 0.0))
        return invalidArgument(text("a capacity must not be negative"));
    EH_TRY(const GroupCurve all, pooled(curves, ctx));
    const double common = thresholdOf(all, lastWithin(all, capacity));
    std::vector<double> thresholds(curves.size(), common);
    if (notion) {
        EH_TRY(thresholds, capacityThresholds(curves, capacity, *notion, tolerance, ctx));
        fillEmpty(curves, common, thresholds);
    }
    return choiceOf(curves, std::move(thresholds), {});
}

} // namespace evenhand
