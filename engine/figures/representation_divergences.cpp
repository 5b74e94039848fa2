#include "engine/figures/figure_parts.h"
#include "engine/figures/representation_parts.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace evenhand {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostPairs = 3; ///< of groups, per divergence

/// At most kMostPairs pairs of every kind, those that lay furthest apart before, in their own order.
std::vector<DivergenceChange> widestPairs(const std::vector<DivergenceChange>& all)
{
    std::map<std::string, std::vector<double>> values;
    const auto keyOf = [](const DivergenceChange& change) { return change.kind + ' ' + change.rows; };
    for (const DivergenceChange& change : all)
        values[keyOf(change)].push_back(*change.before.mean);
    for (auto& [kind, list] : values)
        std::ranges::sort(list, std::greater {});
    std::vector<DivergenceChange> kept;
    std::map<std::string, std::size_t> count;
    for (const DivergenceChange& change : all) {
        const std::vector<double>& list = values.at(keyOf(change));
        const double limit = list[std::min(kMostPairs, list.size()) - 1];
        if (*change.before.mean >= limit && count[keyOf(change)] < kMostPairs) {
            kept.push_back(change);
            ++count[keyOf(change)];
        }
    }
    return kept;
}

/// What a divergence is divided by: its value before or, where there was no difference, what chance reaches.
double unitOf(const DivergenceChange& change)
{
    const double unit = change.hadDifference() ? *change.before.mean : *change.null95Before.mean;
    return unit > 0.0 ? unit : 1.0;
}

struct Layers {
    FigureLayer chance, before, after;
};

Layers emptyLayers()
{
    Layers layers;
    layers.chance.mark = layers.before.mark = layers.after.mark = Mark::Points;
    layers.chance.name = text("by chance");
    layers.chance.hue = Hue::Muted;
    layers.chance.index = 3;
    layers.chance.hollow = true;
    layers.before.name = text("before");
    layers.before.hue = layers.after.hue = Hue::Method;
    layers.before.index = 1;
    layers.before.hollow = true;
    layers.after.name = text("after");
    return layers;
}

void addPoint(FigureLayer& layer, const RepeatedMetric& value, double unit, double y, Text label)
{
    layer.x.push_back(*value.mean / unit);
    layer.y.push_back(y);
    layer.xLow.push_back(value.low ? *value.low / unit : kNone);
    layer.xHigh.push_back(value.high ? *value.high / unit : kNone);
    layer.labels.push_back(std::move(label));
}

void addChance(
    FigureLayer& layer, const RepeatedMetric& mean, const RepeatedMetric& high, double unit, double y)
{
    layer.x.push_back(*mean.mean / unit);
    layer.y.push_back(y);
    layer.xLow.push_back(*mean.mean / unit);
    layer.xHigh.push_back(*high.mean / unit);
    layer.labels.push_back(text("by chance: mean %1, 95 % of divisions below %2", shortNumber(*mean.mean, 3),
        shortNumber(*high.mean, 3)));
}

/// Which rows are compared, unless all are.
std::string rowsName(const DivergenceChange& change)
{
    return change.rows.empty() || change.rows == "all" ? std::string() : " of " + change.rows;
}

std::string pairName(const Report& report, const DivergenceChange& change)
{
    return groupOf(report, change.groupA) + " – " + groupOf(report, change.groupB);
}

