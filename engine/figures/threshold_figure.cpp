#include "engine/core/number_text.h"
#include "engine/figures/figure_parts.h"
#include "engine/figures/threshold_subject.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr double kReach = 0.45; ///< height of the highest bar; rows are 1 apart

/// One group's row of the figure.
struct RowOfGroup {
    ShownGroup shown;
    double at = 0.0; ///< height of its axis
};

/// A bar on the axis of the data's own scores.
struct ShownBar {
    double left = 0.0, right = 0.0, height = 0.0;
};

/// The bars of one outcome from left to right; those of scores from @p from on alone, if it is given.
std::vector<ShownBar> shownBars(
    const ThresholdSubject& subject, const std::vector<double>& shares, std::optional<double> from)
{
    std::vector<ShownBar> bars;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double low = from ? std::max(subject.bars.edges[i], *from) : subject.bars.edges[i];
        if (low >= subject.bars.edges[i + 1])
            continue;
        const double a = subject.shown(low);
        const double b = subject.shown(subject.bars.edges[i + 1]);
        bars.push_back({std::min(a, b), std::max(a, b), kReach * subject.bars.height(shares[i])});
    }
    if (subject.lowIsSelected)
        std::ranges::reverse(bars);
    return bars;
}

FigureLayer areaOf(const RowOfGroup& row, const std::vector<ShownBar>& bars, double direction, Text name)
{
    FigureLayer layer;
    layer.mark = Mark::Area;
    layer.name = std::move(name);
    layer.hue = Hue::Group;
    layer.index = row.shown.colour;
    layer.inLegend = false;
    for (const ShownBar& bar : bars)
        for (const double x : {bar.left, bar.right}) {
            const double tip = row.at + direction * bar.height;
            layer.x.push_back(x);
            layer.low.push_back(std::min(row.at, tip));
            layer.high.push_back(std::max(row.at, tip));
        }
    return layer;
}

FigureLayer outlineOf(const RowOfGroup& row, const std::vector<ShownBar>& bars, double direction, Text name)
{
    FigureLayer layer = areaOf(row, bars, direction, std::move(name));
    layer.mark = Mark::Line;
    layer.y = direction > 0.0 ? layer.high : layer.low;
    layer.low.clear();
    layer.high.clear();
    return layer;
}

Text outcomeText(const ThresholdSubject& subject, const std::string& group, bool favourable)
{
    if (favourable)
        return text("%1, %2", group, subject.outcomes.favourable);
    return subject.outcomes.unfavourable.empty() ? text("%1, not %2", group, subject.outcomes.favourable)
                                                 : text("%1, %2", group, subject.outcomes.unfavourable);
}

Text barsLabel(const ThresholdSubject& subject)
{
    const OutcomeNames& names = subject.outcomes;
    const std::string other = names.unfavourable.empty() ? "…" : names.unfavourable;
    return subject.bars.isRoot ? text("↑ %1   ↓ %2   (roots of shares)", names.favourable, other)
                               : text("↑ %1   ↓ %2", names.favourable, other);
}

std::string thresholdNumber(const ThresholdSubject& subject, double threshold)
{
    return threshold > subject.high ? "–" : shortNumber(subject.shown(threshold), 4);
}

Text decidedNote(const ThresholdSubject& subject, std::size_t group, double threshold, const Confusion& cells)
{
    const auto count = [](const RowSum& sum) { return std::llround(sum.rows); };
    return text("%1: cut at %2, %3 selected, of them %4 wrongly; %5 rejected, of them %6 wrongly.",
        subject.groupNames[group], thresholdNumber(subject, threshold), count(cells.selected()),
        count(cells.falsePositive), count(cells.notSelected()), count(cells.falseNegative));
}

FigureLayer thresholdLayer(const ThresholdSubject& subject, const RowOfGroup& row, double threshold)
{
    FigureLayer layer;
    layer.mark = Mark::Segment;
    layer.name = text(
        "threshold of %1: %2", subject.groupNames[row.shown.group], thresholdNumber(subject, threshold));
    layer.hue = Hue::Neutral;
    layer.inLegend = false;
    layer.x = {subject.shown(threshold)};
    layer.low = {row.at - 0.5};
    layer.high = {row.at + 0.5};
    return layer;
}

