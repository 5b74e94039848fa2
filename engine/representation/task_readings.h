#pragma once

#include "engine/core/run_context.h"
#include "engine/representation/representation_insight.h"
#include "engine/representation/served_tasks.h"

namespace evenhand {

/// Predictions of heads for some rows, with what they should have been.
struct HeadPredictions {
    std::vector<std::string> names; ///< of the tasks
    const HeadTargets& targets;     ///< of the rows, standardised
    const Eigen::MatrixXd& outputs; ///< (n, tasks)
    const EncodedData& rows;        ///< weight and group are used
    std::size_t groups = 0;
};

/// Group rows of a task below which its gaps are not shown.
inline constexpr double kLeastTaskRows = 10.0;

/// How each task fares. A head that decides for the rarer outcome less than a tenth as often as it occurs, or
/// that explains less than a hundredth of the variance, is degenerate.
[[nodiscard]] Result<std::vector<TaskReading>> taskReadings(
    const HeadPredictions& predictions, const RunContext& ctx);

/// All tasks of a task column as one: rows pooled, each predicted by its own task's head.
[[nodiscard]] Result<TaskReading> pooledReading(
    const HeadPredictions& predictions, const std::string& name, const RunContext& ctx);

} // namespace evenhand
