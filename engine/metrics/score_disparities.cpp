#include "engine/metrics/score_disparities.h"

#include "engine/metrics/rates.h"
#include "engine/transport/distances.h"

namespace evenhand {

namespace {

std::vector<std::string> groupsWithoutRows(const MetricInput& input)
{
    std::vector<bool> present(input.groupNames->size(), false);
    for (const std::int32_t group : input.group)
        present[static_cast<std::size_t>(group)] = true;
    std::vector<std::string> absent;
    for (std::size_t group = 0; group < present.size(); ++group)
        if (!present[group])
            absent.push_back((*input.groupNames)[group]);
    return absent;
}

/// Calls measure(groups) for the input's scores by group and fills a value with what it returns.
template <class Measure> MetricValue betweenGroups(const MetricInput& input, const Measure& measure)
{
    if (Text reason = missingInput(input, {.score = true}); !reason.empty())
        return undefinedValue(std::move(reason));
    if (input.groupNames == nullptr || input.group.size() != input.score.size())
        return undefinedValue(text("no groups"));
    const Result<SortedGroups> groups
        = SortedGroups::create(input.score, input.group, input.weight, input.groupNames->size());
    if (groups.has_error())
        return undefinedValue(groups.error().what);
    MetricValue value = measure(*groups);
    value.excluded = groupsWithoutRows(input);
    return value;
}

MetricValue largest(const MetricInput& input, const Result<GroupDistance>& distance)
{
    if (distance.has_error())
        return undefinedValue(text("fewer than two groups have rows"));
    MetricValue value = definedValue(distance->value);
    value.groups = {(*input.groupNames)[distance->groupA], (*input.groupNames)[distance->groupB]};
    return value;
}

} // namespace

MetricValue ksDistanceMetric(const MetricInput& input)
{
    return betweenGroups(
        input, [&](const SortedGroups& groups) { return largest(input, ksDistance(groups)); });
}

MetricValue wasserstein1Metric(const MetricInput& input)
{
    return betweenGroups(
        input, [&](const SortedGroups& groups) { return largest(input, wasserstein1(groups)); });
}

MetricValue wasserstein2Metric(const MetricInput& input)
{
    return betweenGroups(
        input, [&](const SortedGroups& groups) { return largest(input, wasserstein2(groups)); });
}

MetricValue barycenterUnfairnessMetric(const MetricInput& input)
{
    return betweenGroups(input, [](const SortedGroups& groups) {
        const Result<double> unfairness = barycenterUnfairness(groups);
        return unfairness.has_error() ? undefinedValue(text("fewer than two groups have rows"))
                                      : definedValue(*unfairness);
    });
}

} // namespace evenhand
