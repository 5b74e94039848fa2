#include "engine/tradeoff/tradeoff_axes.h"

#include <algorithm>

namespace evenhand {

namespace {

Result<const MetricInfo*> fittingMetric(const std::string& id, MetricRole role, Task task)
{
    EH_TRY(const MetricInfo* const metric, findMetric(id));
    const bool fitsTask = task == Task::Classification ? metric->classification : metric->regression;
    if (metric->role != role || !fitsTask)
        return invalidArgument(role == MetricRole::Error
                ? text("“%1” cannot stand on the error axis of this task", id)
                : text("“%1” cannot stand on the unfairness axis of this task", id));
    return metric;
}

} // namespace

Result<TradeoffAxes> tradeoffAxes(
    const Report& report, const std::string& errorMetric, const std::string& unfairnessMetric)
{
    const Task task = report.study.roles.task;
    EH_TRY(const MetricInfo* const error, fittingMetric(errorMetric, MetricRole::Error, task));
    EH_TRY(const MetricInfo* const unfairness, fittingMetric(unfairnessMetric, MetricRole::Unfairness, task));
    return TradeoffAxes {error, unfairness};
}

const RepeatedMetric* metricOf(const RunResult& run, std::string_view id)
{
    const auto found = std::ranges::find(run.metrics, id, &RepeatedMetric::id);
    return found == run.metrics.end() ? nullptr : &*found;
}

std::optional<double> meanOf(const RunResult& run, const MetricInfo& metric)
{
    const RepeatedMetric* const found = metricOf(run, metric.id);
    return found == nullptr ? std::nullopt : found->mean;
}

double testToTrainOf(const Report& report)
{
    double sum = 0.0;
    std::size_t n = 0;
    const auto used = static_cast<double>(report.usedRows);
    const double trainable = used * (1.0 - report.study.split.calibrationFraction);
    for (const auto& repeats : report.baseScores)
        for (const auto& rows : repeats) {
            const double test = rows ? static_cast<double>(rows->row.size()) : 0.0;
            if (test <= 0.0 || trainable <= test)
                continue;
            sum += test / (trainable - test);
            ++n;
        }
    return n == 0 ? 0.0 : sum / static_cast<double>(n);
}

std::size_t commonRepeats(const Report& report)
{
    std::size_t common = 0;
    bool any = false;
    for (const RunResult& run : report.runs) {
        if (run.scores.empty())
            continue;
        common = any ? std::min(common, run.scores.size()) : run.scores.size();
        any = true;
    }
    return common;
}

const RepeatScores* testRowsOf(const Report& report, const RunResult& run, std::size_t repeat)
{
    const auto base = static_cast<std::size_t>(run.learnerIndex);
    if (base >= report.baseScores.size() || repeat >= report.baseScores[base].size())
        return nullptr;
    return report.baseScores[base][repeat].get();
}

} // namespace evenhand
