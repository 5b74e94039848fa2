#include "engine/audit/verdict_means.h"

#include <algorithm>

namespace evenhand {

GroupComparison compareMeans(const std::vector<GroupMean>& means)
{
    GroupComparison comparison;
    for (std::size_t group = 0; group < means.size(); ++group)
        (means[group].effectiveCount < kSmallAuditGroup ? comparison.small : comparison.compared)
            .push_back(group);
    if (!comparison.isPossible())
        return comparison;
    const auto meanOf = [&](std::size_t group) { return means[group].mean; };
    comparison.low = *std::ranges::min_element(comparison.compared, {}, meanOf);
    comparison.high = *std::ranges::max_element(comparison.compared, {}, meanOf);
    if (comparison.low == comparison.high) // all means are equal: the first two stand for all
        comparison.high = comparison.compared[1];
    std::vector<GroupMean> compared;
    for (const std::size_t group : comparison.compared)
        compared.push_back(means[group]);
    comparison.p = equalMeansPValue(compared);
    return comparison;
}

MetricValue meanGapOf(const AttributeAudit& attribute, const GroupComparison& comparison,
    const std::vector<GroupMean>& means, double confidence)
{
    MetricValue gap;
    const GroupMean& low = means[comparison.low];
    const GroupMean& high = means[comparison.high];
    const Interval interval
        = differenceInterval(high, low, pairConfidence(confidence, comparison.compared.size()));
    gap.value = high.mean - low.mean;
    gap.low = interval.low;
    gap.high = interval.high;
    gap.groups = {attribute.groups[comparison.low].name, attribute.groups[comparison.high].name};
    for (const std::size_t group : comparison.small)
        gap.excluded.push_back(attribute.groups[group].name);
    return gap;
}

} // namespace evenhand
