#pragma once

#include "engine/learners/mean_windows.h"
#include "engine/svm/hinge_newton.h"
#include "engine/svm/solve_dual.h"

#include <optional>

namespace evenhand {

/// A support vector machine under equations on its group means, w = Φᵀθ with θ = β - W·forces.
struct SvmSolution {
    Eigen::VectorXd beta;  ///< (n,) signed dual variables
    Eigen::VectorXd theta; ///< (n,) coefficients of the expansion in the original kernel
    Eigen::VectorXd value; ///< (n,) ⟨w, φ(x)⟩ + bias
    double bias = 0.0;
    MeanResponse response;
    double squaredNorm = 0.0; ///< ‖w‖²
    double objective = 0.0;   ///< ½‖w‖² + Σ cost·hinge
    double dualityGap = 0.0;  ///< relative to the objective
    double violation = 0.0;   ///< of the optimality conditions, in units of the margin
    bool converged = false;
};

/// Rows, costs and means of a support vector machine; solved under one set of equations after another, each
/// from where the last one ended.
///
/// The equations ⟨w, u_k⟩ = r_k (u_k a combination of group means) deflate the kernel and shift the targets:
/// K̃ = K - T G⁺ Tᵀ and p = y - T G⁺ r with T = ⟨φ(x), u⟩ and G the Gram matrix of the u. The multipliers are
/// λ = G⁺(Tᵀβ - r), so that the equations hold to rounding whatever the solver's tolerance.
/// @source Donini et al. (2018), section 3.2 and 4
class ConstrainedSvm {
public:
    /// @param linear   features when the kernel is their inner product: large problems then start from
    /// Newton's
    ///                 method on the primal; null otherwise
    /// @param y        (n,) -1 or 1
    /// @param cost     (n,) > 0
    /// @param weights  (n, q) rows' weights in the group means; q may be 0
    /// @errors Cancelled
    [[nodiscard]] static Result<std::unique_ptr<ConstrainedSvm>> create(std::unique_ptr<Gram> gram,
        const DesignMatrix* linear, Eigen::VectorXd y, Eigen::VectorXd cost, Eigen::MatrixXd weights,
        bool hasBias, const RunContext& ctx);

    /// @errors Cancelled  within 50 ms
    [[nodiscard]] Result<SvmSolution> solve(const MeanEquations& equations, const RunContext& ctx);

    /// ⟨μ_k, μ_l⟩, (q, q).
    [[nodiscard]] const Eigen::MatrixXd& meanGram() const { return m_meanGram; }
    [[nodiscard]] Gram& gram() { return *m_gram; }

private:
    struct Deflation {
        Eigen::MatrixXd combination; ///< (q, m') orthonormal in the geometry of the means
        Eigen::MatrixXd columns;     ///< (n, m') S
        Eigen::VectorXd right;       ///< (m',)
    };

    ConstrainedSvm() = default;
    [[nodiscard]] Deflation deflationOf(const MeanEquations& equations) const;
    Result<void> startByNewton(const BoxDual& problem, const Deflation& deflation, double firstWidth,
        double lastWidth, const RunContext& ctx);
    Result<DualOutcome> solveNear(const BoxDual& problem, const RunContext& ctx);
    Result<DualOutcome> solveLinear(
        const BoxDual& problem, const Deflation& deflation, double jump, const RunContext& ctx);
    [[nodiscard]] SvmSolution solutionAt(const Deflation& deflation) const;

    std::unique_ptr<Gram> m_gram;
    const DesignMatrix* m_linear = nullptr;
    Eigen::VectorXd m_y, m_cost, m_lower, m_upper;
    Eigen::MatrixXd m_weights;  ///< (n, q) W
    Eigen::MatrixXd m_means;    ///< (n, q) K·W
    Eigen::MatrixXd m_meanGram; ///< (q, q) Wᵀ·K·W
    double m_largestDiagonal = 0.0;
    bool m_hasBias = true;

    DualPoint m_point;
    std::unique_ptr<ActiveSet> m_activeSet;
    std::optional<MeanEquations> m_last; ///< equations of m_point
    Eigen::VectorXd m_lastMeans;         ///< of the last solution; empty before the first
    double m_firstMove = 0.0;            ///< spread of the means of the first solution
    std::optional<HingePoint> m_newton;  ///< where Newton's method ended last
};

} // namespace evenhand
