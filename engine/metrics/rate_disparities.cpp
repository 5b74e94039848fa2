#include "engine/metrics/rate_disparities.h"

#include "engine/metrics/rates.h"

#include <algorithm>

namespace evenhand {

namespace {

/// The lowest and highest rate of the groups in which it is defined.
struct Extremes {
    double lowest = 0.0, highest = 0.0;
    std::size_t lowestGroup = 0, highestGroup = 0;
    std::size_t defined = 0;
    std::vector<std::string> excluded;
    Text reason; ///< why the first excluded group has no rate
};

Extremes extremesOf(const MetricInput& input, const std::vector<Confusion>& cells, ConfusionRate rate)
{
    Extremes extremes;
    for (std::size_t group = 0; group < cells.size(); ++group) {
        const MetricValue own = rate(cells[group]);
        if (!own.value) {
            if (extremes.excluded.empty())
                extremes.reason = own.undefined;
            extremes.excluded.push_back((*input.groupNames)[group]);
            continue;
        }
        if (extremes.defined == 0 || *own.value < extremes.lowest) {
            extremes.lowest = *own.value;
            extremes.lowestGroup = group;
        }
        if (extremes.defined == 0 || *own.value > extremes.highest) {
            extremes.highest = *own.value;
            extremes.highestGroup = group;
        }
        ++extremes.defined;
    }
    return extremes;
}

MetricValue tooFewGroups(const Extremes& extremes)
{
    MetricValue none
        = undefinedValue(extremes.excluded.empty() ? text("there are fewer than two groups")
                                                   : text("fewer than two groups have this rate; “%1”: %2",
                                                       extremes.excluded.front(), extremes.reason.english()));
    none.excluded = extremes.excluded;
    return none;
}

MetricValue attained(const MetricInput& input, const Extremes& extremes, double value)
{
    MetricValue disparity = definedValue(value);
    // When all rates are equal, the first two defined groups stand for all.
    disparity.groups
        = {(*input.groupNames)[extremes.lowestGroup], (*input.groupNames)[extremes.highestGroup]};
    disparity.excluded = extremes.excluded;
    return disparity;
}

MetricValue difference(const MetricInput& input, const std::vector<Confusion>& cells, ConfusionRate rate)
{
    const Extremes extremes = extremesOf(input, cells, rate);
    if (extremes.defined < 2)
        return tooFewGroups(extremes);
    return attained(input, extremes, extremes.highest - extremes.lowest);
}

Text unusable(const MetricInput& input, bool needsOutcome)
{
    if (input.groupNames == nullptr || input.group.size() != input.score.size())
        return text("no groups");
    return missingInput(input, needsOutcome);
}

} // namespace

MetricValue demographicParityDifference(const MetricInput& input)
{
    if (Text reason = unusable(input, false); !reason.empty())
        return undefinedValue(std::move(reason));
    return difference(input, confusionByGroup(input), selectionRateOf);
}

MetricValue demographicParityRatio(const MetricInput& input)
{
    if (Text reason = unusable(input, false); !reason.empty())
        return undefinedValue(std::move(reason));
    const Extremes extremes = extremesOf(input, confusionByGroup(input), selectionRateOf);
    if (extremes.defined < 2)
        return tooFewGroups(extremes);
    if (extremes.highest == 0.0) {
        MetricValue none = undefinedValue(text("nobody is selected in any group"));
        none.excluded = extremes.excluded;
        return none;
    }
    return attained(input, extremes, extremes.lowest / extremes.highest);
}

MetricValue equalOpportunityDifference(const MetricInput& input)
{
    if (Text reason = unusable(input, true); !reason.empty())
        return undefinedValue(std::move(reason));
    return difference(input, confusionByGroup(input), truePositiveRateOf);
}

MetricValue equalizedOddsDifference(const MetricInput& input)
{
    if (Text reason = unusable(input, true); !reason.empty())
        return undefinedValue(std::move(reason));
    const std::vector<Confusion> cells = confusionByGroup(input);
    MetricValue opportunity = difference(input, cells, truePositiveRateOf);
    MetricValue fallOut = difference(input, cells, falsePositiveRateOf);
    std::vector<std::string> excluded;
    for (const std::string& name : *input.groupNames)
        if (std::ranges::find(opportunity.excluded, name) != opportunity.excluded.end()
            || std::ranges::find(fallOut.excluded, name) != fallOut.excluded.end())
            excluded.push_back(name);
    // One missing half may hide the larger difference, so it is never passed over.
    const bool first = !opportunity.value || (fallOut.value && *opportunity.value >= *fallOut.value);
    MetricValue worse = first ? std::move(opportunity) : std::move(fallOut);
    worse.excluded = std::move(excluded);
    return worse;
}

} // namespace evenhand
