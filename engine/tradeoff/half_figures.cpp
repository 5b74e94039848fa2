#include "engine/tradeoff/half_figures.h"

#include "engine/core/parallel.h"

#include <algorithm>

namespace evenhand {

namespace {

/// The first run's test rows of a repeat, which all runs of a study share.
const RepeatScores* sharedRows(const Report& report, std::size_t repeat)
{
    for (const RunResult& run : report.runs)
        if (!run.scores.empty())
            return testRowsOf(report, run, repeat);
    return nullptr;
}

} // namespace

Result<HalfFigures> halfFigures(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, const RunContext& ctx)
{
    HalfFigures figures;
    EH_TRY(figures.axes, tradeoffAxes(report, errorMetric, unfairnessMetric));
    figures.nRuns = report.runs.size();
    figures.testToTrain = testToTrainOf(report);
    figures.repeats.resize(commonRepeats(report));
    const auto measureRepeat = [&](std::size_t repeat) -> Result<void> {
        const RepeatScores* const rows = sharedRows(report, repeat);
        for (auto& half : figures.repeats[repeat])
            half.resize(report.runs.size());
        if (rows == nullptr)
            return kOk;
        const Task task = report.study.roles.task;
        const auto halves = testHalves(*rows, task, report.study.split.seed, repeat);
        for (int half = 0; half < 2; ++half) {
            const RowSubset subset(*rows, task, report.groups.names, rowsOfHalf(halves, half));
            for (std::size_t i = 0; i < report.runs.size(); ++i) {
                EH_CHECK(ctx.checkpoint());
                const RunResult& run = report.runs[i];
                const RepeatScores* const own = testRowsOf(report, run, repeat);
                if (repeat >= run.scores.size() || !run.scores[repeat] || own == nullptr
                    || (own != rows && own->row != rows->row))
                    continue;
                figures.repeats[repeat][static_cast<std::size_t>(half)][i]
                    = subset.measure(figures.axes, subset.take(*run.scores[repeat]), run.decides);
            }
        }
        return kOk;
    };
    EH_CHECK(parallelFor(figures.repeats.size(), ctx, measureRepeat));
    if (figures.repeats.empty())
        return noAnswer(text("no repeat is finished"));
    return figures;
}

} // namespace evenhand
