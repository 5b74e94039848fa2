#include "engine/representation/served_tasks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace evenhand {

using Eigen::Index;

namespace {

/// Place of each task of the study among those served; -1: not served.
std::vector<std::int32_t> placesOf(const ServedTasks& tasks)
{
    std::vector<std::int32_t> place(tasks.tasks->count(), -1);
    for (std::size_t k = 0; k < tasks.served.size(); ++k)
        place[tasks.served[k]] = static_cast<std::int32_t>(k);
    return place;
}

/// Values as they are in the table, (n, T) or (n, 1), and each row's task with a task column.
HeadTargets rawTargets(const ServedTasks& tasks, const EncodedData& rows)
{
    HeadTargets made;
    for (std::size_t k = 0; k < tasks.count(); ++k)
        made.kinds.push_back(tasks.kind(k));
    const Index n = rows.y.size();
    if (tasks.tasks == nullptr || tasks.tasks->byRow()) {
        made.y = rows.y;
    } else {
        made.y.resize(n, static_cast<Index>(tasks.count()));
        for (Index k = 0; k < made.y.cols(); ++k)
            for (Index i = 0; i < n; ++i)
                made.y(i, k) = tasks.tasks->y(rows.row[static_cast<std::size_t>(i)],
                    static_cast<Index>(tasks.served[static_cast<std::size_t>(k)]));
    }
    if (tasks.tasks != nullptr && tasks.tasks->byRow()) {
        const std::vector<std::int32_t> place = placesOf(tasks);
        for (const Index row : rows.row) {
            const std::int32_t task = tasks.tasks->taskOfRow[static_cast<std::size_t>(row)];
            made.taskOf.push_back(task < 0 ? -1 : place[static_cast<std::size_t>(task)]);
            if (made.taskOf.back() < 0) // of another task: its value is nobody's here
                made.y(static_cast<Index>(made.taskOf.size()) - 1, 0)
                    = std::numeric_limits<double>::quiet_NaN();
        }
    }
    return made;
}

} // namespace

std::vector<std::string> ServedTasks::names() const
{
    if (tasks == nullptr)
        return {ownName};
    std::vector<std::string> all;
    for (const std::size_t task : served)
        all.push_back(tasks->names[task]);
    return all;
}

ServedTasks ServedTasks::all(Task own, std::string ownName, const TaskTargets* tasks)
{
    ServedTasks made {own, std::move(ownName), tasks, {}};
    if (tasks != nullptr) {
        made.served.resize(tasks->count());
        std::iota(made.served.begin(), made.served.end(), std::size_t {0});
    }
    return made;
}

TargetScale targetScale(const ServedTasks& tasks, const EncodedData& rows)
{
    const HeadTargets raw = rawTargets(tasks, rows);
    TargetScale scale {Eigen::VectorXd::Zero(raw.y.cols()), Eigen::VectorXd::Ones(raw.y.cols())};
    for (Index k = 0; k < raw.y.cols(); ++k) {
        if (raw.kinds[static_cast<std::size_t>(k)] == Task::Classification)
            continue;
        double total = 0.0, sum = 0.0;
        for (Index i = 0; i < raw.y.rows(); ++i)
            if (!std::isnan(raw.y(i, k))) {
                total += rows.weight[i];
                sum += rows.weight[i] * raw.y(i, k);
            }
        if (!(total > 0.0))
            continue;
        scale.mean[k] = sum / total;
        double squares = 0.0;
        for (Index i = 0; i < raw.y.rows(); ++i)
            if (!std::isnan(raw.y(i, k)))
                squares += rows.weight[i] * (raw.y(i, k) - scale.mean[k]) * (raw.y(i, k) - scale.mean[k]);
        if (squares > 0.0)
            scale.sd[k] = std::sqrt(squares / total);
    }
    return scale;
}

HeadTargets headTargets(const ServedTasks& tasks, const EncodedData& rows, const TargetScale& scale)
{
    HeadTargets made = rawTargets(tasks, rows);
    for (Index k = 0; k < made.y.cols(); ++k)
        made.y.col(k) = (made.y.col(k).array() - scale.mean[k]) / scale.sd[k];
    setShares(made, rows.weight);
    return made;
}

EncodedData selectRows(const EncodedData& data, const std::vector<Index>& rows)
{
    EncodedData part;
    part.x = data.x.select(rows);
    part.y = data.y(rows);
    part.weight = data.weight(rows);
    for (const Index row : rows) {
        part.group.push_back(data.group[static_cast<std::size_t>(row)]);
        part.row.push_back(data.row[static_cast<std::size_t>(row)]);
    }
    return part;
}

} // namespace evenhand
