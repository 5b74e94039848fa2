#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

namespace evenhand {

/// Σ_i weight_i·(y_i - x_i·w - b)² + λ‖w‖²; the intercept b is not penalised.
struct RidgeProblem {
    const DesignMatrix& x;         ///< (n, d)
    const Eigen::VectorXd& y;      ///< (n,)
    const Eigen::VectorXd& weight; ///< (n,) > 0
    double lambda = 1.0;           ///< ≥ 0
    bool intercept = true;
};

struct RidgeSolution {
    Eigen::VectorXd coefficients; ///< (d,)
    double intercept = 0.0;
    std::vector<Text> warnings;
};

/// The minimiser; when it is not unique (λ = 0 and dependent features) the one of smallest ‖w‖, with a
/// warning.
///
/// Up to 1000 features by Cholesky's method on the (d, d) system, with fewer rows than features on the (n, n)
/// dual system, and by conjugate gradients with matrix-free products when both are large.
/// @errors Cancelled  within 50 ms
/// @source Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, equations 3.44
/// and 18.14
[[nodiscard]] Result<RidgeSolution> fitRidge(const RidgeProblem& problem, const RunContext& ctx);

/// H⁻¹·directions with H = Xcᵀ·diag(weight)·Xc + λI of the centred features Xc: how the minimiser answers to
/// a force, for one with equations on its weights.
/// @param directions  (d, m)
/// @errors NoAnswer   the system is singular (λ = 0 and dependent features);  Cancelled  within 50 ms
[[nodiscard]] Result<Eigen::MatrixXd> ridgeResponse(
    const RidgeProblem& problem, const Eigen::MatrixXd& directions, const RunContext& ctx);

} // namespace evenhand
