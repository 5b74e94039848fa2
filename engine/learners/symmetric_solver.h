#pragma once

#include "engine/core/run_context.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <functional>

namespace evenhand {

/// Solves with a symmetric positive definite matrix by Cholesky's method after scaling its diagonal to one,
/// so features in very different units do no harm.
class PositiveDefiniteSolver {
public:
    /// @param lower  (d, d), only its lower triangle is read
    /// @return whether the matrix is positive definite to working precision
    [[nodiscard]] bool factorise(Eigen::MatrixXd lower);
    [[nodiscard]] Eigen::VectorXd solve(const Eigen::Ref<const Eigen::VectorXd>& right) const;
    /// Estimate of the reciprocal condition number of the scaled matrix.
    [[nodiscard]] double reciprocalCondition() const { return m_cholesky.rcond(); }

private:
    Eigen::VectorXd m_scale;
    Eigen::LLT<Eigen::MatrixXd> m_cholesky;
};

struct IterativeSolution {
    Eigen::VectorXd x;
    int iterations = 0;
    double relativeResidual = 0.0; ///< ‖b - A·x‖ / ‖b‖ in the preconditioned norm
    bool converged = false;
};

using LinearOperator = std::function<Result<Eigen::VectorXd>(const Eigen::VectorXd&)>;
/// Applies the inverse of a positive definite matrix that resembles the system's.
using Preconditioner = std::function<Eigen::VectorXd(const Eigen::VectorXd&)>;

/// Preconditioned conjugate gradients from zero; with a singular consistent system and no preconditioner the
/// solution of smallest norm.
/// @param precondition  empty: none
/// @errors Cancelled, and whatever @p apply returns
/// @source Nocedal, Wright (2006), Numerical Optimization, algorithm 5.3
[[nodiscard]] Result<IterativeSolution> conjugateGradients(const LinearOperator& apply,
    const Eigen::Ref<const Eigen::VectorXd>& right, const Preconditioner& precondition, double tolerance,
    int mostIterations, const RunContext& ctx);

} // namespace evenhand
