#include "engine/figures/subgroup_gaps.h"

#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr double kLevel = 0.05;

std::string qText(double q)
{
    return q < 0.001 ? "q < 0.001" : "q = " + fixedNumber(q, 3);
}

std::string points(double gap)
{
    return fixedNumber(100.0 * std::abs(gap), 1);
}

Text labelOf(const Subgroup& subgroup, const std::string& metric, const std::string& confidence)
{
    return text("%1\n%2: %3, %4 interval %5 to %6\nelse %7\n%8 rows, %9", subgroup.name(), metric,
        percentNumber(subgroup.rate), confidence, percentNumber(subgroup.low), percentNumber(subgroup.high),
        percentNumber(subgroup.restRate), shortNumber(subgroup.rows, 12), qText(subgroup.q));
}

/// The subgroups above or below the level of q, at their places from the top.
FigureLayer dots(
    const SubgroupReport& report, std::size_t shown, const std::string& metric, bool isSignificant)
{
    FigureLayer layer;
    layer.mark = Mark::Points;
    layer.name = isSignificant ? text("differs (q < 0.05)") : text("may be chance (q ≥ 0.05)");
    layer.hue = Hue::Accent;
    layer.hollow = !isSignificant;
    const std::string confidence = shortNumber(100.0 * report.confidence) + " %";
    for (std::size_t i = 0; i < shown; ++i) {
        const Subgroup& subgroup = report.found[i];
        if ((subgroup.q < kLevel) != isSignificant)
            continue;
        layer.x.push_back(subgroup.rate);
        layer.y.push_back(static_cast<double>(shown - 1 - i));
        layer.xLow.push_back(subgroup.low);
        layer.xHigh.push_back(subgroup.high);
        layer.labels.push_back(labelOf(subgroup, metric, confidence));
        layer.ids.push_back(static_cast<int>(i));
    }
    return layer;
}

FigureLayer overallRule(double rate)
{
    FigureLayer rule;
    rule.mark = Mark::VerticalRule;
    rule.name = text("all rows");
    rule.hue = Hue::Muted;
    rule.stroke = Stroke::Dashed;
    rule.x = {rate};
    return rule;
}

Text summaryOf(const SubgroupReport& report, const std::string& metric)
{
    const Subgroup& worst = report.found.front();
    if (std::ranges::none_of(report.found, [](const Subgroup& s) { return s.q < kLevel; }))
        return text(
            "None of the %1 subgroups listed of %2 tested has a %3 that differs from everyone else's by "
            "more than chance explains; the first is “%4” with %5 against %6 (%7).",
            report.found.size(), report.tested, metric, worst.name(), percentNumber(worst.rate),
            percentNumber(worst.restRate), qText(worst.q));
    return text(
        "The largest gap after shrinkage, of %1 subgroups tested, is that of “%2” (%3 rows): its %4 is "
        "%5 against %6 for everyone else, %7 points %8 (%9).",
        report.tested, worst.name(), shortNumber(worst.rows, 12), metric, percentNumber(worst.rate),
        percentNumber(worst.restRate), points(worst.gap), worst.gap < 0.0 ? "lower" : "higher",
        qText(worst.q));
}

std::string capitalised(std::string name)
{
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z')
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

} // namespace

Figure subgroupGaps(
    const SubgroupReport& report, const std::string& metricId, const Text& subtitle, std::size_t most)
{
    const std::string metric = metricName(metricId);
    const std::string id = "subgroup_gaps_" + metricId;
    const Text title {capitalised(metric) + " of the worst subgroups", {}};
    if (report.found.empty()) {
        Figure empty = emptyFigure(id, title, subtitle, text("No subgroup was found to show."));
        empty.notes = report.notes;
        return empty;
    }
    const std::size_t shown = std::min(report.found.size(), most);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = subtitle;
    figure.summary = summaryOf(report, metric);
    figure.x = {text("%1, with %2 % interval", metric, shortNumber(100.0 * report.confidence)), true, false,
        {}, {}, {}};
    for (std::size_t i = shown; i > 0; --i)
        figure.y.categories.push_back(report.found[i - 1].name());
    figure.layers.push_back(overallRule(report.overallRate));
    for (const bool isSignificant : {true, false})
        if (FigureLayer layer = dots(report, shown, metric, isSignificant); !layer.x.empty())
            figure.layers.push_back(std::move(layer));
    figure.notes.push_back(text("Dashed line: all rows together, %1.", percentNumber(report.overallRate)));
    figure.notes.push_back(
        text("Filled dots differ from everyone else with q < 0.05 (false discovery rate over "
             "all %1 subgroups tested); hollow ones may be chance.",
            report.tested));
    if (shown < report.found.size())
        figure.notes.push_back(
            text("The first %1 of %2 subgroups listed are shown.", shown, report.found.size()));
    figure.notes.insert(figure.notes.end(), report.notes.begin(), report.notes.end());
    return figure;
}

} // namespace evenhand
