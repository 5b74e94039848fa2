#include "engine/figures/build.h"
#include "engine/figures/density_grid.h"
#include "engine/figures/figure_parts.h"
#include "engine/figures/noise_floor.h"

#include <algorithm>

namespace evenhand {

namespace {

constexpr std::size_t kDensityPoints = 401;
constexpr std::size_t kBins = 40;
constexpr std::size_t kEcdfPoints = 513;

/// What a figure compares: the scores it is about, and where the faint ones behind them come from.
struct Shown {
    const ScoreView& view;
    const ScoreView* before = nullptr; ///< shown at strength 0; null: nothing is behind
};

double highestOf(const std::vector<double>& values)
{
    return *std::max_element(values.begin(), values.end());
}

std::vector<FigureLayer> densityLayers(
    const Shown& what, const DensityGrid& grid, const ShownGroup& shown, double t, double& highest)
{
    const ScoreView& view = what.view;
    std::vector<FigureLayer> layers;
    // The axis covers both ends of the path, so that it stands still while the slider moves.
    const std::vector<double> start = groupDensity(view, grid, shown.group, 0.0);
    const std::vector<double> full = groupDensity(view, grid, shown.group, 1.0);
    highest = std::max({highest, highestOf(start), highestOf(full)});
    if (what.before != nullptr) {
        FigureLayer faint = groupLayer(Mark::Line, shown, view.groupNames, true);
        faint.x = grid.x;
        faint.y = what.before == &view ? start : groupDensity(*what.before, grid, shown.group, 0.0);
        highest = std::max(highest, highestOf(faint.y));
        layers.push_back(std::move(faint));
    }
    FigureLayer layer = groupLayer(Mark::Area, shown, view.groupNames, false);
    layer.x = grid.x;
    layer.high = !isRepaired(t) ? start : t >= 1.0 ? full : groupDensity(view, grid, shown.group, t);
    layer.low.assign(layer.x.size(), 0.0);
    highest = std::max(highest, highestOf(layer.high));
    layers.push_back(std::move(layer));
    return layers;
}

std::vector<FigureLayer> histogramLayers(
    const Shown& what, const std::vector<double>& edges, const ShownGroup& shown, double t, double& highest)
{
    const ScoreView& view = what.view;
    std::vector<FigureLayer> layers;
    const std::vector<double> start = view.path->histogram(shown.group, edges, 0.0);
    highest = std::max({highest, highestOf(start), highestOf(view.path->histogram(shown.group, edges, 1.0))});
    if (what.before != nullptr) {
        FigureLayer faint = groupLayer(Mark::Step, shown, view.groupNames, true);
        faint.x = edges;
        faint.y = what.before->path->histogram(shown.group, edges, 0.0);
        highest = std::max(highest, highestOf(faint.y));
        faint.y.push_back(faint.y.back());
        layers.push_back(std::move(faint));
    }
    FigureLayer layer = groupLayer(Mark::Bars, shown, view.groupNames, false);
    for (std::size_t i = 0; i + 1 < edges.size(); ++i)
        layer.x.push_back(0.5 * (edges[i] + edges[i + 1]));
    layer.y = isRepaired(t) ? view.path->histogram(shown.group, edges, t) : start;
    highest = std::max(highest, highestOf(layer.y));
    layers.push_back(std::move(layer));
    return layers;
}

FigureLayer ecdfLayer(
    const ScoreView& view, const std::vector<double>& x, const ShownGroup& shown, double t, bool faint)
{
    FigureLayer layer = groupLayer(Mark::Step, shown, view.groupNames, faint);
    layer.x = x;
    layer.y.reserve(x.size());
    for (const double at : x)
        layer.y.push_back(view.path->ecdf(shown.group, at, t));
    return layer;
}

std::pair<double, double> rangeOf(const Shown& what)
{
    auto [low, high] = what.view.path->range();
    if (what.before != nullptr) {
        low = std::min(low, what.before->path->range().first);
        high = std::max(high, what.before->path->range().second);
    }
    return {low, high};
}

/// A little beyond the smallest and largest score, so that an ECDF starts at 0 and ends at 1.
std::vector<double> ecdfGrid(const Shown& what)
{
    const auto [low, high] = rangeOf(what);
    const double margin = high > low ? 0.01 * (high - low) : 0.5;
    return equallySpaced(low - margin, high + margin, kEcdfPoints);
}

/// Bins that contain every score, also the largest.
std::vector<double> histogramEdges(const Shown& what)
{
    const auto [low, high] = rangeOf(what);
    const bool isProbability
        = what.view.task == Task::Classification && low >= 0.0 && high <= 1.0 && high - low > 0.5;
    if (isProbability)
        return equallySpaced(0.0, 1.0, kBins + 1);
    return high > low ? equallySpaced(low, high, kBins + 1) : equallySpaced(low - 0.5, low + 0.5, kBins + 1);
}

void addEcdfs(Figure& figure, const Shown& what, const std::vector<ShownGroup>& shown, double t)
{
    const std::vector<double> x = ecdfGrid(what);
    if (what.before != nullptr)
        for (const ShownGroup& group : shown)
            figure.layers.push_back(ecdfLayer(*what.before, x, group, 0.0, true));
    for (const ShownGroup& group : shown)
        figure.layers.push_back(ecdfLayer(what.view, x, group, t, false));
    figure.x.minimum = x.front();
    figure.x.maximum = x.back();
    figure.y = {text("share of the group at or below"), true, false, 0.0, 1.0, {}};
}

void addThreshold(Figure& figure, const ScoreView& view)
{
    if (!view.threshold)
        return;
    FigureLayer rule;
    rule.mark = Mark::VerticalRule;
    rule.name = text("threshold %1", *view.threshold);
    rule.hue = Hue::Neutral;
    rule.stroke = Stroke::Dashed;
    rule.x = {*view.threshold};
    figure.layers.push_back(std::move(rule));
}

Text mediansSentence(const ScoreView& view, const std::vector<ShownGroup>& shown, double t)
{
    const auto median
        = [&](std::size_t group) { return scoreNumber(view.task, view.path->quantile(group, 0.5, t)); };
    if (shown.size() == 1)
        return text("At strength %1 the median score of “%2”, the only group with rows, is %3.",
            fixedNumber(t, 2), view.groupNames[shown.front().group], median(shown.front().group));
    const auto [low, high] = extremeMedians(view, shown);
    if (view.before && !isRepaired(t)) {
        const auto first = [&](std::size_t group) {
            return scoreNumber(view.task, view.before->quantile(group, 0.5, 0.0));
        };
        return text("The median score of “%1” is %2 and that of “%3” is %4; in the model without repair they "
                    "are %5 and %6.",
            view.groupNames[low], median(low), view.groupNames[high], median(high), first(low), first(high));
    }
    return text("At strength %1 the median score of “%2” is %3 and that of “%4” is %5.", fixedNumber(t, 2),
        view.groupNames[low], median(low), view.groupNames[high], median(high));
}

Figure started(const ScoreView& view, std::string id, Text title, const std::vector<double>& counts, double t)
{
    Figure figure;
    figure.id = std::move(id);
    figure.title = std::move(title);
    figure.subtitle = view.dataLine;
    figure.x.label = view.scoreName;
    figure.notes = groupNotes(counts, view.groupNames);
    if (isRepaired(t))
        figure.notes.push_back(beforeNote());
    return figure;
}

/// The two ECDFs that are farthest apart, in words, and the marker between them.
void addKsMarker(Figure& figure, const ScoreView& view, double t)
{
    const KsMarker ks = view.path->ks(t);
    const double floor = noiseFloor(view, ks.groupA, ks.groupB);
    figure.summary = text(
        "At strength %1 the largest gap between the distributions of “%2” and “%3” is KS %4, attained at "
        "%5; noise floor %6.",
        fixedNumber(t, 2), view.groupNames[ks.groupA], view.groupNames[ks.groupB],
        fixedNumber(ks.distance, 3), scoreNumber(view.task, ks.at), fixedNumber(floor, 3));
    FigureLayer marker;
    marker.mark = Mark::Segment;
    marker.name = text("KS distance %1", fixedNumber(ks.distance, 3));
    marker.hue = Hue::Accent;
    marker.inLegend = false;
    marker.x = {ks.at};
    marker.low = {std::min(ks.ecdfA, ks.ecdfB)};
    marker.high = {std::max(ks.ecdfA, ks.ecdfB)};
    figure.layers.push_back(std::move(marker));
    figure.notes.insert(figure.notes.begin(),
        text("KS distance %1 at %2, between “%3” and “%4”. Even a perfect repair leaves about %5 on a sample "
             "of this size "
             "(noise floor).",
            fixedNumber(ks.distance, 3), scoreNumber(view.task, ks.at), view.groupNames[ks.groupA],
            view.groupNames[ks.groupB], fixedNumber(floor, 3)));
}

} // namespace

Figure groupDistributions(const ScoreView& view, DistributionKind kind, double t)
{
    const std::vector<double> counts = countsOf(view);
    const std::vector<ShownGroup> shown = shownGroups(counts);
    const Text title = text("How the scores of each group are spread");
    if (shown.empty())
        return emptyFigure("group_distributions", title, view.dataLine, text("No group has any rows here."));
    Figure figure = started(view, "group_distributions", title, counts, t);
    figure.summary = mediansSentence(view, shown, t);
    ScoreView unrepaired = view;
    unrepaired.path = view.before;
    const Shown what {view, view.before ? &unrepaired : isRepaired(t) ? &view : nullptr};
    if (view.before && !isRepaired(t))
        figure.notes.push_back(text("Thin lines: the model without repair."));
    if (kind == DistributionKind::Ecdf) {
        addEcdfs(figure, what, shown, t);
        addThreshold(figure, view);
        return figure;
    }
    double highest = 0.0;
    std::vector<FigureLayer> layers;
    if (kind == DistributionKind::Density) {
        const DensityGrid grid = densityGrid(view, kDensityPoints, what.before);
        figure.x.minimum = grid.low;
        figure.x.maximum = grid.high;
        figure.y.label = text("density");
        for (const ShownGroup& group : shown)
            std::ranges::move(densityLayers(what, grid, group, t, highest), std::back_inserter(layers));
    } else {
        const std::vector<double> edges = histogramEdges(what);
        figure.x.minimum = edges.front();
        figure.x.maximum = edges.back();
        figure.y = {text("share of the group in each of %1 bins", kBins), true, false, 0.0, {}, {}};
        for (const ShownGroup& group : shown)
            std::ranges::move(histogramLayers(what, edges, group, t, highest), std::back_inserter(layers));
    }
    figure.y.minimum = 0.0;
    figure.y.maximum = 1.05 * highest;
    figure.layers = std::move(layers);
    addThreshold(figure, view);
    return figure;
}

Figure barycenterDensities(const ScoreView& view, double t)
{
    const std::vector<double> counts = countsOf(view);
    const std::vector<ShownGroup> shown = shownGroups(counts);
    const Text title = text("On the way to the barycenter");
    if (shown.empty())
        return emptyFigure("barycenter_densities", title, view.dataLine, text("No group has any rows here."));
    Figure figure = started(view, "barycenter_densities", title, counts, t);
    figure.summary = mediansSentence(view, shown, t);
    const DensityGrid grid = densityGrid(view, kDensityPoints);
    const Shown what {view, isRepaired(t) ? &view : nullptr};
    double highest = 0.0;
    for (const ShownGroup& group : shown)
        std::ranges::move(densityLayers(what, grid, group, t, highest), std::back_inserter(figure.layers));
    FigureLayer barycenter;
    barycenter.name = text("barycenter");
    barycenter.x = grid.x;
    barycenter.y = barycenterDensity(view, grid);
    highest = std::max(highest, *std::max_element(barycenter.y.begin(), barycenter.y.end()));
    figure.layers.push_back(std::move(barycenter));
    figure.x.minimum = grid.low;
    figure.x.maximum = grid.high;
    figure.y = {text("density"), false, false, 0.0, 1.05 * highest, {}};
    return figure;
}

Figure ksFigure(const ScoreView& view, double t)
{
    const std::vector<double> counts = countsOf(view);
    std::vector<ShownGroup> shown = shownGroups(counts);
    const Text title = text("Where the groups differ most");
    if (shown.empty())
        return emptyFigure("ks", title, view.dataLine, text("No group has any rows here."));
    Figure figure = started(view, "ks", title, counts, t);
    addEcdfs(figure, {view, isRepaired(t) ? &view : nullptr}, shown, t);
    if (shown.size() < 2)
        figure.summary = text("Only “%1” has rows here, so there is no distance between groups.",
            view.groupNames[shown.front().group]);
    else
        addKsMarker(figure, view, t);
    return figure;
}

} // namespace evenhand
