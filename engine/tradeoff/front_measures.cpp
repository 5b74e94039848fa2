#include "engine/tradeoff/front_measures.h"

#include "engine/core/number_text.h"
#include "engine/tradeoff/row_subset.h"

#include <algorithm>
#include <numeric>

namespace evenhand {

namespace {

using Values = std::vector<std::optional<double>>;

/// The error of the mean outcome for everybody, mean over the repeats.
std::optional<double> trivialError(const Report& report, const TradeoffAxes& axes)
{
    if (report.baseScores.empty())
        return std::nullopt;
    double sum = 0.0;
    std::size_t n = 0;
    for (const auto& shared : report.baseScores.front()) {
        if (!shared || shared->y.size() == 0)
            continue;
        RepeatScores rows = *shared;
        rows.threshold = 0.5;
        std::vector<Eigen::Index> all(static_cast<std::size_t>(rows.y.size()));
        std::iota(all.begin(), all.end(), Eigen::Index {0});
        const RowSubset subset(rows, report.study.roles.task, report.groups.names, std::move(all));
        const std::vector<double> mean(subset.size(), rows.y.dot(rows.weight) / rows.weight.sum());
        const std::optional<double> error = subset.measure(axes, mean, false).error;
        sum += error.value_or(0.0);
        n += error ? 1U : 0U;
    }
    return n == 0 ? std::nullopt : std::optional(sum / static_cast<double>(n));
}

std::optional<double> worst(const Report& report, const MetricInfo& metric, bool unrepairedOnly)
{
    std::optional<double> found;
    for (const RunResult& run : report.runs) {
        const std::optional<double> mean = meanOf(run, metric);
        if (mean && (!unrepairedOnly || run.method.empty()))
            found = std::max(found.value_or(badness(metric, *mean)), badness(metric, *mean));
    }
    return found;
}

/// The points of a path in one repeat.
std::vector<ErrorAndGap> pointsOf(
    const Report& report, const RunPath& path, const TradeoffAxes& axes, std::size_t repeat)
{
    std::vector<ErrorAndGap> points;
    for (const std::size_t run : path.runs) {
        const RepeatedMetric* const error = metricOf(report.runs[run], axes.error->id);
        const RepeatedMetric* const gap = metricOf(report.runs[run], axes.unfairness->id);
        if (error == nullptr || gap == nullptr || repeat >= error->repeats.size()
            || repeat >= gap->repeats.size() || !error->repeats[repeat] || !gap->repeats[repeat])
            continue;
        points.push_back({axes.errorBadness(*error->repeats[repeat]), axes.gap(*gap->repeats[repeat])});
    }
    return points;
}

Values hypervolumes(const Report& report, const RunPath& path, const TradeoffAxes& axes,
    const ErrorAndGap& reference, std::size_t nRepeats)
{
    Values values;
    for (std::size_t repeat = 0; repeat < nRepeats; ++repeat) {
        const std::vector<ErrorAndGap> points = pointsOf(report, path, axes, repeat);
        values.push_back(points.empty() ? std::nullopt : std::optional(hypervolume(points, reference)));
    }
    return values;
}

void rankPaths(FrontMeasures& measures, double testToTrain)
{
    std::ranges::stable_sort(measures.paths, std::ranges::greater {},
        [](const FrontMeasure& path) { return *path.hypervolume.mean; });
    for (std::size_t i = 0; i < measures.paths.size(); ++i) {
        FrontMeasure& own = measures.paths[i];
        const Values& best = measures.paths.front().hypervolume.repeats;
        Values behind;
        for (std::size_t r = 0; r < std::min(best.size(), own.hypervolume.repeats.size()); ++r)
            behind.push_back(best[r] && own.hypervolume.repeats[r]
                    ? std::optional(*best[r] - *own.hypervolume.repeats[r])
                    : std::nullopt);
        own.behindBest = summarise("behind_best", std::move(behind), testToTrain);
        own.rank = static_cast<int>(i) + 1;
        own.isLevelWithBest = i == 0 || (own.behindBest.low && *own.behindBest.low <= 0.0);
    }
}

std::string metricNumber(const MetricInfo& metric, double value)
{
    return metric.isShare ? percentNumber(value) : shortNumber(value);
}

} // namespace

double hypervolume(std::span<const ErrorAndGap> points, const ErrorAndGap& reference)
{
    std::vector<ErrorAndGap> sorted;
    std::ranges::copy_if(points, std::back_inserter(sorted),
        [&](const ErrorAndGap& point) { return point.error < reference.error && point.gap < reference.gap; });
    std::ranges::sort(sorted, [](const ErrorAndGap& a, const ErrorAndGap& b) {
        return a.gap != b.gap ? a.gap < b.gap : a.error < b.error;
    });
    double area = 0.0;
    double lowest = reference.error;
    for (const ErrorAndGap& point : sorted) {
        if (point.error >= lowest)
            continue;
        area += (lowest - point.error) * (reference.gap - point.gap);
        lowest = point.error;
    }
    return area;
}

Result<FrontMeasures> frontMeasures(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, const RunContext& ctx)
{
    EH_TRY(const TradeoffAxes axes, tradeoffAxes(report, errorMetric, unfairnessMetric));
    EH_CHECK(ctx.checkpoint());
    std::optional<double> error = trivialError(report, axes);
    const bool isTrivial = error.has_value();
    if (!error)
        if (const auto badness = worst(report, *axes.error, false))
            error = axes.errorValue(*badness);
    std::optional<double> gap = worst(report, *axes.unfairness, true);
    const bool isUnrepaired = gap.has_value();
    if (!gap)
        gap = worst(report, *axes.unfairness, false);
    if (!error || !gap)
        return noAnswer(text("no run has both figures"));
    FrontMeasures measures;
    measures.referenceError = *error;
    measures.referenceGap = *gap;
    const std::string errorWords = metricNumber(*axes.error, *error);
    const std::string gapWords = metricNumber(*axes.unfairness, *gap);
    measures.reference = isTrivial && isUnrepaired
        ? text("Reference point: the error of giving everybody the mean outcome (%1) and the gap without "
               "repair (%2).",
            errorWords, gapWords)
        : text("Reference point: error %1 and gap %2, the worst of the runs.", errorWords, gapWords);
    const ErrorAndGap reference {axes.errorBadness(*error), *gap};
    const std::size_t nRepeats = commonRepeats(report);
    const double testToTrain = testToTrainOf(report);
    for (const RunPath& path : runPaths(report)) {
        EH_CHECK(ctx.checkpoint());
        FrontMeasure measure;
        measure.path = path;
        Values values = hypervolumes(report, path, axes, reference, nRepeats);
        Values areas = values;
        for (std::optional<double>& area : areas)
            if (area)
                area = axes.errorValue(reference.error - (*gap > 0.0 ? *area / *gap : 0.0));
        measure.hypervolume = summarise("hypervolume", std::move(values), testToTrain);
        measure.areaUnderFront = summarise("area_under_front", std::move(areas), testToTrain);
        if (measure.hypervolume.mean)
            measures.paths.push_back(std::move(measure));
        else
            measures.notes.push_back(
                text("Run %1 and its path are not ranked: they have no figures.", path.runs.front() + 1));
    }
    if (measures.paths.empty())
        return noAnswer(text("no run has both figures"));
    rankPaths(measures, testToTrain);
    if (nRepeats < 2)
        measures.notes.push_back(text("Intervals need at least two repeats."));
    return measures;
}

} // namespace evenhand
