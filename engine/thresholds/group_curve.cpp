#include "engine/thresholds/group_curve.h"

#include "engine/core/parallel.h"

#include <algorithm>
#include <limits>

namespace evenhand {

namespace {

struct ScoredRow {
    double score, y, weight;
};

GroupCurve curveOf(std::vector<ScoredRow>& rows)
{
    // Among equal scores by outcome and weight, so that the sums have the same bits for any order of rows.
    std::ranges::sort(rows, [](const ScoredRow& a, const ScoredRow& b) {
        if (a.score != b.score)
            return a.score > b.score;
        return a.y != b.y ? a.y < b.y : a.weight < b.weight;
    });
    GroupCurve curve;
    curve.rows = static_cast<double>(rows.size());
    curve.threshold.push_back(std::numeric_limits<double>::infinity());
    curve.truePositive.push_back(0.0);
    curve.falsePositive.push_back(0.0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        (rows[i].y == 1.0 ? curve.positives : curve.negatives) += rows[i].weight;
        if (i + 1 < rows.size() && rows[i + 1].score == rows[i].score)
            continue;
        curve.threshold.push_back(rows[i].score);
        curve.truePositive.push_back(curve.positives);
        curve.falsePositive.push_back(curve.negatives);
    }
    return curve;
}

} // namespace

std::size_t GroupCurve::entryAt(double cut) const
{
    const auto below = std::ranges::lower_bound(threshold, cut, std::ranges::greater_equal {});
    return static_cast<std::size_t>(below - threshold.begin()) - (below == threshold.begin() ? 0U : 1U);
}

Result<std::vector<GroupCurve>> groupCurves(std::span<const double> score, std::span<const double> y,
    std::span<const double> weight, std::span<const std::int32_t> group, std::size_t nGroups,
    const RunContext& ctx)
{
    constexpr std::size_t kRowsBetweenChecks = 1U << 20U;
    std::vector<std::vector<ScoredRow>> rows(nGroups);
    for (std::size_t i = 0; i < score.size(); ++i) {
        if (i % kRowsBetweenChecks == 0)
            EH_CHECK(ctx.checkpoint());
        rows[static_cast<std::size_t>(group[i])].push_back(
            {score[i], y[i], weight.empty() ? 1.0 : weight[i]});
    }
    std::vector<GroupCurve> curves(nGroups);
    const auto makeCurve = [&](std::size_t g) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        curves[g] = curveOf(rows[g]);
        return kOk;
    };
    EH_CHECK(parallelFor(nGroups, ctx, makeCurve));
    return curves;
}

} // namespace evenhand
