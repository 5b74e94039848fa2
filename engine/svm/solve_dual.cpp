#include "engine/svm/solve_dual.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;

Result<DualOutcome> solveDual(
    const BoxDual& problem, DualPoint& point, ActiveSet& activeSet, double tolerance, const RunContext& ctx)
{
    constexpr int kMostRounds = 60;
    const long n = static_cast<long>(problem.rows());
    DualOutcome outcome;
    // A warm start along a path is nearly right: whole sets first. They take over from the pairs only where
    // pairs would need many steps, so both are given little at first and more in every round.
    long setSteps = 40;
    long pairSteps = 4 * n + 1000;
    double pairTolerance = 0.1;
    bool afterPairs = point.beta.isZero(0.0);
    for (int round = 0; round < kMostRounds; ++round) {
        if (afterPairs) {
            EH_TRY(const SmoOutcome pairs, solveBySmo(problem, point, pairTolerance, pairSteps, ctx));
            activeSet.forget();
            outcome.pairSteps += pairs.iterations;
            outcome.violation = largestViolation(problem, point);
            outcome.converged = outcome.violation <= tolerance;
            if (outcome.converged)
                return outcome;
        }
        EH_TRY(const ActiveSetOutcome sets, activeSet.solve(problem, point, tolerance, setSteps, ctx));
        outcome.setSteps += sets.steps;
        outcome.violation = sets.violation;
        outcome.converged = sets.finished;
        if (outcome.converged)
            return outcome;
        pairTolerance = std::max(0.5 * tolerance, 0.1 * std::min(pairTolerance, outcome.violation));
        afterPairs = true;
        setSteps = std::min<long>(setSteps * 2, 4 * n + 100);
        pairSteps = pairSteps * 3 / 2;
        if (round % 4 == 3)
            EH_CHECK(refreshValue(problem, point, ctx));
    }
    return outcome;
}

} // namespace evenhand
