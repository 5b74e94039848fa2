#include "engine/network/task_measures.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

/// Sums over one group's rows of one task.
struct GroupSums {
    double rows = 0.0, weight = 0.0, value = 0.0, soft = 0.0;
};

std::optional<double> spread(const std::vector<GroupSums>& groups, double leastRows, double GroupSums::*sum)
{
    std::optional<double> low, high;
    int counted = 0;
    for (const GroupSums& group : groups) {
        if (group.rows < std::max(1.0, leastRows))
            continue;
        const double mean = group.*sum / group.weight;
        low = std::min(mean, low.value_or(mean));
        high = std::max(mean, high.value_or(mean));
        ++counted;
    }
    return counted < 2 ? std::nullopt : std::optional<double>(*high - *low);
}

TaskMeasures measure(const HeadTargets& targets, Index task, const Eigen::MatrixXd& outputs,
    const std::vector<std::int32_t>& group, std::size_t nGroups, const Eigen::VectorXd& weight,
    double leastRows)
{
    const bool classes = targets.kinds[static_cast<std::size_t>(task)] == Task::Classification;
    TaskMeasures found;
    std::vector<GroupSums> groups(nGroups);
    double total = 0.0, sum = 0.0, squares = 0.0;
    for (Index i = 0; i < outputs.rows(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (targets.byRow() && targets.taskOf[at] != task)
            continue;
        const double y = targets.y(i, targets.byRow() ? 0 : task);
        if (std::isnan(y))
            continue;
        const double o = outputs(i, task), w = weight[i];
        const double value = classes ? (o > 0.0 ? 1.0 : 0.0) : o;
        found.rows += 1.0;
        total += w;
        sum += w * y;
        squares += w * y * y;
        found.error += w * (value - y) * (value - y);
        found.decided += w * value;
        if (group[at] < 0)
            continue;
        GroupSums& own = groups[static_cast<std::size_t>(group[at])];
        own.rows += 1.0;
        own.weight += w;
        own.value += w * value;
        own.soft += classes ? w * probabilityOf(o) : 0.0;
    }
    if (total > 0.0) {
        found.error /= total;
        found.decided /= total;
        const double mean = sum / total;
        found.trivialError = classes ? std::min(mean, 1.0 - mean) : squares / total - mean * mean;
    }
    found.gap = spread(groups, leastRows, &GroupSums::value);
    if (classes)
        found.softGap = spread(groups, leastRows, &GroupSums::soft);
    for (const GroupSums& own : groups)
        found.groupRows.push_back(own.rows);
    return found;
}

} // namespace

double probabilityOf(double output)
{
    const double e = std::exp(-std::abs(output));
    return (output >= 0.0 ? 1.0 : e) / (1.0 + e);
}

std::vector<TaskMeasures> measureTasks(const HeadTargets& targets, const Eigen::MatrixXd& outputs,
    const std::vector<std::int32_t>& group, std::size_t groups, const Eigen::VectorXd& weight,
    double leastRows)
{
    std::vector<TaskMeasures> all;
    for (Index task = 0; task < outputs.cols(); ++task)
        all.push_back(measure(targets, task, outputs, group, groups, weight, leastRows));
    return all;
}

} // namespace evenhand
