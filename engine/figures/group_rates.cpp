#include "engine/figures/build.h"
#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"

#include <algorithm>

namespace evenhand {

namespace {

const RunResult* baselineOf(const Report& report, const RunResult& run)
{
    const auto found = std::find_if(report.runs.begin(), report.runs.end(),
        [&](const RunResult& other) { return other.method.empty() && isSameLearner(other, run); });
    return found == report.runs.end() || &*found == &run ? nullptr : &*found;
}

const RepeatedMetric* rateOf(const RunResult& run, const std::string& group, const std::string& metricId)
{
    const auto found = std::find_if(
        run.groups.begin(), run.groups.end(), [&](const GroupResult& g) { return g.group == group; });
    return found == run.groups.end() ? nullptr : findMetricOf(found->metrics, metricId);
}

std::vector<double> countsOf(const Report& report, const RunResult& run)
{
    std::vector<double> counts(report.groups.names.size(), 0.0);
    for (const GroupResult& group : run.groups) {
        const auto found = std::find(report.groups.names.begin(), report.groups.names.end(), group.group);
        if (found != report.groups.names.end())
            counts[static_cast<std::size_t>(found - report.groups.names.begin())] = group.count;
    }
    return counts;
}

/// Where the rows of a figure are: the first group on top.
struct Place {
    double y = 0.0;
    bool faint = false;
};

FigureLayer dot(const std::vector<std::string>& names, const ShownGroup& shown, const RepeatedMetric& rate,
    const Place& place)
{
    FigureLayer layer = groupLayer(Mark::Points, shown, names, place.faint);
    layer.inLegend = false; // the axis names the groups
    layer.x = {*rate.mean};
    layer.y = {place.y};
    const bool hasInterval = rate.low && rate.high;
    if (hasInterval) {
        // Few repeats can spread the interval of a share beyond what a share can be.
        const auto info = findMetric(rate.id);
        const bool isShare = info.has_value() && (*info)->isShare && *rate.mean >= 0.0 && *rate.mean <= 1.0;
        layer.xLow = {isShare ? std::max(*rate.low, 0.0) : *rate.low};
        layer.xHigh = {isShare ? std::min(*rate.high, 1.0) : *rate.high};
    }
    const std::string name = layer.name.english();
    const std::string value = metricNumber(rate.id, *rate.mean);
    layer.labels = {hasInterval ? text("%1\n%2: %3\n95 % interval %4 to %5", name, metricName(rate.id), value,
                        metricNumber(rate.id, *rate.low), metricNumber(rate.id, *rate.high))
                                : text("%1\n%2: %3", name, metricName(rate.id), value)};
    return layer;
}

/// The lowest and the highest rate with their groups.
Text summaryOf(const Report& report, const RunResult& run, const std::vector<ShownGroup>& shown,
    const std::string& metricId)
{
    const RepeatedMetric* low = nullptr;
    const RepeatedMetric* high = nullptr;
    const std::vector<std::string> names = readableGroupNames(report.groups);
    std::string lowGroup;
    std::string highGroup;
    for (const ShownGroup& group : shown) {
        const std::string& name = names[group.group];
        const RepeatedMetric* const rate = rateOf(run, report.groups.names[group.group], metricId);
        if (rate == nullptr || !rate->mean)
            continue;
        if (low == nullptr || *rate->mean < *low->mean) {
            low = rate;
            lowGroup = name;
        }
        if (high == nullptr || *rate->mean > *high->mean) {
            high = rate;
            highGroup = name;
        }
    }
    if (low == nullptr)
        return text("The %1 is undefined in every group.", metricName(metricId));
    const auto number = [&](double value) { return metricNumber(metricId, value); };
    if (low == high)
        return text("With %1 the %2 of “%3” is %4; no other group has a higher or lower one.",
            runName(run, false), metricName(metricId), lowGroup, number(*low->mean));
    return text("With %1 the %2 is lowest for “%3”, %4, and highest for “%5”, %6: a difference of %7.",
        runName(run, false), metricName(metricId), lowGroup, number(*low->mean), highGroup,
        number(*high->mean), fixedNumber(*high->mean - *low->mean, 3));
}

void addOverall(Figure& figure, const RunResult& run, const std::string& metricId)
{
    const RepeatedMetric* const overall = findMetricOf(run.metrics, metricId);
    if (overall == nullptr || !overall->mean)
        return;
    FigureLayer rule;
    rule.mark = Mark::VerticalRule;
    rule.name = text("all rows");
    rule.hue = Hue::Muted;
    rule.stroke = Stroke::Dashed;
    rule.x = {*overall->mean};
    figure.layers.insert(figure.layers.begin(), std::move(rule));
    figure.notes.push_back(
        text("Dashed line: all rows together, %1.", metricNumber(metricId, *overall->mean)));
}

} // namespace

Figure groupRates(const Report& report, std::size_t run, const std::string& metricId)
{
    Text title {metricName(metricId) + ", group by group", {}};
    title.source[0] = title.source[0] >= 'a' && title.source[0] <= 'z'
        ? static_cast<char>(title.source[0] - 'a' + 'A')
        : title.source[0];
    if (run >= report.runs.size())
        return emptyFigure("group_rates_" + metricId, title, {}, text("There is no run yet."));
    const RunResult& selected = report.runs[run];
    const RunResult* const baseline = baselineOf(report, selected);
    const std::vector<double> counts = countsOf(report, selected);
    const std::vector<ShownGroup> shown = shownGroups(counts);

    Figure figure;
    figure.id = "group_rates_" + metricId;
    figure.title = title;
    figure.subtitle = text("%1 · %2 · %3 · mean of %4 repeats", report.dataName, report.groups.attribute,
        runName(selected, true), selected.repeatsDone);
    figure.summary = summaryOf(report, selected, shown, metricId);
    const auto info = findMetric(metricId);
    figure.x = {Text {metricName(metricId) + ", with 95 % interval", {}},
        info.has_value() && (*info)->isShare, false, {}, {}, {}};
    const std::vector<std::string> names = readableGroupNames(report.groups);
    figure.notes = groupNotes(counts, names);
    bool anyBefore = false;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const std::string& group = report.groups.names[shown[i].group];
        const std::string& name = names[shown[i].group];
        const double y = static_cast<double>(shown.size() - 1 - i);
        const RepeatedMetric* const before
            = baseline == nullptr ? nullptr : rateOf(*baseline, group, metricId);
        if (before != nullptr && before->mean) {
            figure.layers.push_back(dot(names, shown[i], *before, {y + 0.17, true}));
            anyBefore = true;
        }
        const RepeatedMetric* const rate = rateOf(selected, group, metricId);
        if (rate != nullptr && rate->mean)
            figure.layers.push_back(dot(names, shown[i], *rate, {baseline == nullptr ? y : y - 0.09, false}));
        else
            figure.notes.push_back(text("“%1” has no %2: %3.", name, metricName(metricId),
                rate == nullptr || rate->undefined.empty() ? std::string("it was not measured")
                                                           : rate->undefined.english()));
        figure.y.categories.insert(figure.y.categories.begin(), name);
    }
    if (anyBefore)
        figure.notes.push_back(text("Small hollow marks: without repair."));
    if (!figure.layers.empty())
        addOverall(figure, selected, metricId);
    return figure;
}

} // namespace evenhand
