#pragma once

#include <Eigen/Core>

#include <vector>

namespace evenhand {

/// The best mixture of some models.
struct Mixture {
    Eigen::VectorXd weights;     ///< (models,) ≥ 0, sum 1
    Eigen::VectorXd multipliers; ///< (k,) ≥ 0 of the constraints; their sum is at most the penalty
    double value = 0.0;          ///< error + penalty·excess
    double excess = 0.0;         ///< by which the worst constraint is violated
};

/// Linear program over mixtures of models,
///     min Σ_j q_j·error_j + penalty·ξ  subject to  Σ_j q_j·violation_jk ≤ ξ for all k,  q in the simplex,
///     ξ ≥ 0,
/// for a handful of models and constraints. It grows by models, and each solution begins where the last
/// ended.
/// @source the saddle point over the hull of the classifiers found so far: Agarwal et al. (2018), section
///         3.1; revised simplex method: Chvátal (1983), Linear Programming, chapter 7
class MixtureProgram {
public:
    /// @param violation  (k,) left side minus right side of each constraint
    void add(double error, const Eigen::VectorXd& violation);
    /// @param penalty  > 0; at least one model has been added
    [[nodiscard]] Mixture solve(double penalty);

    [[nodiscard]] Eigen::Index models() const { return static_cast<Eigen::Index>(m_error.size()); }

private:
    // Variables: slacks 0 … k-1, the excess k, then the models.
    [[nodiscard]] Eigen::VectorXd column(Eigen::Index variable) const;
    [[nodiscard]] double cost(Eigen::Index variable, double penalty) const;
    void beginWithFirst();
    /// The variable to bring in, or -1.
    [[nodiscard]] Eigen::Index entering(const Eigen::VectorXd& prices, double penalty, bool smallest) const;

    std::vector<double> m_error;
    std::vector<Eigen::VectorXd> m_violation;
    Eigen::Index m_k = 0;
    std::vector<Eigen::Index> m_basis; ///< (k + 1,)
};

} // namespace evenhand
