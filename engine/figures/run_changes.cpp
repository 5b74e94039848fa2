#include "engine/figures/run_changes.h"

#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

const DecisionChange& changeOf(const GroupChange& group, ChangedPeople people)
{
    switch (people) {
    case ChangedPeople::Favourable:
        return group.favourable;
    case ChangedPeople::Unfavourable:
        return group.unfavourable;
    case ChangedPeople::Everybody:
        break;
    }
    return group.everybody;
}

/// Inside a sentence: "of everybody".
std::string peopleOf(ChangedPeople people)
{
    switch (people) {
    case ChangedPeople::Favourable:
        return "those who turned out favourable";
    case ChangedPeople::Unfavourable:
        return "those who turned out unfavourable";
    case ChangedPeople::Everybody:
        break;
    }
    return "everybody";
}

FigureLayer zeroRule()
{
    FigureLayer rule;
    rule.mark = Mark::VerticalRule;
    rule.name = text("no change");
    rule.hue = Hue::Muted;
    rule.inLegend = false;
    rule.x = {0.0};
    return rule;
}

/// A row of the figure: a group, or all rows on top.
struct Place {
    std::string name;
    Hue hue = Hue::Neutral;
    int colour = 0;
    double y = 0.0;
};

/// Strokes from zero, under the dots.
FigureLayer strokes(const Place& place, const std::vector<double>& ends)
{
    FigureLayer layer;
    layer.name = text("%1, from zero", place.name);
    layer.hue = place.hue;
    layer.index = place.colour;
    layer.inLegend = false;
    for (const double end : ends) {
        layer.x.insert(layer.x.end(), {0.0, end, end});
        layer.y.insert(layer.y.end(), {place.y, place.y, kGap});
    }
    return layer;
}

FigureLayer dots(const Place& place)
{
    FigureLayer layer;
    layer.mark = Mark::Points;
    layer.name = text("%1", place.name);
    layer.hue = place.hue;
    layer.index = place.colour;
    layer.inLegend = false; // the axis names the groups
    return layer;
}

std::string intervalOf(const RepeatedMetric& share, double sign)
{
    if (!share.low || !share.high)
        return {};
    const double low = sign < 0.0 ? *share.low : std::max(0.0, *share.low);
    return " (" + percentNumber(std::max(0.0, low)) + " to " + percentNumber(std::min(1.0, *share.high))
        + ")";
}

std::string rowsText(double rows)
{
    return rows < 9.95 ? fixedNumber(rows, 1) : fixedNumber(rows, 0);
}

void addShare(FigureLayer& layer, const Place& place, const RepeatedMetric& share, double rows, double sign)
{
    layer.x.push_back(sign * *share.mean);
    layer.y.push_back(place.y);
    // Few repeats can spread an interval beyond what a share can be.
    const double near = share.low ? std::max(0.0, *share.low) : kGap;
    const double far = share.high ? std::min(1.0, *share.high) : kGap;
    layer.xLow.push_back(sign < 0.0 ? -far : near);
    layer.xHigh.push_back(sign < 0.0 ? -near : far);
    const char* const sentence = sign < 0.0 ? "%1\nlose the favourable decision: %2%3\n%4 people per repeat"
                                            : "%1\ngain the favourable decision: %2%3\n%4 people per repeat";
    layer.labels.push_back(
        text(sentence, place.name, percentNumber(*share.mean), intervalOf(share, sign), rowsText(rows)));
}

void addDecisions(Figure& figure, const Place& place, const DecisionChange& change)
{
    if (!change.toYes.mean || !change.toNo.mean) {
        addNote(figure, text("“%1” has nobody of this kind among the test rows.", place.name));
        return;
    }
    figure.layers.push_back(strokes(place, {-*change.toNo.mean, *change.toYes.mean}));
    FigureLayer layer = dots(place);
    addShare(layer, place, change.toNo, change.rowsToNo, -1.0);
    addShare(layer, place, change.toYes, change.rowsToYes, 1.0);
    figure.layers.push_back(std::move(layer));
}

void addShift(Figure& figure, const Place& place, const RepeatedMetric& shift)
{
    if (!shift.mean) {
        addNote(figure, text("“%1” has nobody among the test rows.", place.name));
        return;
    }
    figure.layers.push_back(strokes(place, {*shift.mean}));
    FigureLayer layer = dots(place);
    layer.x = {*shift.mean};
    layer.y = {place.y};
    layer.xLow = {shift.low.value_or(kGap)};
    layer.xHigh = {shift.high.value_or(kGap)};
    const std::string interval = shift.low && shift.high
        ? " (" + shortNumber(*shift.low, 3) + " to " + shortNumber(*shift.high, 3) + ")"
        : std::string();
    layer.labels = {
        text("%1\nmean change of the prediction: %2%3", place.name, shortNumber(*shift.mean, 3), interval)};
    figure.layers.push_back(std::move(layer));
}

