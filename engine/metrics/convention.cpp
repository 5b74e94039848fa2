#include "engine/metrics/convention.h"

#include "engine/metrics/convention_cells.h"
#include "engine/metrics/convention_numbers.h"
#include "engine/metrics/rates.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

struct Profile {
    Convention convention;
    std::string_view id, name;
};

constexpr std::array<Profile, 4> kProfiles {{
    {Convention::Evenhand, "evenhand", "Evenhand"},
    {Convention::Fairlearn, "fairlearn", "Fairlearn"},
    {Convention::Aif360, "aif360", "AI Fairness 360"},
    {Convention::Aequitas, "aequitas", "Aequitas"},
}};

const Profile& profileOf(Convention convention)
{
    return *std::ranges::find(kProfiles, convention, &Profile::convention);
}

/// The metric of that id which is a function of confusion matrices; null if there is none.
template <class Function> const MetricInfo* metricWith(std::string_view id, Function MetricInfo::*function)
{
    for (const MetricInfo& metric : metrics())
        if (metric.id == id && metric.*function != nullptr)
            return &metric;
    return nullptr;
}

} // namespace

Result<Convention> findConvention(std::string_view id)
{
    const auto* const found = std::ranges::find(kProfiles, id, &Profile::id);
    if (found == kProfiles.end())
        return Failure {invalidArgument(
            text("there is no convention “%1”", id), text("choose evenhand, fairlearn, aif360 or aequitas"))};
    return found->convention;
}

std::string_view idOf(Convention convention)
{
    return profileOf(convention).id;
}

std::string_view nameOf(Convention convention)
{
    return profileOf(convention).name;
}

bool isSameNumber(const std::optional<double>& a, const std::optional<double>& b)
{
    constexpr double kRounding = 1e-12; // tools sum in other orders
    return a.has_value() == b.has_value() && (!a || std::abs(*a - *b) <= kRounding);
}

std::optional<MetricValue> inConvention(
    Convention convention, std::string_view metricId, const Confusion& cells)
{
    const MetricInfo* const metric = metricWith(metricId, &MetricInfo::ofCells);
    if (metric == nullptr)
        return std::nullopt;
    if (convention == Convention::Evenhand)
        return metric->ofCells(cells);
    const std::optional<double> theirs = toolRate(convention, metricId, cells);
    if (!theirs)
        return std::nullopt;
    const MetricValue own = metric->ofCells(convention == Convention::Aequitas ? unweighted(cells) : cells);
    if (std::isnan(*theirs)) // no tool has NaN where Evenhand has a number
        return own;
    return isSameNumber(own.value, theirs) ? own : definedValue(*theirs);
}

std::optional<MetricValue> inConvention(
    Convention convention, std::string_view disparityId, const GroupCells& groups)
{
    const MetricInfo* const metric = metricWith(disparityId, &MetricInfo::ofGroupCells);
    if (metric == nullptr)
        return std::nullopt;
    MetricValue own = metric->ofGroupCells(groups);
    if (convention == Convention::Evenhand)
        return own;
    std::optional<ToolNumber> theirs = toolNumber(convention, disparityId, groups);
    if (!theirs)
        return std::nullopt;
    MetricValue value = std::isfinite(theirs->value) ? definedValue(theirs->value)
                                                     : undefinedValue(std::move(theirs->reason));
    value.groups = std::move(theirs->groups);
    value.excluded = std::move(theirs->excluded);
    return value;
}

} // namespace evenhand
