#include "engine/transport/barycenter_map.h"

#include "engine/core/parallel.h"
#include "engine/transport/calibration_halves.h"
#include "engine/transport/exact_map.h"
#include "engine/transport/paper_map.h"
#include "engine/transport/smooth_map.h"
#include "engine/transport/sorted_groups.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace evenhand {

namespace {

constexpr std::size_t kChunk = 65536;
constexpr std::size_t kFewRows = 30;

Result<std::shared_ptr<const RowMap>> makeMap(SortedGroups groups, std::span<const double> scores,
    std::span<const std::int32_t> group, std::span<const double> weight, BarycenterEstimator estimator,
    const BarycenterOptions& options, const RunContext& ctx)
{
    std::vector<double> shares(groups.groups());
    for (std::size_t g = 0; g < shares.size(); ++g)
        shares[g] = groups.share(g);
    switch (estimator) {
    case BarycenterEstimator::Smooth:
        return std::make_shared<const SmoothMap>(std::move(groups));
    case BarycenterEstimator::Exact: {
        EH_TRY(std::shared_ptr<const RowMap> map, ExactMap::fit(groups, ctx));
        return map;
    }
    case BarycenterEstimator::Paper: {
        EH_TRY(std::shared_ptr<const RowMap> map, PaperMap::fit(groups, groups, shares, std::nullopt, ctx));
        return map;
    }
    case BarycenterEstimator::PaperSplit:
        break;
    }
    EH_TRY(const CalibrationHalves halves,
        CalibrationHalves::make(scores, group, weight, groups.groups(), options.seed, ctx));
    EH_TRY(std::shared_ptr<const RowMap> map,
        PaperMap::fit(halves.quantiles, halves.ranks, shares, options.seed, ctx));
    return map;
}

} // namespace

Result<BarycenterEstimator> findBarycenterEstimator(std::string_view id)
{
    const auto found = std::find(kBarycenterEstimatorIds.begin(), kBarycenterEstimatorIds.end(), id);
    if (found == kBarycenterEstimatorIds.end())
        return invalidArgument(text("no estimator is called \"%1\"", id),
            text("the estimators are smooth, exact, paper and paper-split"));
    return static_cast<BarycenterEstimator>(found - kBarycenterEstimatorIds.begin());
}

Result<BarycenterMap> BarycenterMap::fit(std::span<const double> scores, std::span<const std::int32_t> group,
    std::span<const double> weight, std::size_t nGroups, BarycenterEstimator estimator,
    const BarycenterOptions& options, const RunContext& ctx)
{
    if (scores.empty())
        return invalidData(text("there are no calibration rows"));
    if (scores.size() > std::numeric_limits<std::uint32_t>::max())
        return invalidData(text("%1 calibration rows are more than a map can hold", scores.size()),
            text("fit the map on a random part of the rows"));
    EH_TRY(SortedGroups groups, SortedGroups::create(scores, group, weight, nGroups, ctx));
    BarycenterMap made;
    made.m_estimator = estimator;
    for (std::size_t g = 0; g < nGroups; ++g) {
        Summary summary;
        summary.name = g < options.groupNames.size() ? options.groupNames[g] : std::to_string(g);
        summary.rows = groups.count(g);
        summary.share = groups.share(g);
        if (summary.rows > 0) {
            summary.minimum = groups.sample(g).values.front();
            summary.maximum = groups.sample(g).values.back();
        }
        made.m_summaries.push_back(std::move(summary));
    }
    made.warn();
    EH_CHECK(ctx.checkpoint());
    EH_TRY(made.m_map, makeMap(std::move(groups), scores, group, weight, estimator, options, ctx));
    return made;
}

void BarycenterMap::warn()
{
    for (const Summary& summary : m_summaries) {
        if (summary.rows == 1)
            m_warnings.push_back(
                text("group %1 has a single calibration row: all its scores are mapped to one value",
                    summary.name));
        else if (summary.rows > 1 && summary.minimum == summary.maximum)
            m_warnings.push_back(
                text("all %2 calibration scores of group %1 are equal: all its scores are mapped to one "
                     "value",
                    summary.name, summary.rows));
        if (summary.rows > 1 && summary.rows < kFewRows)
            m_warnings.push_back(text("group %1 has only %2 calibration rows: its map is a rough estimate",
                summary.name, summary.rows));
    }
}

Result<void> BarycenterMap::check(const ScoredRows& rows) const
{
    for (const std::int32_t code : rows.group) {
        if (code < 0 || static_cast<std::size_t>(code) >= m_summaries.size())
            return invalidArgument(text("group %1 is not one of the %2 groups", code, m_summaries.size()));
        const Summary& summary = m_summaries[static_cast<std::size_t>(code)];
        if (summary.rows == 0) [[unlikely]]
            return invalidData(
                text("group %1 has no calibration rows, so its scores cannot be repaired", summary.name),
                text("add rows of this group to the calibration, or leave the group out"));
    }
    return kOk;
}

std::size_t BarycenterMap::countOutside(const ScoredRows& rows) const
{
    std::size_t outside = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Summary& summary = m_summaries[static_cast<std::size_t>(rows.group[i])];
        outside += rows.score[i] < summary.minimum || rows.score[i] > summary.maximum ? 1U : 0U;
    }
    return outside;
}

Result<double> BarycenterMap::apply(double score, std::int32_t group, std::int64_t rowId) const
{
    if (!std::isfinite(score))
        return invalidData(text("a score is not finite"));
    const ScoredRows row {{&score, 1}, {&group, 1}, {}, rowId};
    EH_CHECK(check(row));
    double mapped = 0.0;
    m_map->apply(row, {&mapped, 1});
    return mapped;
}

Result<std::size_t> BarycenterMap::apply(
    const ScoredRows& rows, std::span<double> out, const RunContext& ctx) const
{
    if (rows.group.size() != rows.size() || out.size() != rows.size()
        || (!rows.rowId.empty() && rows.rowId.size() != rows.size()))
        return invalidArgument(text("scores, groups, row ids and results differ in length"));
    const auto notFinite = std::count_if(
        rows.score.begin(), rows.score.end(), [](double score) { return !std::isfinite(score); });
    if (notFinite > 0)
        return invalidData(text("%1 of %2 scores are not finite", notFinite, rows.size()),
            text("remove these rows or repair their scores"));
    std::vector<std::size_t> outside((rows.size() + kChunk - 1) / kChunk, 0);
    const auto applyChunk = [&](std::size_t c) -> Result<void> {
        EH_CHECK(ctx.checkpoint(static_cast<double>(c) / static_cast<double>(outside.size())));
        const std::size_t begin = c * kChunk;
        const std::size_t count = std::min(kChunk, rows.size() - begin);
        const ScoredRows part = rows.part(begin, count);
        EH_CHECK(check(part));
        outside[c] = countOutside(part);
        m_map->apply(part, out.subspan(begin, count));
        return kOk;
    };
    EH_CHECK(parallelFor(outside.size(), ctx, applyChunk));
    return std::accumulate(outside.begin(), outside.end(), std::size_t {0});
}

} // namespace evenhand
