#include "engine/audit/group_comparison.h"

#include "engine/statistics/rate_intervals.h"
#include "engine/statistics/significance.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

double effectiveHits(const MetricValue& rate)
{
    return *rate.value * *rate.effectiveCount;
}

double effectiveMisses(const MetricValue& rate)
{
    return (1.0 - *rate.value) * *rate.effectiveCount;
}

std::optional<double> pValueOf(
    const AttributeAudit& attribute, const GroupComparison& comparison, std::size_t metric, bool isWeighted)
{
    std::vector<double> with;
    std::vector<double> without;
    for (const std::size_t group : comparison.compared) {
        const MetricValue& rate = attribute.groups[group].metrics[metric];
        with.push_back(effectiveHits(rate));
        without.push_back(effectiveMisses(rate));
    }
    if (with.size() == 2 && !isWeighted)
        return fisherExactTest({std::llround(with[0]), std::llround(without[0]), std::llround(with[1]),
                                   std::llround(without[1])})
            .pValue;
    const std::optional<ChiSquareTest> test = chiSquareTest(with, without);
    return test ? test->pValue : 1.0; // nobody or everybody: the rates are equal
}

} // namespace

GroupComparison compareGroups(const AttributeAudit& attribute, std::size_t metric, bool isWeighted)
{
    GroupComparison comparison;
    for (std::size_t group = 0; group < attribute.groups.size(); ++group) {
        const MetricValue& rate = attribute.groups[group].metrics[metric];
        if (!rate.value || !rate.effectiveCount)
            comparison.undefined.push_back(group);
        else if (*rate.effectiveCount < kSmallAuditGroup)
            comparison.small.push_back(group);
        else
            comparison.compared.push_back(group);
    }
    if (!comparison.isPossible())
        return comparison;
    const auto rateOf = [&](std::size_t group) { return *attribute.groups[group].metrics[metric].value; };
    comparison.low = *std::ranges::min_element(comparison.compared, {}, rateOf);
    comparison.high = *std::ranges::max_element(comparison.compared, {}, rateOf);
    if (comparison.low == comparison.high) // all rates are equal: the first two stand for all
        comparison.high = comparison.compared[1];
    comparison.p = pValueOf(attribute, comparison, metric, isWeighted);
    return comparison;
}

double pairConfidence(double confidence, std::size_t groups)
{
    const auto n = static_cast<double>(groups);
    return 1.0 - (1.0 - confidence) / std::max(1.0, 0.5 * n * (n - 1.0));
}

MetricValue gapOf(const AttributeAudit& attribute, const GroupComparison& comparison, std::size_t metric,
    bool asRatio, double confidence)
{
    const MetricValue& low = attribute.groups[comparison.low].metrics[metric];
    const MetricValue& high = attribute.groups[comparison.high].metrics[metric];
    const double level = pairConfidence(confidence, comparison.compared.size());
    MetricValue gap;
    gap.groups = {attribute.groups[comparison.low].name, attribute.groups[comparison.high].name};
    for (const std::vector<std::size_t>* const left : {&comparison.small, &comparison.undefined})
        for (const std::size_t group : *left)
            gap.excluded.push_back(attribute.groups[group].name);
    if (asRatio) {
        const auto interval
            = logRatioInterval(*low.value, *low.effectiveCount, *high.value, *high.effectiveCount, level);
        if (!interval) {
            gap.undefined = text("the rate is 0 in every group, so there is no ratio");
            return gap;
        }
        gap.value = *low.value / *high.value;
        gap.low = interval->low;
        gap.high = interval->high;
        return gap;
    }
    const Interval interval = newcombeDifferenceInterval(
        *high.value, *high.effectiveCount, *low.value, *low.effectiveCount, level);
    gap.value = *high.value - *low.value;
    gap.low = interval.low;
    gap.high = interval.high;
    return gap;
}

} // namespace evenhand