void addChange(Figure& figure, Layers& layers, const Report& report, const DivergenceChange& change,
    bool namesPair, std::size_t row, std::size_t rows)
{
    constexpr double kBeside = 0.2;
    const double unit = unitOf(change);
    const std::string kind = divergenceName(change.kind) + (change.kind == "mmd" ? "²" : "");
    const std::string pair = rowsName(change) + (namesPair ? ", " + pairName(report, change) : "");
    for (const bool isAfter : {false, true}) {
        const auto y = static_cast<double>(rows - 1 - (2 * row + (isAfter ? 1U : 0U)));
        const RepeatedMetric& value = isAfter ? change.after : change.before;
        const RepeatedMetric& nullMean = isAfter ? change.nullAfter : change.nullBefore;
        const RepeatedMetric& null95 = isAfter ? change.null95After : change.null95Before;
        const std::string name = kind + pair + (isAfter ? ", after" : ", before");
        figure.y.categories.insert(figure.y.categories.begin(), name);
        addPoint(isAfter ? layers.after : layers.before, value, unit, y + kBeside / 2.0,
            text("%1: %2\nby chance %3 to %4, p = %5", name, shortNumber(*value.mean, 3),
                shortNumber(*nullMean.mean, 3), shortNumber(*null95.mean, 3),
                shortNumber(isAfter ? change.pAfter : change.pBefore, 2)));
        addChance(layers.chance, nullMean, null95, unit, y - kBeside / 2.0);
    }
}

Text summaryOf(const Report& report, const DivergenceChange& first)
{
    return text("Between “%1” and “%2” the divergence %3 goes from %4 to %5 on test rows; dealt out at "
                "random, 95 % of divisions reach less than %6.",
        groupOf(report, first.groupA), groupOf(report, first.groupB), divergenceName(first.kind),
        shortNumber(*first.before.mean, 3), shortNumber(*first.after.mean, 3),
        shortNumber(*first.null95After.mean, 3));
}

void addNotes(
    Figure& figure, const Report& report, const std::vector<DivergenceChange>& shown, std::size_t all)
{
    addNote(figure,
        text("By chance: from the mean to the 95 % quantile when people are dealt out at random. What lies "
             "inside cannot be told from chance with so many rows, which does not make it zero. Measured "
             "after scaling to mean 0 and mean square 1."));
    for (const DivergenceChange& change : shown)
        if (!change.hadDifference())
            addNote(figure,
                text("%1, %2: no more than chance before, so it is shown relative to what chance reaches.",
                    divergenceName(change.kind), pairName(report, change)));
    if (shown.size() < all)
        addNote(
            figure, text("Of every divergence the %1 pairs of groups that lay furthest apart.", kMostPairs));
}

} // namespace

Figure representationDivergences(const Report& report, std::size_t run, std::optional<std::size_t> repeat)
{
    const std::string id = "representation_divergences";
    const Text title = text("How far apart are the groups?");
    if (run >= report.runs.size() || representationsOf(report.runs[run], repeat).empty())
        return noRepresentation(report, run, repeat, id, title);
    const RunResult& result = report.runs[run];
    const Text subtitle = representationSubtitle(report, result, repeat);
    const std::vector<DivergenceChange> all
        = divergenceChanges(report, result, representationsOf(result, repeat));
    const std::vector<DivergenceChange> shown = widestPairs(all);
    if (shown.empty())
        return emptyFigure(id, title, subtitle,
            text("Nothing was measured: training was stopped before, or a group is too small."));
    const bool namesPair = std::ranges::any_of(shown, [&](const DivergenceChange& change) {
        return change.groupA != shown.front().groupA || change.groupB != shown.front().groupB;
    });
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = subtitle;
    figure.summary = summaryOf(report, shown.front());
    figure.x.label = text("divergence; 1 = before");
    Layers layers = emptyLayers();
    for (std::size_t k = 0; k < shown.size(); ++k)
        addChange(figure, layers, report, shown[k], namesPair, k, 2 * shown.size());
    FigureLayer zero;
    zero.mark = Mark::VerticalRule;
    zero.name = text("alike");
    zero.hue = Hue::Muted;
    zero.inLegend = false;
    zero.x = {0.0};
    figure.layers.push_back(std::move(zero));
    for (FigureLayer* const layer : {&layers.chance, &layers.before, &layers.after})
        figure.layers.push_back(std::move(*layer));
    addNotes(figure, report, shown, all.size());
    return figure;
}

} // namespace evenhand
