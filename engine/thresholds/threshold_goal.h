#pragma once

#include "engine/thresholds/optimum.h"

namespace evenhand {

/// What thresholds are to be best at.
struct ThresholdGoal {
    bool common = false;          ///< one threshold for everybody; a notion then has nothing to say
    std::optional<Notion> notion; ///< whose rates may differ by at most the tolerance
    double tolerance = 0.0;       ///< ≥ 0
    ErrorCosts costs;             ///< whose mean is to be least
    std::optional<double>
        capacity; ///< weight that may be selected at most; then the highest scores are wanted
};

/// The thresholds that are exactly best, one per group.
/// @errors as of the functions in optimum.h
[[nodiscard]] Result<std::vector<double>> thresholdsFor(
    const std::vector<GroupCurve>& curves, const ThresholdGoal& goal, const RunContext& ctx);

} // namespace evenhand
