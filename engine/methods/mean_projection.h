#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"
#include "engine/methods/notion.h"

namespace evenhand {

/// How features lose what tells the groups' means apart.
enum class ProjectionKind : std::uint8_t {
    Projection,  ///< x - γ·U(UᵀU)⁺Uᵀx: keeps d features and the regulariser of the constrained model
    Elimination, ///< as in the paper: x_j - x_i·u_j/u_i for j ≠ i = argmax|u|, and feature i is dropped
};

/// A linear map of features under which no linear model can tell the group means apart: any learner trained
/// behind it keeps the constraint ⟨w, u⟩ = 0.
/// @source Donini et al. (2018), section 4 (the linear case as a pre-processing); partial projections:
///         γ = 1 - √(1-strength) makes the Gram matrix K - strength·K U G⁺ Uᵀ K
class MeanProjection {
public:
    /// @param constraints  of the rows @p x
    /// @param strength     in [0,1]; of Projection: 0 leaves the features as they are. Elimination is always
    /// whole
    /// @errors Cancelled
    [[nodiscard]] static Result<MeanProjection> fit(const DesignMatrix& x, const MeanConstraints& constraints,
        ProjectionKind kind, double strength, const RunContext& ctx);

    /// The transformed features, all of them written out; row i depends on row i alone.
    /// @errors Cancelled
    [[nodiscard]] Result<DesignMatrix> apply(const DesignMatrix& x, const RunContext& ctx) const;

    [[nodiscard]] ProjectionKind kind() const { return m_kind; }
    /// Names of the features that elimination drops.
    [[nodiscard]] const std::vector<std::string>& dropped() const { return m_dropped; }

private:
    void prepareElimination(Eigen::MatrixXd u, const std::vector<std::string>& names);

    ProjectionKind m_kind = ProjectionKind::Projection;
    double m_share = 1.0;              ///< γ of a projection
    Eigen::MatrixXd m_basis;           ///< (d, m) orthonormal, of a projection
    std::vector<Eigen::Index> m_pivot; ///< of an elimination: features that are dropped
    Eigen::MatrixXd m_ratio;           ///< (d, m) x_j loses Σ_k x_pivot(k)·ratio(j, k)
    std::vector<std::string> m_dropped;
};

} // namespace evenhand
