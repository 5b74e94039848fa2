#include "engine/audit/pair_matrix.h"

#include "engine/audit/rate_rows.h"
#include "engine/metrics/rates.h"
#include "engine/statistics/rate_intervals.h"
#include "engine/statistics/significance.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

struct Counts {
    std::int64_t with = 0, without = 0;
};

/// Whole rows as heavy as the (effective) rows of a share.
Counts countsOf(const MetricValue& share)
{
    const double all = std::round(*share.effectiveCount);
    const double with = std::clamp(std::round(*share.value * *share.effectiveCount), 0.0, all);
    return {static_cast<std::int64_t>(with), static_cast<std::int64_t>(all - with)};
}

/// A share of rows, as opposed to a mean that happens to lie in [0,1] such as an AUC.
bool isShareOfRows(const MetricValue& value)
{
    return value.value && value.denominator && value.effectiveCount && *value.effectiveCount > 0.0;
}

PairDifference compared(const MetricValue& first, const MetricValue& second, bool isShare, double confidence)
{
    PairDifference pair;
    pair.difference = differenceOf(first, second);
    if (!isShare || !isShareOfRows(first) || !isShareOfRows(second))
        return pair;
    const Interval interval = newcombeDifferenceInterval(
        *first.value, *first.effectiveCount, *second.value, *second.effectiveCount, confidence);
    pair.difference.low = interval.low;
    pair.difference.high = interval.high;
    const Counts a = countsOf(first);
    const Counts b = countsOf(second);
    pair.p = fisherExactTest({a.with, a.without, b.with, b.without}).pValue;
    return pair;
}

} // namespace

PairDifference PairMatrix::at(std::size_t row, std::size_t column) const
{
    if (row == column) {
        PairDifference same;
        same.first = same.second = groups[row];
        same.difference = undefinedValue(text("a group is not compared with itself"));
        return same;
    }
    const std::size_t low = std::min(row, column);
    const std::size_t high = std::max(row, column);
    // Row by row of the upper triangle: row i begins after i rows of lengths G-1, G-2, …
    const std::size_t place = low * groups.size() - low * (low + 1) / 2 + (high - low - 1);
    PairDifference pair = pairs[place];
    if (row < column)
        return pair;
    std::swap(pair.first, pair.second);
    MetricValue& turned = pair.difference;
    const std::optional<double> upper = turned.high;
    if (turned.value)
        turned.value = -*turned.value;
    turned.high = turned.low ? std::optional(-*turned.low) : std::nullopt;
    turned.low = upper ? std::optional(-*upper) : std::nullopt;
    return pair;
}

Result<PairMatrix> pairMatrix(
    const AuditReport& audit, std::size_t attribute, const std::string& metricId, const RunContext& ctx)
{
    const std::optional<std::size_t> metric = audit.metricIndex(metricId);
    if (attribute >= audit.attributes.size())
        return invalidArgument(text("the audit has no attribute number %1", attribute), {});
    if (!metric)
        return invalidArgument(text("the audit has no metric “%1”", metricId), {});
    const std::vector<GroupAudit>& groups = audit.attributes[attribute].groups;
    PairMatrix made;
    made.metricId = metricId;
    made.confidence = audit.spec.confidence;
    const auto info = findMetric(metricId);
    made.isShare = info.has_value() && (*info)->isShare;
    for (std::size_t g = 0; g < groups.size(); ++g)
        if (groups[g].rows > 0.0)
            made.groups.push_back(g);
    if (made.groups.size() > kMostPairedGroups) {
        made.leftOut = made.groups.size() - kMostPairedGroups;
        std::ranges::stable_sort(
            made.groups, std::ranges::greater {}, [&](std::size_t g) { return groups[g].rows; });
        made.groups.resize(kMostPairedGroups);
        std::ranges::sort(made.groups);
    }
    std::vector<std::optional<double>> p;
    for (std::size_t i = 0; i < made.groups.size(); ++i) {
        EH_CHECK(ctx.checkpoint(static_cast<double>(i) / static_cast<double>(made.groups.size())));
        for (std::size_t j = i + 1; j < made.groups.size(); ++j) {
            const GroupAudit& first = groups[made.groups[i]];
            const GroupAudit& second = groups[made.groups[j]];
            PairDifference pair
                = compared(first.metrics[*metric], second.metrics[*metric], made.isShare, made.confidence);
            pair.first = made.groups[i];
            pair.second = made.groups[j];
            pair.isSmall = first.isSmall || second.isSmall;
            p.push_back(pair.p);
            made.pairs.push_back(std::move(pair));
        }
    }
    const std::vector<std::optional<double>> q = benjaminiHochberg(p);
    for (std::size_t i = 0; i < q.size(); ++i)
        made.pairs[i].q = q[i];
    return made;
}

} // namespace evenhand
