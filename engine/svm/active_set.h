#pragma once

#include "engine/svm/box_dual.h"
#include "engine/svm/free_set_factor.h"

namespace evenhand {

struct ActiveSetOutcome {
    bool finished = false;  ///< every condition holds to the tolerance
    long steps = 0;         ///< linear systems whose full step was taken
    double violation = 0.0; ///< largest one left
    Eigen::Index nFree = 0;
};

/// Solves the dual exactly from a point whose free variables are nearly right: an active-set method whose
/// linear systems are solved with a factor that follows the free set. Kept between calls, so that a path over
/// targets or a continued solve pays only for what changes.
///
/// A tiny ridge on the system makes it solvable for equal rows; because every step solves for a correction,
/// the ridge slows the last digits but does not change the solution (proximal point method).
/// @source Nocedal, Wright (2006), Numerical Optimization, section 16.5
class ActiveSet {
public:
    /// @param mostFree  free variables up to which a dense factor is affordable
    explicit ActiveSet(Eigen::Index mostFree)
        : m_mostFree(mostFree)
    {
    }

    /// @param tolerance  of the optimality conditions, in units of the margin
    /// @errors Cancelled  within 50 ms
    [[nodiscard]] Result<ActiveSetOutcome> solve(
        const BoxDual& problem, DualPoint& point, double tolerance, long mostSteps, const RunContext& ctx);
    /// To be called when the matrix changed or the point was moved by somebody else.
    void forget() { m_isReady = false; }

private:
    Result<bool> start(const BoxDual& problem, const DualPoint& point, const RunContext& ctx);
    void entriesOf(const BoxDual& problem, Eigen::Index i, Eigen::VectorXd& to) const;
    Result<void> moveInside(const BoxDual& problem, DualPoint& point, const RunContext& ctx);
    [[nodiscard]] Eigen::Index blockedStep(const BoxDual& problem, const DualPoint& point,
        const Eigen::VectorXd& direction, double& length) const;
    Result<void> updateValue(const BoxDual& problem, DualPoint& point, const RunContext& ctx);
    double addViolators(const BoxDual& problem, const DualPoint& point, double tolerance);
    void release(Eigen::Index position);

    Eigen::Index m_mostFree;
    bool m_isReady = false;
    double m_ridge = 0.0;
    std::vector<Eigen::Index> m_free;
    std::vector<char> m_isFree;
    FreeSetFactor m_factor;
    Eigen::VectorXd m_residual;        ///< of the free rows
    std::vector<Eigen::Index> m_moved; ///< rows whose β changed since the value was brought up to date
    Eigen::VectorXd m_change;          ///< (n,) how much
};

} // namespace evenhand
