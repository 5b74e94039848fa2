#pragma once

#include "engine/core/run_context.h"
#include "engine/learners/constrained_linear.h"

namespace evenhand {

/// ½‖w‖² + Σ_i cost_i·log-loss(y_i, x_i·w + b); the intercept b is not penalised.
struct LogisticProblem {
    const DesignMatrix& x;    ///< (n, d)
    const Eigen::VectorXd& y; ///< (n,) in [0,1]
    Eigen::VectorXd cost;     ///< (n,) > 0: C times the row's weight
    bool intercept = true;
    WeightEquations equations {};           ///< none by default
    const Eigen::VectorXd* start = nullptr; ///< (d [+ 1],) weights and intercept to start from; null: zero
};

struct LogisticSolution {
    Eigen::VectorXd coefficients; ///< (d,)
    double intercept = 0.0;
    int iterations = 0;
    double objective = 0.0;
    Eigen::VectorXd gradient;  ///< (d,) in the weights; under equations it has a part along their basis
    double gradientNorm = 0.0; ///< of the objective at the solution, along what the equations leave free
    bool converged = false;
};

/// Newton's method with step halving. Up to 1000 features the Newton system is solved by Cholesky's method on
/// the structured Gram matrix, beyond that by conjugate gradients with matrix-free products.
/// @errors Cancelled  within 50 ms
/// @source Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, section 4.4.1;
///         Nocedal, Wright (2006), Numerical Optimization, algorithm 7.1
[[nodiscard]] Result<LogisticSolution> fitLogistic(const LogisticProblem& problem, const RunContext& ctx);

} // namespace evenhand
