#pragma once

#include "engine/representation/served_tasks.h"

namespace evenhand {

/// Rows of novel tasks with the features that their heads may see.
struct NovelRows {
    const EncodedData& train;
    const EncodedData& test;
    ServedTasks tasks; ///< the novel ones
    TargetScale scale;
};

/// What a head starts from: with a task column, the mean of the heads that were trained.
struct PooledHead {
    Eigen::VectorXd weight; ///< (features,)
    double bias = 0.0;
};

/// Outputs for the test rows, (n, novel tasks), of plain heads that are fitted on the training rows without
/// any fairness: logistic regression with C = 1, or ridge regression of the standardised number with λ = 1.
/// With a pooled head, numbers are predicted by it and a ridge correction with λ = @p coupling · rows, so
/// that a task with few rows stays near what is known of the others. A task without usable training rows has
/// the pooled head, or the output 0.
/// @errors Cancelled
[[nodiscard]] Result<Eigen::MatrixXd> novelOutputs(
    const NovelRows& rows, const PooledHead* pooled, double coupling, const RunContext& ctx);

/// One ridge regression of the standardised numbers of all tasks: the pooled head on plain features.
[[nodiscard]] Result<PooledHead> fitPooledHead(
    const EncodedData& train, const ServedTasks& tasks, const TargetScale& scale, const RunContext& ctx);

} // namespace evenhand
