#include "engine/figures/build.h"
#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"
#include "engine/figures/tradeoff_parts.h"
#include "engine/pipeline/assemble.h"

#include <algorithm>

namespace evenhand {

namespace {

/// A gap that is never negative; those that have a sign compare with a reference group.
bool hasNoSign(const std::string& metricId)
{
    const auto info = findMetric(metricId);
    return info.has_value() && (*info)->parity == 0.0 && metricId != "statistical_parity_difference"
        && metricId != "average_odds_difference";
}

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

std::vector<PlacedRun> placedRuns(
    const Report& report, const std::string& error, const std::string& unfairness, Figure& figure)
{
    std::vector<PlacedRun> placed;
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
    for (PlacedRun& one : placed)
        one.onFront = std::ranges::binary_search(front, static_cast<int>(one.run));
    return placed;
}

Text summaryOfRuns(const Report& report, const std::vector<PlacedRun>& placed, const std::string& error,
    const std::string& unfairness)
{
    const bool higher = higherIsBetter(unfairness);
    const auto fairer = [&](const PlacedRun& a, const PlacedRun& b) {
        return higher ? *a.x->mean > *b.x->mean : *a.x->mean < *b.x->mean;
    };
    const PlacedRun& fairest = *std::min_element(placed.begin(), placed.end(), fairer);
    const auto baseline = std::find_if(placed.begin(), placed.end(),
        [&](const PlacedRun& one) { return report.runs[one.run].method.empty(); });
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

Text summaryOf(const Report& report, const std::vector<PlacedRun>& placed, const std::string& error,
    const std::string& unfairness, const TradeoffOptions& options)
{
    Text summary = summaryOfRuns(report, placed, error, unfairness);
    if (options.frontier == nullptr || !options.withFrontier || options.frontier->randomised.empty())
        return summary;
    const auto reached = [&](const RepeatedMetric& point) { return metricNumber(error, *point.mean); };
    return text("%1 Group thresholds reach %2 without any gap and %3 where the gap does not matter.",
        summary.english(), reached(options.frontier->randomised.front()),
        reached(options.frontier->randomised.back()));
}

} // namespace

Figure tradeoffFigure(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, int selectedRun, const TradeoffOptions& options)
{
    Figure figure;
    figure.id = "tradeoff";
    figure.title = text("What fairness costs");
    figure.subtitle = text("%1 · %2 · %3 rows · %4 repeats, 95 % intervals of the mean", report.dataName,
        report.groups.attribute, report.usedRows, report.study.split.repeats);
    figure.selectedId = selectedRun;
    figure.x = axisOf(unfairnessMetric, false);
    figure.y = axisOf(errorMetric, true);
    const std::vector<PlacedRun> placed = placedRuns(report, errorMetric, unfairnessMetric, figure);
    if (placed.empty()) {
        figure.summary = report.runs.empty()
            ? text("There is no run yet.")
            : text("No run has both a %1 and a %2.", metricName(errorMetric), metricName(unfairnessMetric));
        return figure;
    }
    figure.summary = summaryOf(report, placed, errorMetric, unfairnessMetric, options);
    const TradeoffDrawing drawing {
        report, options, selectedRun, placed.size() > kRunsWithBars, hasNoSign(unfairnessMetric)};
    addFront(figure, placed, higherIsBetter(unfairnessMetric));
    addThresholds(figure, placed, options);
    for (const PlacedPath& path : placedPaths(report, placed))
        addPath(figure, drawing, path);
    if (drawing.isCrowded && options.withErrorBars)
        addNote(figure, text("Bars: front only."));
    return figure;
}

Figure tradeoff(const Report& report, const std::string& errorMetric, const std::string& unfairnessMetric,
    int selectedRun)
{
    return tradeoffFigure(report, errorMetric, unfairnessMetric, selectedRun, {});
}

} // namespace evenhand
