#pragma once

#include "engine/svm/gram.h"

namespace evenhand {

/// min_β ½βᵀK̃β - pᵀβ subject to lower ≤ β ≤ upper and Σβ = total, with the deflated matrix K̃ = K - SSᵀ: the
/// dual of a support vector machine whose weights keep linear equations ⟨w, u_k⟩ = r_k.
///
/// With signed variables β_i = α_i·y_i the bounds are [0, C_i] for y_i = 1 and [-C_i, 0] for y_i = -1. S has
/// one column per equation: K̃ is the Gram matrix of the features projected on the complement of the u_k.
/// @source Donini et al. (2018), Empirical Risk Minimization under Fairness Constraints, section 3.2; the
/// dual with
///         a deflated kernel follows from its Lagrangian
struct BoxDual {
    Gram& gram;
    Eigen::VectorXd lower, upper; ///< (n,) lower ≤ 0 ≤ upper
    Eigen::VectorXd target;       ///< (n,) p
    Eigen::MatrixXd deflation;    ///< (n, m) S; m may be 0
    double total = 0.0;           ///< Σβ; not 0 when these are some of the rows of a larger problem
    bool hasBias = true;          ///< false: Σβ is free and the bias stays 0

    [[nodiscard]] Eigen::Index rows() const { return target.size(); }
    [[nodiscard]] double diagonal(Eigen::Index i) const
    {
        return gram.diagonal(i) - (deflation.cols() > 0 ? deflation.row(i).squaredNorm() : 0.0);
    }
};

/// A point of the dual with everything that its solvers keep up to date.
struct DualPoint {
    Eigen::VectorXd beta;  ///< (n,) feasible
    Eigen::VectorXd value; ///< (n,) K̃β
    double bias = 0.0;     ///< b: β_i is optimal where p_i - (K̃β)_i - b has the right sign

    [[nodiscard]] static DualPoint zero(Eigen::Index n)
    {
        return {Eigen::VectorXd::Zero(n), Eigen::VectorXd::Zero(n), 0.0};
    }
};

/// Largest violation of the optimality conditions, in units of the margin: for β_i below its upper bound
/// p_i - value_i - b ≤ 0, above its lower bound ≥ 0.
[[nodiscard]] double largestViolation(const BoxDual& problem, const DualPoint& point);

/// Recomputes value = K̃β from β; what thousands of updates have rounded away comes back.
[[nodiscard]] Result<void> refreshValue(const BoxDual& problem, DualPoint& point, const RunContext& ctx);

struct SmoOutcome {
    long iterations = 0;
    bool converged = false;
};

/// Sequential minimal optimisation with second-order choice of the pair, from a given point.
/// @param tolerance  stop when no pair violates the conditions by more
/// @errors Cancelled  within a few milliseconds
/// @source Fan, Chen, Lin (2005), Working set selection using second order information for training support
///         vector machines, JMLR 6, WSS 2
[[nodiscard]] Result<SmoOutcome> solveBySmo(
    const BoxDual& problem, DualPoint& point, double tolerance, long mostIterations, const RunContext& ctx);

} // namespace evenhand