Text decisionSummary(
    const RunComparison& comparison, ChangedPeople people, const std::vector<std::string>& names)
{
    const DecisionChange& all = changeOf(comparison.groups.front(), people);
    if (!all.toYes.mean || !all.toNo.mean)
        return text("There is nobody of this kind among the test rows.");
    if (*all.toYes.mean == 0.0 && *all.toNo.mean == 0.0)
        return text("Nobody is decided otherwise: of %1, all keep their decision.", peopleOf(people));
    std::size_t most = 0;
    double largest = -1.0;
    for (std::size_t g = 1; g < comparison.groups.size(); ++g) {
        const DecisionChange& change = changeOf(comparison.groups[g], people);
        if (!change.toYes.mean || !change.toNo.mean)
            continue;
        if (const double net = std::abs(*change.toYes.mean - *change.toNo.mean); net > largest) {
            largest = net;
            most = g;
        }
    }
    if (most == 0)
        return text("Of %1, %2 gain the favourable decision and %3 lose it.", peopleOf(people),
            percentNumber(*all.toYes.mean), percentNumber(*all.toNo.mean));
    const DecisionChange& there = changeOf(comparison.groups[most], people);
    return text("Of %1, %2 gain the favourable decision and %3 lose it. “%4” moves most: there %5 gain the "
                "favourable decision and %6 lose it.",
        peopleOf(people), percentNumber(*all.toYes.mean), percentNumber(*all.toNo.mean), names[most - 1],
        percentNumber(*there.toYes.mean), percentNumber(*there.toNo.mean));
}

Text shiftSummary(const RunComparison& comparison, const std::vector<std::string>& names)
{
    const RepeatedMetric& all = comparison.groups.front().shift;
    if (!all.mean)
        return text("There are no test rows.");
    std::size_t most = 0;
    for (std::size_t g = 1; g < comparison.groups.size(); ++g) {
        const RepeatedMetric& shift = comparison.groups[g].shift;
        if (shift.mean
            && (most == 0 || std::abs(*shift.mean) > std::abs(*comparison.groups[most].shift.mean)))
            most = g;
    }
    if (most == 0)
        return text("On average predictions change by %1.", shortNumber(*all.mean, 3));
    return text("On average predictions change by %1; most for “%2”, by %3.", shortNumber(*all.mean, 3),
        names[most - 1], shortNumber(*comparison.groups[most].shift.mean, 3));
}

/// All rows on top, then the shown groups.
std::vector<std::pair<Place, const GroupChange*>> placesOf(const RunComparison& comparison,
    const std::vector<std::string>& names, const std::vector<ShownGroup>& shown)
{
    std::vector<std::pair<Place, const GroupChange*>> places;
    double y = static_cast<double>(shown.size());
    places.push_back({{"all together", Hue::Neutral, 0, y}, &comparison.groups.front()});
    for (const ShownGroup& one : shown) {
        y -= 1.0;
        places.push_back({{names[one.group], Hue::Group, one.colour, y}, &comparison.groups[one.group + 1]});
    }
    return places;
}

} // namespace

std::string comparedName(const Report& report, std::size_t run)
{
    const RunResult& result = report.runs[run];
    const std::string params = describeParameters(result);
    return runName(result, true) + (params.empty() ? "" : ", " + params);
}

Figure runChanges(const Report& report, const RunComparison& comparison, ChangedPeople people)
{
    const bool isClass = report.study.roles.task == Task::Classification;
    Figure figure;
    figure.id = "run_changes";
    figure.title = isClass ? text("Who is decided otherwise") : text("How far predictions move");
    figure.subtitle = text("From %1 to %2 · %3 · mean of %4 repeats, 95 % intervals",
        comparedName(report, comparison.first), comparedName(report, comparison.second), report.dataName,
        comparison.repeats);
    const std::vector<std::string> names = readableGroupNames(report.groups);
    std::vector<double> counts;
    for (std::size_t g = 1; g < comparison.groups.size(); ++g)
        counts.push_back(comparison.groups[g].rows);
    figure.layers.push_back(zeroRule());
    for (const auto& [place, group] : placesOf(comparison, names, shownGroups(counts))) {
        figure.y.categories.insert(figure.y.categories.begin(), place.name);
        if (isClass)
            addDecisions(figure, place, changeOf(*group, people));
        else
            addShift(figure, place, group->shift);
    }
    figure.summary = isClass ? decisionSummary(comparison, people, names) : shiftSummary(comparison, names);
    if (isClass) {
        figure.x.label = text("← lose the favourable decision · share of the group · gain it →");
        figure.x.percent = true;
        if (comparison.expected)
            addNote(figure,
                text("A run decides partly by chance: these are expected shares. The same person "
                     "has the same luck under both runs."));
    } else {
        figure.x.label = text("mean change of the prediction");
    }
    if (comparison.repeats < 2)
        addNote(figure, text("A single repeat: no interval can be given."));
    for (const Text& note : groupNotes(counts, names))
        addNote(figure, note);
    return figure;
}

} // namespace evenhand
