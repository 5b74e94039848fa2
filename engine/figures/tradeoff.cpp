#include "engine/figures/build.h"
#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"
#include "engine/pipeline/assemble.h"

#include <algorithm>

namespace evenhand {

namespace {

bool higherIsBetter(const std::string& metricId)
{
    const auto info = findMetric(metricId);
    return info.has_value() && (*info)->higherIsBetter;
}

FigureAxis axisOf(const std::string& metricId, bool isVertical)
{
    const auto info = findMetric(metricId);
    const bool higher = higherIsBetter(metricId);
    const char* const arrow = isVertical ? (higher ? " (better ↑)" : " (better ↓)")
        : higher                         ? " (fairer →)"
                                         : " (← fairer)";
    FigureAxis axis;
    axis.label = Text {metricName(metricId) + arrow, {}};
    axis.percent = info.has_value() && (*info)->isShare;
    return axis;
}

/// A run with a place in the figure.
struct Placed {
    std::size_t run = 0;
    const RepeatedMetric* x = nullptr;
    const RepeatedMetric* y = nullptr;
    bool onFront = false;
};

/// All the runs that differ in nothing but the strength, weakest first.
struct Path {
    std::vector<Placed> runs;
    std::string name;
    int colour = 0;
    bool isBaseline = false;
};

std::vector<Placed> placedRuns(
    const Report& report, const std::string& error, const std::string& unfairness, Figure& figure)
{
    std::vector<Placed> placed;
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const RunResult& run = report.runs[i];
        const RepeatedMetric* const x = findMetricOf(run.metrics, unfairness);
        const RepeatedMetric* const y = findMetricOf(run.metrics, error);
        if (x != nullptr && y != nullptr && x->mean && y->mean) {
            placed.push_back({i, x, y, false});
            continue;
        }
        const bool xIsMissing = x == nullptr || !x->mean;
        const RepeatedMetric* const missing = xIsMissing ? x : y;
        figure.notes.push_back(text("Run %1 (%2) is not shown: its %3 is undefined%4.", i + 1,
            runName(run, true), metricName(xIsMissing ? unfairness : error),
            missing == nullptr || missing->undefined.empty() ? std::string()
                                                             : " (" + missing->undefined.english() + ")"));
    }
    const std::vector<int> front = paretoFront(report.runs, error, unfairness);
    for (Placed& one : placed)
        one.onFront = std::ranges::binary_search(front, static_cast<int>(one.run));
    return placed;
}

std::vector<Path> pathsOf(const Report& report, const std::vector<Placed>& placed)
{
    const bool withLearner = hasSeveralLearners(report);
    std::vector<Path> paths;
    for (const Placed& one : placed) {
        const RunResult& run = report.runs[one.run];
        const auto found = std::find_if(paths.begin(), paths.end(),
            [&](const Path& path) { return isSamePath(report.runs[path.runs.front().run], run); });
        if (found != paths.end()) {
            found->runs.push_back(one);
            continue;
        }
        Path path;
        path.runs = {one};
        path.isBaseline = run.method.empty();
        path.name = runName(run, withLearner);
        paths.push_back(std::move(path));
    }
    int colour = 0;
    for (Path& path : paths) {
        path.colour = path.isBaseline ? 0 : ++colour;
        const auto byStrength = [&](const Placed& a, const Placed& b) {
            return strengthOf(report.runs[a.run]).value_or(0.0)
                < strengthOf(report.runs[b.run]).value_or(0.0);
        };
        std::stable_sort(path.runs.begin(), path.runs.end(), byStrength);
    }
    return paths;
}

/// Two paths of one method differ in some other parameter; their names must, too.
void tellApart(std::vector<Path>& paths, const Report& report)
{
    for (Path& path : paths) {
        const auto sameName
            = std::count_if(paths.begin(), paths.end(), [&](const Path& p) { return p.name == path.name; });
        if (sameName < 2)
            continue;
        for (Path& other : paths) {
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

Text labelOf(const Report& report, const Placed& placed)
{
    const RunResult& run = report.runs[placed.run];
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
    return text("%1\n%2: %3\n%4: %5", name, metricName(placed.y->id), number(*placed.y),
        metricName(placed.x->id), number(*placed.x));
}

FigureLayer pointsOf(const Report& report, const Path& path, bool onFront, bool inLegend)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    FigureLayer layer;
    layer.mark = Mark::Points;
    layer.name = text("%1", path.name);
    layer.hue = path.isBaseline ? Hue::Neutral : Hue::Method;
    layer.index = path.isBaseline ? 2 : path.colour - 1;
    layer.hollow = !onFront;
    layer.large = path.isBaseline; // a path begins on it: it must show around the path's first point
    layer.inLegend = inLegend;
    for (const Placed& placed : path.runs) {
        if (placed.onFront != onFront)
            continue;
        layer.x.push_back(*placed.x->mean);
        layer.y.push_back(*placed.y->mean);
        layer.low.push_back(placed.y->low.value_or(kNone));
        layer.high.push_back(placed.y->high.value_or(kNone));
        layer.xLow.push_back(placed.x->low.value_or(kNone));
        layer.xHigh.push_back(placed.x->high.value_or(kNone));
        layer.labels.push_back(labelOf(report, placed));
        layer.ids.push_back(static_cast<int>(placed.run));
    }
    return layer;
}

void addPath(Figure& figure, const Report& report, const Path& path)
{
    if (path.runs.size() > 1) {
        FigureLayer line;
        line.name = text("%1, path", path.name);
        line.hue = path.isBaseline ? Hue::Neutral : Hue::Method;
        line.index = path.isBaseline ? 0 : path.colour - 1;
        line.inLegend = false;
        for (const Placed& placed : path.runs) {
            line.x.push_back(*placed.x->mean);
            line.y.push_back(*placed.y->mean);
        }
        figure.layers.push_back(std::move(line));
    }
    bool named = false;
    for (const bool onFront : {true, false}) {
        FigureLayer points = pointsOf(report, path, onFront, !named);
        if (points.x.empty())
            continue;
        named = true;
        figure.layers.push_back(std::move(points));
    }
}

/// The best that can be had at each level of unfairness, as stairs.
void addFront(Figure& figure, const std::vector<Placed>& placed, bool higherIsFairer)
{
    std::vector<std::pair<double, double>> front;
    for (const Placed& one : placed) {
        if (one.onFront)
            front.emplace_back(*one.x->mean, *one.y->mean);
    }
    if (front.size() < 2)
        return;
    std::sort(front.begin(), front.end());
    FigureLayer stairs;
    stairs.name = text("Pareto front");
    stairs.hue = Hue::Muted;
    stairs.faint = true;
    for (std::size_t i = 0; i < front.size(); ++i) {
        if (i > 0) {
            stairs.x.push_back(higherIsFairer ? front[i - 1].first : front[i].first);
            stairs.y.push_back(higherIsFairer ? front[i].second : front[i - 1].second);
        }
        stairs.x.push_back(front[i].first);
        stairs.y.push_back(front[i].second);
    }
    figure.layers.push_back(std::move(stairs));
    figure.notes.push_back(text("Filled: no other run is better in both. Hollow: another run is."));
}

Text summaryOf(const Report& report, const std::vector<Placed>& placed, const std::string& error,
    const std::string& unfairness)
{
    const bool higher = higherIsBetter(unfairness);
    const auto fairer = [&](const Placed& a, const Placed& b) {
        return higher ? *a.x->mean > *b.x->mean : *a.x->mean < *b.x->mean;
    };
    const Placed& fairest = *std::min_element(placed.begin(), placed.end(), fairer);
    const auto baseline = std::find_if(
        placed.begin(), placed.end(), [&](const Placed& one) { return report.runs[one.run].method.empty(); });
    const auto number = [](const RepeatedMetric& metric) { return metricNumber(metric.id, *metric.mean); };
    const Text words = strengthWords(report.runs[fairest.run]);
    const std::string strength = words.empty() ? std::string() : ", " + words.english();
    const std::string fairestName = runName(report.runs[fairest.run], false) + strength;
    if (baseline == placed.end() || baseline->run == fairest.run)
        return text("Of %1 runs the fairest is %2: %3 %4 at %5 %6.", placed.size(), fairestName,
            metricName(error), number(*fairest.y), metricName(unfairness), number(*fairest.x));
    return text("Without repair: %1 %2 at %3 %4. The fairest of %5 runs, %6: %7 at %8.", metricName(error),
        number(*baseline->y), metricName(unfairness), number(*baseline->x), placed.size(), fairestName,
        number(*fairest.y), number(*fairest.x));
}

} // namespace

Figure tradeoff(const Report& report, const std::string& errorMetric, const std::string& unfairnessMetric,
    int selectedRun)
{
    Figure figure;
    figure.id = "tradeoff";
    figure.title = text("What fairness costs");
    figure.subtitle = text("%1 · %2 · %3 rows · %4 repeats, 95 % intervals of the mean", report.dataName,
        report.groups.attribute, report.usedRows, report.study.split.repeats);
    figure.selectedId = selectedRun;
    figure.x = axisOf(unfairnessMetric, false);
    figure.y = axisOf(errorMetric, true);
    const std::vector<Placed> placed = placedRuns(report, errorMetric, unfairnessMetric, figure);
    if (placed.empty()) {
        figure.summary = report.runs.empty()
            ? text("There is no run yet.")
            : text("No run has both a %1 and a %2.", metricName(errorMetric), metricName(unfairnessMetric));
        return figure;
    }
    figure.summary = summaryOf(report, placed, errorMetric, unfairnessMetric);
    addFront(figure, placed, higherIsBetter(unfairnessMetric));
    std::vector<Path> paths = pathsOf(report, placed);
    tellApart(paths, report);
    std::ranges::stable_partition(paths, [](const Path& path) { return path.isBaseline; });
    for (const Path& path : paths)
        addPath(figure, report, path);
    return figure;
}

} // namespace evenhand
