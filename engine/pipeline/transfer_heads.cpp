#include "engine/pipeline/transfer_heads.h"

#include "engine/learners/logistic_fit.h"
#include "engine/learners/ridge_fit.h"

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// Positions of the rows that have a value of a task.
std::vector<Index> rowsWith(const HeadTargets& targets, Index task)
{
    std::vector<Index> rows;
    for (Index i = 0; i < targets.y.rows(); ++i) {
        if (targets.byRow() && targets.taskOf[static_cast<std::size_t>(i)] != task)
            continue;
        if (!std::isnan(targets.y(i, targets.byRow() ? 0 : task)))
            rows.push_back(i);
    }
    return rows;
}

bool bothClasses(const VectorXd& y)
{
    return y.size() > 0 && y.minCoeff() < 0.5 && y.maxCoeff() > 0.5;
}

VectorXd linear(const DesignMatrix& x, const VectorXd& weight, double bias)
{
    return x.times(weight).array() + bias;
}

Result<VectorXd> classOutputs(const DesignMatrix& train, const VectorXd& y, const VectorXd& weight,
    const DesignMatrix& test, const RunContext& ctx)
{
    if (!bothClasses(y)) // one class only: everybody is decided alike
        return VectorXd(VectorXd::Constant(test.rows(), y.size() > 0 && y[0] > 0.5 ? 1.0 : -1.0));
    EH_TRY(const LogisticSolution head, fitLogistic({train, y, weight}, ctx));
    return linear(test, head.coefficients, head.intercept);
}

Result<VectorXd> numberOutputs(const DesignMatrix& train, VectorXd y, const VectorXd& weight,
    const DesignMatrix& test, const PooledHead* pooled, double coupling, const RunContext& ctx)
{
    VectorXd start = VectorXd::Zero(test.rows());
    if (pooled != nullptr) {
        start = linear(test, pooled->weight, pooled->bias);
        y -= linear(train, pooled->weight, pooled->bias);
    }
    if (y.size() < 2)
        return start;
    const double lambda = pooled != nullptr ? coupling * static_cast<double>(y.size()) : 1.0;
    EH_TRY(const RidgeSolution head, fitRidge({train, y, weight, lambda}, ctx));
    return VectorXd(start + linear(test, head.coefficients, head.intercept));
}

} // namespace

Result<Eigen::MatrixXd> novelOutputs(
    const NovelRows& rows, const PooledHead* pooled, double coupling, const RunContext& ctx)
{
    const HeadTargets targets = headTargets(rows.tasks, rows.train, rows.scale);
    Eigen::MatrixXd outputs(rows.test.y.size(), static_cast<Index>(rows.tasks.count()));
    for (Index t = 0; t < outputs.cols(); ++t) {
        EH_CHECK(ctx.checkpoint());
        const std::vector<Index> own = rowsWith(targets, t);
        const DesignMatrix x = rows.train.x.select(own);
        const VectorXd y = targets.y.col(targets.byRow() ? 0 : t)(own);
        const VectorXd weight = rows.train.weight(own);
        const bool classes = targets.kinds[static_cast<std::size_t>(t)] == Task::Classification;
        EH_TRY(outputs.col(t),
            classes ? classOutputs(x, y, weight, rows.test.x, ctx)
                    : numberOutputs(x, y, weight, rows.test.x, pooled, coupling, ctx));
    }
    return outputs;
}

Result<PooledHead> fitPooledHead(
    const EncodedData& train, const ServedTasks& tasks, const TargetScale& scale, const RunContext& ctx)
{
    const HeadTargets targets = headTargets(tasks, train, scale);
    std::vector<Index> known;
    for (Index i = 0; i < targets.y.rows(); ++i)
        if (!std::isnan(targets.y(i, 0)))
            known.push_back(i);
    const DesignMatrix x = train.x.select(known);
    const VectorXd y = targets.y.col(0)(known);
    const VectorXd weight = train.weight(known);
    EH_TRY(const RidgeSolution head, fitRidge({x, y, weight, 1.0}, ctx));
    return PooledHead {head.coefficients, head.intercept};
}

} // namespace evenhand
