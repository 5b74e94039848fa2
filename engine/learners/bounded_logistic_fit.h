#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

namespace evenhand {

/// ½‖w‖² + Σ_i cost_i·log-loss(y_i, x_i·w + b) subject to |a_k·w| ≤ bound_k; the intercept b is not
/// penalised.
struct BoundedLogisticProblem {
    const DesignMatrix& x;    ///< (n, d)
    const Eigen::VectorXd& y; ///< (n,) 0 or 1, both occur
    Eigen::VectorXd cost;     ///< (n,) > 0: C times the row's weight
    bool intercept = true;
    Eigen::MatrixXd directions; ///< (d, q) the a_k, of length 1 and possibly dependent
    Eigen::VectorXd bound;      ///< (q,) ≥ 0
    Eigen::VectorXd start;      ///< (d,) weights within the bounds
    double startIntercept = 0.0;
};

struct BoundedLogisticSolution {
    Eigen::VectorXd coefficients; ///< (d,)
    double intercept = 0.0;
    Eigen::VectorXd multipliers; ///< (q,) ν with gradient + Σ_k ν_k·a_k = 0; not unique if the a_k depend
    int iterations = 0;
    bool converged = false;
};

/// Newton's method whose steps minimise the quadratic model under the bounds (sequential quadratic
/// programming), so every iterate keeps them. The dual of a step is a lasso in the few multipliers, which
/// does not mind dependent directions. Up to 1000 features by Cholesky's method, beyond by conjugate
/// gradients.
/// @errors NoAnswer   the Newton system cannot be solved;  Cancelled  soon
/// @source Nocedal, Wright (2006), Numerical Optimization, section 18.1 and algorithm 18.3
[[nodiscard]] Result<BoundedLogisticSolution> fitBoundedLogistic(
    const BoundedLogisticProblem& problem, const RunContext& ctx);

/// argmin over ν of ½ν·Qν - r·ν + Σ_k bound_k·|ν_k|; of several some one.
/// @param gram  Q (q, q), positive semidefinite with r in its range
[[nodiscard]] Eigen::VectorXd boundMultipliers(
    const Eigen::MatrixXd& gram, const Eigen::VectorXd& right, const Eigen::VectorXd& bound);

} // namespace evenhand
