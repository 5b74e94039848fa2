#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"
#include "engine/figures/tradeoff_parts.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace evenhand {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Two paths of one method differ in some other parameter; their names must, too.
void tellApart(std::vector<PlacedPath>& paths, const Report& report)
{
    for (PlacedPath& path : paths) {
        const auto sameName
            = std::ranges::count_if(paths, [&](const PlacedPath& p) { return p.name == path.name; });
        if (sameName < 2)
            continue;
        for (PlacedPath& other : paths) {
            if (&other == &path || other.name != path.name)
                continue;
            const RunResult& run = report.runs[other.runs.front().run];
            const RunResult& first = report.runs[path.runs.front().run];
            const std::string difference = describeDifference(run, first);
            other.name += difference.empty() ? " (" + std::to_string(other.runs.front().run + 1) + ")"
                                             : " (" + difference + ")";
        }
    }
}

/// The number of @p value among the different values in the order of the paths.
template <class T> int numberOf(std::vector<T>& known, const T& value)
{
    const auto found = std::ranges::find(known, value);
    if (found != known.end())
        return static_cast<int>(found - known.begin());
    known.push_back(value);
    return static_cast<int>(known.size()) - 1;
}

/// Looks of every path. The palette has eight colours with eight dashes and six markers, all picked by one
/// index: modulo 8 and modulo 3 it can follow method and learner at once (three markers for each colour).
void giveLooks(std::vector<PlacedPath>& paths, const Report& report)
{
    constexpr int kColours = 8;
    constexpr int kLearners = 3;
    constexpr int kUnrepairedMarker = 2; // a diamond
    std::vector<std::string> methods;
    std::vector<int> learners;
    std::vector<std::pair<int, int>> numbers; // method, learner
    for (const PlacedPath& path : paths) {
        const RunResult& run = report.runs[path.runs.front().run];
        const int learner = numberOf(learners, run.learnerIndex);
        numbers.emplace_back(path.isUnrepaired ? -1 : numberOf(methods, run.method), learner);
    }
    std::vector<std::pair<int, int>> different = numbers;
    std::ranges::sort(different);
    const bool repeats = std::ranges::adjacent_find(different) != different.end();
    const bool followsBoth
        = learners.size() > 1 && learners.size() <= kLearners && methods.size() <= kColours && !repeats;
    int next = 0;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const auto [method, learner] = numbers[i];
        if (paths[i].isUnrepaired)
            paths[i].index = kUnrepairedMarker + (learners.size() > 1 ? learner : 0);
        else if (!followsBoth)
            paths[i].index = next++;
        else
            for (int index = 0; index < kColours * kLearners; ++index)
                if (index % kColours == method && index % kLearners == learner)
                    paths[i].index = index;
    }
}

Text labelOf(const TradeoffDrawing& drawing, const PlacedRun& placed)
{
    const RunResult& run = drawing.report.runs[placed.run];
    const std::string params = describeParameters(run);
    const std::string choice = describeChoice(run);
    const std::string name
        = runName(run, true) + (params.empty() ? "" : ", " + params) + (choice.empty() ? "" : ", " + choice);
    const auto number = [](const RepeatedMetric& metric) {
        std::string shown = metricNumber(metric.id, *metric.mean);
        if (metric.low && metric.high)
            shown += " (" + metricNumber(metric.id, *metric.low) + " – "
                + metricNumber(metric.id, *metric.high) + ")";
        return shown;
    };
    const DominanceReport* const judged = drawing.options.dominated;
    if (judged != nullptr && placed.run < judged->runs.size()
        && judged->runs[placed.run].verdict == Dominance::Dominated)
        return text("%1\n%2: %3\n%4: %5\n%6", name, metricName(placed.y->id), number(*placed.y),
            metricName(placed.x->id), number(*placed.x), judged->runs[placed.run].label.english());
    return text("%1\n%2: %3\n%4: %5", name, metricName(placed.y->id), number(*placed.y),
        metricName(placed.x->id), number(*placed.x));
}

bool isSelected(const TradeoffDrawing& drawing, const PlacedRun& placed)
{
    return static_cast<int>(placed.run) == drawing.selectedRun;
}

bool isShown(const TradeoffDrawing& drawing, const PlacedPath& path, const PlacedRun& placed)
{
    return !drawing.options.onlyFront || placed.onFront || path.isUnrepaired || isSelected(drawing, placed);
}

