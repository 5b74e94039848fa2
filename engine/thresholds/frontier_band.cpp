#include "engine/thresholds/frontier_band.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/statistics/bootstrap_interval.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace evenhand {

namespace {

/// The rows by group and falling score; equal ones are interchangeable.
struct SortedRows {
    std::vector<double> score, y, weight;
    std::vector<std::size_t> begin; ///< (groups + 1,) first row of each group
};

Result<SortedRows> sorted(const ScoredRows& rows, const RunContext& ctx)
{
    struct Row {
        double score, y, weight;
    };
    std::vector<std::vector<Row>> members(rows.nGroups);
    for (std::size_t i = 0; i < rows.score.size(); ++i)
        members[static_cast<std::size_t>(rows.group[i])].push_back(
            {rows.score[i], rows.y[i], rows.weight.empty() ? 1.0 : rows.weight[i]});
    const auto sortGroup = [&](std::size_t g) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        std::ranges::sort(members[g], [](const Row& a, const Row& b) {
            if (a.score != b.score)
                return a.score > b.score;
            return a.y != b.y ? a.y < b.y : a.weight < b.weight;
        });
        return kOk;
    };
    EH_CHECK(parallelFor(rows.nGroups, ctx, sortGroup));
    SortedRows made;
    made.begin.push_back(0);
    for (const std::vector<Row>& own : members) {
        EH_CHECK(ctx.checkpoint());
        for (const Row& row : own) {
            made.score.push_back(row.score);
            made.y.push_back(row.y);
            made.weight.push_back(row.weight);
        }
        made.begin.push_back(made.score.size());
    }
    return made;
}

/// One group's curve when row i was drawn @p times[i] times.
GroupCurve drawnCurve(
    const SortedRows& rows, std::size_t begin, std::size_t end, const std::vector<std::uint32_t>& times)
{
    GroupCurve curve;
    curve.threshold.push_back(std::numeric_limits<double>::infinity());
    curve.truePositive.push_back(0.0);
    curve.falsePositive.push_back(0.0);
    for (std::size_t i = begin; i < end; ++i) {
        if (times[i] == 0)
            continue;
        (rows.y[i] == 1.0 ? curve.positives : curve.negatives) += times[i] * rows.weight[i];
        curve.rows += times[i];
        if (curve.threshold.back() == rows.score[i]) {
            curve.truePositive.back() = curve.positives;
            curve.falsePositive.back() = curve.negatives;
            continue;
        }
        curve.threshold.push_back(rows.score[i]);
        curve.truePositive.push_back(curve.positives);
        curve.falsePositive.push_back(curve.negatives);
    }
    return curve;
}

std::vector<GroupCurve> drawnCurves(const SortedRows& rows, std::uint64_t seed, std::uint64_t replicate)
{
    const std::size_t n = rows.score.size();
    std::vector<std::uint32_t> times(n, 0);
    Rng rng(seed, replicate);
    for (std::size_t draw = 0; draw < n; ++draw)
        ++times[rng.below(n)];
    std::vector<GroupCurve> curves;
    for (std::size_t g = 0; g + 1 < rows.begin.size(); ++g)
        curves.push_back(drawnCurve(rows, rows.begin[g], rows.begin[g + 1], times));
    return curves;
}

Result<void> checkSpec(const BandSpec& spec)
{
    if (spec.replicates < 1)
        return invalidArgument(text("an interval needs at least one replicate"));
    if (!(spec.confidence > 0.0 && spec.confidence < 1.0))
        return invalidArgument(text("the confidence must lie between 0 and 1"));
    return kOk;
}

} // namespace

Result<FrontierBand> frontierBand(const ScoredRows& rows, Notion notion, ThresholdRules rules,
    const ErrorCosts& costs, std::span<const double> tolerances, const BandSpec& spec, const RunContext& ctx)
{
    EH_CHECK(checkSpec(spec));
    EH_TRY(const SortedRows all, sorted(rows, ctx));
    const auto count = static_cast<std::size_t>(spec.replicates);
    std::vector<std::vector<FrontierPoint>> found(count);
    const auto replicate = [&](std::size_t b) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        Result<std::vector<FrontierPoint>> points = thresholdFrontier(
            drawnCurves(all, spec.seed, b), notion, rules, costs, tolerances, ctx.silent());
        // A replicate may miss all rows of an outcome in all groups but one: it says nothing.
        if (points.has_error() && points.error().code == ErrorCode::InvalidData)
            return kOk;
        EH_TRY(found[b], std::move(points));
        return kOk;
    };
    EH_CHECK(parallelFor(count, ctx, replicate));
    FrontierBand band;
    std::erase_if(found, [](const std::vector<FrontierPoint>& points) { return points.empty(); });
    band.replicates = static_cast<int>(found.size());
    for (std::size_t i = 0; i < tolerances.size(); ++i) {
        const auto intervalOf = [&](double FrontierPoint::*part) {
            std::vector<double> values;
            for (const std::vector<FrontierPoint>& points : found)
                values.push_back(points[i].*part);
            constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
            return percentileInterval(values, spec.confidence).value_or(Interval {kNone, kNone});
        };
        const Interval cost = intervalOf(&FrontierPoint::cost);
        const Interval accuracy = intervalOf(&FrontierPoint::accuracy);
        band.lowCost.push_back(cost.low);
        band.highCost.push_back(cost.high);
        band.lowAccuracy.push_back(accuracy.low);
        band.highAccuracy.push_back(accuracy.high);
    }
    return band;
}

} // namespace evenhand
