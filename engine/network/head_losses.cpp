#include "engine/network/head_losses.h"

#include "engine/core/exponentials.h"
#include "engine/core/wide_loops.h"

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

EVENHAND_WIDE_LOOPS void addScaled(
    double* __restrict to, const double* __restrict from, double factor, Index n)
{
    for (Index i = 0; i < n; ++i)
        to[i] += factor * from[i];
}

/// e holds exp(-|o|); slope becomes cost·(σ(o) - y), e becomes 1 + e, linear the part of the loss outside the
/// logarithm.
EVENHAND_WIDE_LOOPS void logisticParts(
    const double* o, const double* y, const double* cost, double* e, double* slope, double* linear, Index n)
{
    for (Index i = 0; i < n; ++i) {
        const double sum = 1.0 + e[i];
        slope[i] = cost[i] * ((o[i] >= 0.0 ? 1.0 : e[i]) / sum - y[i]);
        linear[i] = cost[i] * ((o[i] > 0.0 ? o[i] : 0.0) - o[i] * y[i]);
        e[i] = sum;
    }
}

EVENHAND_WIDE_LOOPS void minusSizes(const double* o, double* e, Index n)
{
    for (Index i = 0; i < n; ++i)
        e[i] = -std::abs(o[i]);
}

/// Σ cost·log(value) for values in [1, 2]: rows that count alike share one logarithm of their product.
double weightedLogs(const double* value, const double* cost, Index n)
{
    constexpr Index kFactors = 512; // 2^512 is far from the largest double
    double total = 0.0;
    for (Index i = 0; i < n;) {
        double product = 1.0;
        const double own = cost[i];
        const Index last = std::min(n, i + kFactors);
        for (; i < last && cost[i] == own; ++i)
            product *= value[i];
        total += own * std::log(product);
    }
    return total;
}

/// Outputs of one task in some rows, with what they are to be; turned into slopes in place.
struct TaskColumn {
    VectorXd output, y, cost, slope;
};

double logisticLoss(TaskColumn& task)
{
    const Index n = task.output.size();
    VectorXd e(n), linear(n);
    minusSizes(task.output.data(), e.data(), n);
    exponentials({e.data(), static_cast<std::size_t>(n)});
    logisticParts(
        task.output.data(), task.y.data(), task.cost.data(), e.data(), task.slope.data(), linear.data(), n);
    return linear.sum() + weightedLogs(e.data(), task.cost.data(), n);
}

double squaredLoss(TaskColumn& task)
{
    const auto residual = (task.output - task.y).array();
    task.slope = 2.0 * task.cost.array() * residual;
    return (task.cost.array() * residual.square()).sum();
}

double lossOf(Task kind, TaskColumn& task)
{
    return kind == Task::Classification ? logisticLoss(task) : squaredLoss(task);
}

/// Value and cost of a row; rows without a value cost nothing.
void setTarget(const HeadBatch& batch, Index row, Index column, Index at, Index to, TaskColumn& task)
{
    const double y = batch.targets.y(row, column);
    task.cost[to] = batch.targets.share(row, column)
        * (batch.scale.empty() ? 1.0 : batch.scale[static_cast<std::size_t>(at)]);
    task.y[to] = task.cost[to] > 0.0 ? y : 0.0;
}

/// Every row belongs to every task.
double sharedRows(const HeadBatch& batch, const MatrixXd& h, const Eigen::Map<const MatrixXd>& heads,
    const Eigen::Map<const VectorXd>& bias, HeadGradient* gradient)
{
    const Index n = h.cols();
    const MatrixXd byRow = h.transpose();
    MatrixXd back = MatrixXd::Zero(gradient == nullptr ? 0 : n, h.rows());
    TaskColumn task {VectorXd(n), VectorXd(n), VectorXd(n), VectorXd(n)};
    double total = 0.0;
    for (Index t = 0; t < heads.cols(); ++t) {
        task.output.setConstant(bias[t]);
        for (Index k = 0; k < h.rows(); ++k)
            addScaled(task.output.data(), byRow.col(k).data(), heads(k, t), n);
        for (Index i = 0; i < n; ++i)
            setTarget(batch, batch.rows[static_cast<std::size_t>(i)], t, i, i, task);
        total += lossOf(batch.targets.kinds[static_cast<std::size_t>(t)], task);
        if (gradient == nullptr)
            continue;
        gradient->heads.col(t).noalias() += byRow.transpose() * task.slope;
        gradient->bias[t] += task.slope.sum();
        for (Index k = 0; k < h.rows(); ++k)
            addScaled(back.col(k).data(), task.slope.data(), heads(k, t), n);
    }
    if (gradient != nullptr)
        gradient->representation = back.transpose();
    return total;
}

/// Every row belongs to one task: rows are taken task by task.
double ownRows(const HeadBatch& batch, const MatrixXd& h, const Eigen::Map<const MatrixXd>& heads,
    const Eigen::Map<const VectorXd>& bias, HeadGradient* gradient)
{
    std::vector<std::vector<Index>> rowsOf(static_cast<std::size_t>(heads.cols()));
    for (Index i = 0; i < h.cols(); ++i)
        if (const std::int32_t task
            = batch.targets.taskOf[static_cast<std::size_t>(batch.rows[static_cast<std::size_t>(i)])];
            task >= 0)
            rowsOf[static_cast<std::size_t>(task)].push_back(i);
    if (gradient != nullptr)
        gradient->representation.setZero();
    double total = 0.0;
    for (Index t = 0; t < heads.cols(); ++t) {
        const std::vector<Index>& own = rowsOf[static_cast<std::size_t>(t)];
        const auto n = static_cast<Index>(own.size());
        if (n == 0)
            continue;
        TaskColumn task {VectorXd(n), VectorXd(n), VectorXd(n), VectorXd(n)};
        for (Index i = 0; i < n; ++i) {
            const Index at = own[static_cast<std::size_t>(i)];
            task.output[i] = bias[t] + heads.col(t).dot(h.col(at));
            setTarget(batch, batch.rows[static_cast<std::size_t>(at)], 0, at, i, task);
        }
        total += lossOf(batch.targets.kinds[static_cast<std::size_t>(t)], task);
        for (Index i = 0; gradient != nullptr && i < n; ++i) {
            const Index at = own[static_cast<std::size_t>(i)];
            gradient->heads.col(t) += task.slope[i] * h.col(at);
            gradient->bias[t] += task.slope[i];
            gradient->representation.col(at) = task.slope[i] * heads.col(t);
        }
    }
    return total;
}

} // namespace

double lossOfHeads(const HeadBatch& batch, const MatrixXd& h, const Eigen::Map<const MatrixXd>& heads,
    const Eigen::Map<const VectorXd>& bias, HeadGradient* gradient)
{
    return batch.targets.byRow() ? ownRows(batch, h, heads, bias, gradient)
                                 : sharedRows(batch, h, heads, bias, gradient);
}

} // namespace evenhand
