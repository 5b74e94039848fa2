#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"
#include "engine/learners/symmetric_solver.h"

namespace evenhand {

/// ½‖w‖² + Σ_i cost_i·log-loss(y_i, x_i·w + b) with its derivatives, as every Newton method on it needs them.
/// Points are θ = (w, b), or w alone without an intercept. Everything goes block by block of rows and hears a
/// stop. Keeps references to what it is made of.
class LogisticObjective {
public:
    /// @param y     (n,) in [0,1]
    /// @param cost  (n,) > 0
    LogisticObjective(const DesignMatrix& x, const Eigen::VectorXd& y, const Eigen::VectorXd& cost,
        bool intercept, const RunContext& ctx)
        : m_x(x)
        , m_y(y)
        , m_cost(cost)
        , m_intercept(intercept)
        , m_ctx(ctx)
    {
    }

    [[nodiscard]] Eigen::Index features() const { return m_x.features(); }
    /// Length of θ.
    [[nodiscard]] Eigen::Index size() const { return m_x.features() + (m_intercept ? 1 : 0); }

    /// z = Xw + b, (n,).
    [[nodiscard]] Result<Eigen::VectorXd> linearPart(const Eigen::VectorXd& theta) const;
    /// @param z  linearPart(theta)
    [[nodiscard]] Result<double> value(const Eigen::VectorXd& theta, const Eigen::VectorXd& z) const;
    /// @param curvature  gets the second derivative of each row's loss in z, (n,)
    [[nodiscard]] Result<Eigen::VectorXd> gradient(
        const Eigen::VectorXd& theta, const Eigen::VectorXd& z, Eigen::VectorXd& curvature) const;
    [[nodiscard]] Result<Eigen::VectorXd> hessianTimes(
        const Eigen::VectorXd& curvature, const Eigen::VectorXd& v) const;
    [[nodiscard]] Result<Eigen::VectorXd> hessianDiagonal(const Eigen::VectorXd& curvature) const;
    /// @errors NoAnswer  the Hessian is not definite, whatever is added to its diagonal
    [[nodiscard]] Result<void> factoriseHessian(
        const Eigen::VectorXd& curvature, PositiveDefiniteSolver& solver) const;

private:
    const DesignMatrix& m_x;
    const Eigen::VectorXd& m_y;
    const Eigen::VectorXd& m_cost;
    bool m_intercept;
    const RunContext& m_ctx;
};

/// Features up to which the Newton system is solved by Cholesky's method; beyond, by conjugate gradients.
inline constexpr Eigen::Index kLargestLogisticGram = 1000;

} // namespace evenhand
