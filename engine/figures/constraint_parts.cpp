#include "engine/figures/constraint_parts.h"

#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

using GroupMean = ConstraintInsight::GroupMean;

double spread(const std::vector<double>& means)
{
    if (means.empty())
        return 0.0;
    const auto [low, high] = std::ranges::minmax_element(means);
    return *high - *low;
}

double rowsIn(const std::vector<GroupMean>& groups)
{
    double rows = 0.0;
    for (const GroupMean& group : groups)
        rows += group.rows;
    return rows;
}

const std::pair<std::string, std::string>* pairOf(const ConstraintInsight& insight, std::size_t family)
{
    return family < insight.uGroups.size() ? &insight.uGroups[family] : nullptr;
}

/// A component of u as it points in the first insight; absent when other groups lay furthest apart.
std::optional<double> turnedU(const ConstraintInsight& insight, std::size_t family,
    const ConstraintInsight::Coefficient& coefficient, const std::pair<std::string, std::string>& wanted)
{
    const auto* const pair = pairOf(insight, family);
    if (pair == nullptr || family >= coefficient.u.size())
        return std::nullopt;
    if (*pair == wanted)
        return coefficient.u[family];
    return pair->first == wanted.second && pair->second == wanted.first
        ? std::optional(-coefficient.u[family])
        : std::nullopt;
}

const ConstraintInsight::Coefficient* coefficientOf(
    const ConstraintInsight& insight, const std::string& feature, std::size_t likelyPlace)
{
    const auto& all = insight.coefficients;
    // Repeats mostly have the same features in the same order.
    if (likelyPlace < all.size() && all[likelyPlace].feature == feature)
        return &all[likelyPlace];
    const auto found = std::ranges::find(all, feature, &ConstraintInsight::Coefficient::feature);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

bool hasInsight(const RunResult& run)
{
    return std::ranges::any_of(run.insights, [](const auto& insight) { return insight != nullptr; });
}

Insights insightsOf(const RunResult& run, ShownRepeat repeat)
{
    Insights found;
    for (std::size_t i = 0; i < run.insights.size(); ++i)
        if (run.insights[i] && (!repeat || *repeat == i))
            found.push_back(run.insights[i].get());
    return found;
}

double testToTrain(const Insights& insights)
{
    double test = 0.0;
    double train = 0.0;
    for (const ConstraintInsight* const insight : insights) {
        if (insight->families.empty())
            continue;
        test += rowsIn(insight->families.front().test);
        train += rowsIn(insight->families.front().train);
    }
    return train > 0.0 ? test / train : 0.0;
}

double meanEpsilon(const Insights& insights)
{
    double sum = 0.0;
    for (const ConstraintInsight* const insight : insights)
        sum += insight->after.epsilon;
    return insights.empty() ? 0.0 : sum / static_cast<double>(insights.size());
}

double unconstrainedGap(const Insights& insights)
{
    double sum = 0.0;
    for (const ConstraintInsight* const insight : insights) {
        double widest = 0.0;
        for (const std::vector<double>& means : insight->before.means)
            widest = std::max(widest, spread(means));
        sum += widest;
    }
    return insights.empty() ? 0.0 : sum / static_cast<double>(insights.size());
}

std::size_t strictestRun(const Report& report, std::size_t run)
{
    std::size_t found = run;
    if (!hasInsight(report.runs[run]))
        return found;
    for (std::size_t i = 0; i < report.runs.size(); ++i)
        if (hasInsight(report.runs[i]) && isSamePath(report.runs[i], report.runs[run])
            && meanEpsilon(insightsOf(report.runs[i], {})) < meanEpsilon(insightsOf(report.runs[found], {})))
            found = i;
    return found;
}

RepeatedMetric gapOf(const Insights& insights, std::size_t family, ConstraintPart part,
    std::optional<double> GroupMean::*value)
{
    return overInsights(insights, [&](const ConstraintInsight& insight) -> std::optional<double> {
        if (family >= insight.families.size())
            return std::nullopt;
        const auto& groups = insight.families[family];
        const auto gap = widestGap(part == ConstraintPart::Train ? groups.train : groups.test, value);
        return gap ? std::optional(gap->gap) : std::nullopt;
    });
}

std::vector<FeatureChange> featureChanges(const Insights& insights, std::size_t family)
{
    std::vector<std::string> features;
    for (const ConstraintInsight* const insight : insights)
        for (std::size_t i = 0; i < insight->coefficients.size(); ++i) {
            const std::string& feature = insight->coefficients[i].feature;
            if ((i >= features.size() || features[i] != feature)
                && std::ranges::find(features, feature) == features.end())
                features.push_back(feature);
        }
    std::pair<std::string, std::string> wanted;
    if (!insights.empty() && pairOf(*insights.front(), family) != nullptr)
        wanted = *pairOf(*insights.front(), family);
    std::vector<FeatureChange> changes;
    for (std::size_t i = 0; i < features.size(); ++i) {
        const auto number = [&](const auto& valueOf) {
            return overInsights(insights, [&](const ConstraintInsight& insight) -> std::optional<double> {
                const auto* const found = coefficientOf(insight, features[i], i);
                return found == nullptr ? std::nullopt : std::optional<double>(valueOf(insight, *found));
            });
        };
        using Coefficient = ConstraintInsight::Coefficient;
        FeatureChange& change = changes.emplace_back();
        change.feature = features[i];
        change.before = number([](const ConstraintInsight&, const Coefficient& c) { return c.before; });
        change.after = number([](const ConstraintInsight&, const Coefficient& c) { return c.after; });
        change.u = number([&](const ConstraintInsight& insight, const Coefficient& c) {
            return turnedU(insight, family, c, wanted);
        });
    }
    return changes;
}

std::pair<std::string, std::string> uGroups(
    const Report& report, const Insights& insights, std::size_t family)
{
    if (insights.empty() || pairOf(*insights.front(), family) == nullptr)
        return {};
    const auto& [a, b] = *pairOf(*insights.front(), family);
    return {readableGroup(report, a), readableGroup(report, b)};
}

FamilyWords familyWords(const std::string& rows)
{
    if (rows == "favourable")
        return {"people with the favourable outcome", "true positive rate"};
    if (rows == "unfavourable")
        return {"people with the unfavourable outcome", "false positive rate"};
    return {"all people", "selection rate"};
}

std::string readableGroup(const Report& report, const std::string& name)
{
    const auto found = std::ranges::find(report.groups.names, name);
    if (found == report.groups.names.end())
        return name;
    return readableGroupNames(report.groups)[static_cast<std::size_t>(found - report.groups.names.begin())];
}

Text constraintSubtitle(const Report& report, const RunResult& run, ShownRepeat repeat)
{
    const std::size_t repeats = insightsOf(run, {}).size();
    if (repeat || repeats < 2)
        return text("%1 · %2 · repeat %3 of %4 · %5", report.dataName, report.groups.attribute,
            repeat.value_or(0) + 1, run.insights.size(), runName(run, true));
    return text("%1 · %2 · mean of %3 repeats, 95 % intervals · %4", report.dataName, report.groups.attribute,
        repeats, runName(run, true));
}

std::string pointsNumber(double gap)
{
    return fixedNumber(100.0 * gap, 1);
}

} // namespace evenhand