void addThresholds(Figure& figure, const ThresholdSubject& subject, const std::vector<RowOfGroup>& rows,
    std::span<const double> thresholds)
{
    const ThresholdState state = thresholdState(subject.curves, thresholds, {});
    for (const RowOfGroup& row : rows) {
        const std::size_t g = row.shown.group;
        const std::string& name = subject.groupNames[g];
        for (const bool favourable : {true, false}) {
            const auto& shares = favourable ? subject.bars.favourable[g] : subject.bars.unfavourable[g];
            const std::vector<ShownBar> bars = shownBars(subject, shares, thresholds[g]);
            if (!bars.empty())
                figure.layers.push_back(areaOf(row, bars, favourable ? 1.0 : -1.0,
                    text("%1, selected", outcomeText(subject, name, favourable).english())));
        }
        figure.layers.push_back(thresholdLayer(subject, row, thresholds[g]));
        figure.notes.push_back(decidedNote(subject, g, thresholds[g], state.cells[g]));
    }
    const bool isCommon = std::ranges::all_of(thresholds, [&](double t) { return t == thresholds.front(); });
    const std::string selected = percentNumber(selectionRate(state.all).value);
    const std::string right = percentNumber(state.accuracy.value_or(0.0));
    figure.summary = isCommon
        ? text("Cut at %1 for everybody, %2 of %3 are selected and %4 decided rightly.",
            thresholdNumber(subject, thresholds.front()), selected, subject.rowsInWords.english(), right)
        : text("With a threshold for each group, %1 of %2 are selected and %3 decided rightly.", selected,
            subject.rowsInWords.english(), right);
}

} // namespace

Figure thresholdFigure(const ThresholdSubject& subject, std::span<const double> thresholds)
{
    Figure figure;
    figure.id = "thresholds";
    if (!thresholds.empty()) {
        figure.title = text("Where the line is drawn");
        figure.subtitle = subject.dataLine;
    }
    const std::vector<ShownGroup> shown = shownGroups(subject.counts);
    std::vector<RowOfGroup> rows;
    for (std::size_t i = 0; i < shown.size(); ++i)
        rows.push_back({shown[i], static_cast<double>(shown.size() - 1 - i)});
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
        figure.y.categories.push_back(subject.groupNames[row->shown.group]);
    const double a = subject.shown(subject.bars.edges.front());
    const double b = subject.shown(subject.bars.edges.back());
    figure.x = {subject.scoreName, false, false, std::min(a, b), std::max(a, b), {}};
    figure.y.label = barsLabel(subject);
    figure.y.minimum = -0.5;
    figure.y.maximum = static_cast<double>(rows.size()) - 0.5;
    for (const RowOfGroup& row : rows) {
        const std::string& name = subject.groupNames[row.shown.group];
        for (const bool favourable : {true, false}) {
            const auto& shares = favourable ? subject.bars.favourable[row.shown.group]
                                            : subject.bars.unfavourable[row.shown.group];
            const std::vector<ShownBar> bars = shownBars(subject, shares, {});
            const double direction = favourable ? 1.0 : -1.0;
            figure.layers.push_back(areaOf(row, bars, direction, outcomeText(subject, name, favourable)));
            figure.layers.push_back(outlineOf(row, bars, direction, outcomeText(subject, name, favourable)));
        }
    }
    if (!thresholds.empty()) {
        addThresholds(figure, subject, rows, thresholds);
        figure.notes.insert(figure.notes.begin(),
            subject.lowIsSelected ? text("Selected: scores at or below the line. The bars of each outcome "
                                         "add up to 100 % in every group.")
                                  : text("Selected: scores at or above the line. The bars of each outcome "
                                         "add up to 100 % in every group."));
        for (Text& note : groupNotes(subject.counts, subject.groupNames))
            figure.notes.push_back(std::move(note));
    }
    return figure;
}

} // namespace evenhand
