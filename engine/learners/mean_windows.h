#pragma once

#include "engine/core/run_context.h"
#include "engine/learners/mean_constraints.h"

#include <functional>

namespace evenhand {

/// Linear equations on the group means: columns of `combination` (q, m) say which differences Σ_k c_k·⟨w,
/// μ_k⟩ must equal `right` (m,). The q means of all families stand one after another.
struct MeanEquations {
    Eigen::MatrixXd combination;
    Eigen::VectorXd right;
};

/// What a model under equations looks like: its group means and the forces that hold them, w = … - Σ_k
/// force_k·μ_k.
struct MeanResponse {
    Eigen::VectorXd means;  ///< (q,)
    Eigen::VectorXd forces; ///< (q,)
};

using SolveUnderEquations = std::function<Result<MeanResponse>(const MeanEquations&)>;

/// Solves a strictly convex problem under windows, max_g m_g - min_g m_g ≤ ε in every family, with a solver
/// for equations: groups at the upper or lower edge of their family's window are held there, a group that
/// pulls inwards is let go, one that leaves the window is caught. With two groups this is one equation.
///
/// Kept along a path: the groups that were held last are tried first.
/// @source Nocedal, Wright (2006), Numerical Optimization, section 16.5 (active sets)
class MeanWindows {
public:
    /// @param groups  number of groups of each family
    explicit MeanWindows(std::vector<std::size_t> groups);

    /// @errors whatever @p solve returns;  NoAnswer  no consistent set of held groups was found
    [[nodiscard]] Result<MeanResponse> solve(
        double epsilon, const MeanResponse& unconstrained, const SolveUnderEquations& solve);

    /// Largest gap max - min of any family.
    [[nodiscard]] double largestGap(const Eigen::VectorXd& means) const;

private:
    enum class Side : std::uint8_t { Inside, Top, Bottom };

    [[nodiscard]] std::size_t size() const { return m_side.size(); }
    [[nodiscard]] MeanEquations equations(double epsilon) const;
    bool adjust(double epsilon, const MeanResponse& response);
    void holdExtremes(std::size_t family, const Eigen::VectorXd& means);

    std::vector<std::size_t> m_begin; ///< of each family, and the end
    std::vector<Side> m_side;         ///< (q,)
};

/// The family weights of all groups as columns, shape (n, q).
[[nodiscard]] Eigen::MatrixXd meanWeights(const MeanConstraints& constraints, Eigen::Index rows);
/// Groups of each family.
[[nodiscard]] std::vector<std::size_t> groupCounts(const MeanConstraints& constraints);
/// Numbers of all families one after another as one list per family.
[[nodiscard]] std::vector<std::vector<double>> byFamily(
    const Eigen::VectorXd& values, const std::vector<std::size_t>& groups);

} // namespace evenhand
