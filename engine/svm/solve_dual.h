#pragma once

#include "engine/svm/active_set.h"

namespace evenhand {

struct DualOutcome {
    bool converged = false;
    double violation = 0.0; ///< largest one left, in units of the margin
    long pairSteps = 0, setSteps = 0;
};

/// Solves the dual to a tolerance: pairs of variables while much is wrong, whole free sets once little is.
/// @param activeSet  kept by the caller, so that the next target on the same matrix starts where this one
/// ended
/// @errors Cancelled  within 50 ms
[[nodiscard]] Result<DualOutcome> solveDual(
    const BoxDual& problem, DualPoint& point, ActiveSet& activeSet, double tolerance, const RunContext& ctx);

} // namespace evenhand
