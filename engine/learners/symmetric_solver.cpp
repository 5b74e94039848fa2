#include "engine/learners/symmetric_solver.h"

#include <cmath>

namespace evenhand {

using Eigen::VectorXd;

bool PositiveDefiniteSolver::factorise(Eigen::MatrixXd lower)
{
    const Eigen::Index d = lower.rows();
    m_scale.resize(d);
    for (Eigen::Index j = 0; j < d; ++j) {
        if (!(lower(j, j) > 0.0) || !std::isfinite(lower(j, j)))
            return false;
        m_scale[j] = 1.0 / std::sqrt(lower(j, j));
    }
    for (Eigen::Index j = 0; j < d; ++j)
        lower.col(j).tail(d - j).array() *= m_scale[j] * m_scale.tail(d - j).array();
    m_cholesky.compute(lower);
    return m_cholesky.info() == Eigen::Success;
}

VectorXd PositiveDefiniteSolver::solve(const Eigen::Ref<const VectorXd>& right) const
{
    const VectorXd scaled = (right.array() * m_scale.array()).matrix();
    const VectorXd solution = m_cholesky.solve(scaled);
    return (solution.array() * m_scale.array()).matrix();
}

Result<IterativeSolution> conjugateGradients(const LinearOperator& apply,
    const Eigen::Ref<const VectorXd>& right, const Preconditioner& precondition, double tolerance,
    int mostIterations, const RunContext& ctx)
{
    const auto preconditioned
        = [&precondition](const VectorXd& r) -> VectorXd { return precondition ? precondition(r) : r; };
    IterativeSolution solution {VectorXd::Zero(right.size()), 0, 0.0, true};
    VectorXd residual = right;
    VectorXd scaled = preconditioned(residual);
    double energy = residual.dot(scaled);
    const double start = energy;
    if (!(start > 0.0))
        return solution;
    VectorXd direction = scaled;
    for (; solution.iterations < mostIterations; ++solution.iterations) {
        solution.relativeResidual = std::sqrt(energy / start);
        if (solution.relativeResidual <= tolerance)
            return solution;
        EH_CHECK(ctx.checkpoint());
        EH_TRY(const VectorXd image, apply(direction));
        const double curvature = direction.dot(image);
        if (!(curvature > 0.0))
            break;
        const double step = energy / curvature;
        solution.x += step * direction;
        residual -= step * image;
        scaled = preconditioned(residual);
        const double next = residual.dot(scaled);
        direction = (scaled + (next / energy) * direction).eval();
        energy = next;
    }
    solution.relativeResidual = std::sqrt(energy / start);
    solution.converged = solution.relativeResidual <= tolerance;
    return solution;
}

} // namespace evenhand
