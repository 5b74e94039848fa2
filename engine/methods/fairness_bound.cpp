#include "engine/methods/fairness_bound.h"

#include "engine/statistics/rate_intervals.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

using GroupMean = ConstraintInsight::GroupMean;

constexpr double kLevel = 0.05;

std::optional<Interval> intervalOf(std::span<const GroupMean> groups, const std::optional<WidestGap>& hard)
{
    if (!hard)
        return std::nullopt;
    const GroupMean& high = groups[hard->high];
    const GroupMean& low = groups[hard->low];
    if (!(high.rows > 0.0) || !(low.rows > 0.0))
        return std::nullopt;
    const auto present = static_cast<double>(
        std::ranges::count_if(groups, [](const GroupMean& group) { return group.rate.has_value(); }));
    const double pairs = 0.5 * present * (present - 1.0);
    return newcombeDifferenceInterval(*high.rate, high.rows, *low.rate, low.rows, 1.0 - kLevel / pairs);
}

/// Sum of B over the two groups that are known least; each of the k groups may fail with probability δ/k.
std::optional<double> deviationOf(std::span<const GroupMean> groups, double radius, double norm, double delta)
{
    std::vector<double> rows;
    for (const GroupMean& group : groups)
        if (group.linear && group.rows > 0.0)
            rows.push_back(group.rows);
    if (rows.size() < 2)
        return std::nullopt;
    std::ranges::sort(rows);
    const double each = delta / static_cast<double>(rows.size());
    return linearLossDeviation(radius, norm, rows[0], each)
        + linearLossDeviation(radius, norm, rows[1], each);
}

} // namespace

std::optional<WidestGap> widestGap(std::span<const GroupMean> groups, std::optional<double> GroupMean::*value)
{
    std::optional<WidestGap> found;
    std::size_t present = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (!(groups[g].*value))
            continue;
        ++present;
        if (!found)
            found = WidestGap {g, g, 0.0};
        if (*(groups[g].*value) < *(groups[found->low].*value))
            found->low = g;
        // Of equal numbers the later group is the high one, so that two groups are named.
        if (*(groups[g].*value) >= *(groups[found->high].*value))
            found->high = g;
    }
    if (present < 2)
        return std::nullopt;
    found->gap = *(groups[found->high].*value) - *(groups[found->low].*value);
    return found;
}

std::optional<double> surrogateDistance(std::span<const GroupMean> groups)
{
    std::vector<double> sizes;
    for (const GroupMean& group : groups)
        if (group.signMinusLinear)
            sizes.push_back(std::abs(*group.signMinusLinear));
    if (sizes.size() < 2)
        return std::nullopt;
    std::ranges::sort(sizes, std::greater {});
    return 0.5 * (sizes[0] + sizes[1]);
}

double linearLossDeviation(double radius, double norm, double rows, double delta)
{
    return radius * norm / std::sqrt(rows) * (0.5 + std::sqrt(0.5 * std::log(1.0 / delta)));
}

FairnessGuarantee guaranteeOf(const ConstraintInsight& insight, std::size_t family, double delta)
{
    FairnessGuarantee found;
    if (family >= insight.families.size())
        return found;
    const ConstraintInsight::Family& groups = insight.families[family];
    found.trainLinear = widestGap(groups.train, &GroupMean::linear);
    found.testLinear = widestGap(groups.test, &GroupMean::linear);
    found.trainHard = widestGap(groups.train, &GroupMean::rate);
    found.testHard = widestGap(groups.test, &GroupMean::rate);
    found.testHardInterval = intervalOf(groups.test, found.testHard);
    if (found.trainHard)
        found.surrogate = surrogateDistance(groups.train);
    if (found.trainLinear && found.surrogate)
        found.hardBound = 0.5 * found.trainLinear->gap + *found.surrogate;
    found.reach = insight.radius * insight.after.norm;
    const auto deviation = deviationOf(groups.train, insight.radius, insight.after.norm, delta);
    if (found.trainLinear && deviation)
        found.lossBound = 0.5 * found.trainLinear->gap + *deviation;
    return found;
}

} // namespace evenhand