FigureLayer pointsOf(const TradeoffDrawing& drawing, const PlacedPath& path, bool onFront, bool inLegend)
{
    FigureLayer layer;
    layer.mark = Mark::Points;
    layer.name = text("%1", path.name);
    layer.hue = path.isUnrepaired ? Hue::Neutral : Hue::Method;
    layer.index = path.index;
    layer.hollow = !onFront;
    layer.large = path.isUnrepaired; // a path begins on it: it must show around the path's first point
    layer.faint = drawing.isCrowded && !onFront && !path.isUnrepaired;
    layer.inLegend = inLegend;
    for (const PlacedRun& placed : path.runs) {
        if (placed.onFront != onFront || !isShown(drawing, path, placed))
            continue;
        const bool hasBars = drawing.options.withErrorBars
            && (!drawing.isCrowded || onFront || path.isUnrepaired || isSelected(drawing, placed));
        layer.x.push_back(*placed.x->mean);
        layer.y.push_back(*placed.y->mean);
        const auto end
            = [&](const std::optional<double>& bound) { return hasBars ? bound.value_or(kNone) : kNone; };
        layer.low.push_back(end(placed.y->low));
        layer.high.push_back(end(placed.y->high));
        const double left = end(placed.x->low);
        layer.xLow.push_back(drawing.gapsHaveNoSign && left < 0.0 ? 0.0 : left);
        layer.xHigh.push_back(end(placed.x->high));
        layer.labels.push_back(labelOf(drawing, placed));
        layer.ids.push_back(static_cast<int>(placed.run));
    }
    return layer;
}

} // namespace

std::vector<PlacedPath> placedPaths(const Report& report, const std::vector<PlacedRun>& placed)
{
    const bool withLearner = hasSeveralLearners(report);
    std::vector<PlacedPath> paths;
    for (const RunPath& all : runPaths(report)) {
        PlacedPath path;
        path.isUnrepaired = all.isUnrepaired;
        for (const std::size_t run : all.runs) {
            const auto found = std::ranges::find(placed, run, &PlacedRun::run);
            if (found != placed.end())
                path.runs.push_back(*found);
        }
        if (path.runs.empty())
            continue;
        path.name = runName(report.runs[path.runs.front().run], withLearner);
        paths.push_back(std::move(path));
    }
    tellApart(paths, report);
    giveLooks(paths, report);
    std::ranges::stable_partition(paths, [](const PlacedPath& path) { return path.isUnrepaired; });
    return paths;
}

void addPath(Figure& figure, const TradeoffDrawing& drawing, const PlacedPath& path)
{
    if (path.runs.size() > 1 && !drawing.options.onlyFront) {
        FigureLayer line;
        line.name = text("%1, path", path.name);
        line.hue = path.isUnrepaired ? Hue::Neutral : Hue::Method;
        line.index = path.index;
        line.inLegend = false;
        for (const PlacedRun& placed : path.runs) {
            line.x.push_back(*placed.x->mean);
            line.y.push_back(*placed.y->mean);
        }
        figure.layers.push_back(std::move(line));
    }
    bool named = false;
    for (const bool onFront : {true, false}) {
        FigureLayer points = pointsOf(drawing, path, onFront, !named);
        if (points.x.empty())
            continue;
        named = true;
        figure.layers.push_back(std::move(points));
    }
}

void addFront(Figure& figure, const std::vector<PlacedRun>& placed, bool higherIsFairer)
{
    std::vector<std::pair<double, double>> front;
    for (const PlacedRun& one : placed)
        if (one.onFront)
            front.emplace_back(*one.x->mean, *one.y->mean);
    if (front.size() < 2)
        return;
    std::ranges::sort(front);
    FigureLayer stairs;
    stairs.name = text("Pareto front");
    stairs.hue = Hue::Muted;
    stairs.inLegend = false;
    for (std::size_t i = 0; i < front.size(); ++i) {
        if (i > 0) {
            stairs.x.push_back(higherIsFairer ? front[i - 1].first : front[i].first);
            stairs.y.push_back(higherIsFairer ? front[i].second : front[i - 1].second);
        }
        stairs.x.push_back(front[i].first);
        stairs.y.push_back(front[i].second);
    }
    figure.layers.push_back(std::move(stairs));
    addNote(figure, text("Filled: Pareto front."));
}

} // namespace evenhand
