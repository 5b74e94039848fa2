#include "engine/representation/task_readings.h"

#include "engine/network/task_measures.h"
#include "engine/transport/distances.h"

#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

/// Rows of one task with their predictions.
struct TaskRows {
    std::vector<double> output, y, weight;
    std::vector<std::int32_t> group;
};

TaskRows rowsOf(const HeadPredictions& all, Index task)
{
    TaskRows made;
    for (Index i = 0; i < all.outputs.rows(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (all.targets.byRow() && all.targets.taskOf[at] != task)
            continue;
        const double y = all.targets.y(i, all.targets.byRow() ? 0 : task);
        if (std::isnan(y))
            continue;
        made.output.push_back(all.outputs(i, task));
        made.y.push_back(y);
        made.weight.push_back(all.rows.weight[i]);
        made.group.push_back(all.rows.group[at]);
    }
    return made;
}

bool isDegenerate(Task kind, const TaskMeasures& measured)
{
    if (kind == Task::Regression)
        return measured.error > 0.99 * measured.trivialError;
    return std::min(measured.decided, 1.0 - measured.decided) < 0.1 * measured.trivialError;
}

/// The largest KS distance between two groups with enough rows.
std::optional<double> ksOf(const TaskRows& rows, const TaskMeasures& measured, const RunContext& ctx)
{
    std::vector<std::int32_t> place(measured.groupRows.size(), -1);
    std::int32_t groups = 0;
    for (std::size_t g = 0; g < place.size(); ++g)
        if (measured.groupRows[g] >= kLeastTaskRows)
            place[g] = groups++;
    if (groups < 2 || ctx.stopRequested())
        return std::nullopt;
    std::vector<double> score, weight;
    std::vector<std::int32_t> group;
    for (std::size_t i = 0; i < rows.output.size(); ++i)
        if (const std::int32_t own = place[static_cast<std::size_t>(rows.group[i])]; own >= 0) {
            score.push_back(rows.output[i]);
            weight.push_back(rows.weight[i]);
            group.push_back(own);
        }
    const auto found = ksDistance(score, group, weight, static_cast<std::size_t>(groups));
    return found.has_value() ? std::optional<double>(found->value) : std::nullopt;
}

TaskReading reading(
    std::string name, Task kind, const TaskMeasures& measured, const TaskRows& rows, const RunContext& ctx)
{
    TaskReading made;
    made.task = std::move(name);
    made.kind = kind;
    made.rows = measured.rows;
    made.error = measured.error;
    made.trivialError = measured.trivialError;
    made.degenerate = isDegenerate(kind, measured);
    made.gap = measured.gap;
    made.softGap = measured.softGap;
    made.groupRows = measured.groupRows;
    made.ks = ksOf(rows, measured, ctx);
    if (kind == Task::Classification) {
        const auto auc = aucEstimate(rows.output, rows.y, rows.weight, 0.95, ctx.silent());
        if (auc.has_value())
            made.auc = auc->value;
    }
    return made;
}

} // namespace

Result<std::vector<TaskReading>> taskReadings(const HeadPredictions& predictions, const RunContext& ctx)
{
    const std::vector<TaskMeasures> measured = measureTasks(predictions.targets, predictions.outputs,
        predictions.rows.group, predictions.groups, predictions.rows.weight, kLeastTaskRows);
    std::vector<TaskReading> readings;
    for (std::size_t t = 0; t < measured.size(); ++t) {
        EH_CHECK(ctx.checkpoint());
        readings.push_back(reading(predictions.names[t], predictions.targets.kinds[t], measured[t],
            rowsOf(predictions, static_cast<Index>(t)), ctx));
    }
    return readings;
}

Result<TaskReading> pooledReading(
    const HeadPredictions& predictions, const std::string& name, const RunContext& ctx)
{
    const Index n = predictions.outputs.rows();
    HeadTargets pooled;
    pooled.kinds = {predictions.targets.kinds.front()};
    pooled.y = predictions.targets.y;
    Eigen::MatrixXd outputs = Eigen::MatrixXd::Zero(n, 1);
    for (Index i = 0; i < n; ++i) {
        const std::int32_t task = predictions.targets.taskOf[static_cast<std::size_t>(i)];
        if (task >= 0)
            outputs(i, 0) = predictions.outputs(i, task);
        else
            pooled.y(i, 0) = std::numeric_limits<double>::quiet_NaN();
    }
    EH_TRY(std::vector<TaskReading> all,
        taskReadings({{name}, pooled, outputs, predictions.rows, predictions.groups}, ctx));
    return std::move(all.front());
}

} // namespace evenhand
