#pragma once

#include <algorithm>

namespace evenhand {

/// What is known of a concave function at a place: its value, and a line through `bound` ≥ value with `slope`
/// that lies above it everywhere. `across` is the line's slope along a second variable.
struct Support {
    double at = 0.0, value = 0.0, bound = 0.0, slope = 0.0, across = 0.0;
};

/// Where a concave piecewise linear function is greatest, with a level line above it: `slope` is 0.
///
/// Two lines above the function, one rising and one falling, meet at the highest place it can reach. When the
/// function is there, that is its maximum, and the level combination of the two lines lies above it in both
/// variables: a supergradient of the maximum along the second one. Every fourth place halves the interval, so
/// that the number of steps is bounded whatever the pieces.
/// @param atLow, atHigh  slopes of the interval's ends along the second variable
/// @param evaluate       place → Support
/// @param slack          differences of values that are rounding
template <class Evaluate>
[[nodiscard]] Support concaveMaximum(
    double low, double high, double atLow, double atHigh, double slack, const Evaluate& evaluate)
{
    constexpr int kHalvings = 60;
    Support left = evaluate(low);
    if (left.slope <= 0.0) {
        left.across += left.slope * atLow;
        return left;
    }
    Support right = evaluate(high);
    if (right.slope >= 0.0) {
        right.across += right.slope * atHigh;
        return right;
    }
    Support best = left.value >= right.value ? left : right;
    for (int step = 1; step <= 4 * kHalvings && right.at > left.at; ++step) {
        const bool halves = step % 4 == 0;
        const double meet = left.at
            + (right.bound - left.bound + right.slope * (left.at - right.at)) / (left.slope - right.slope);
        const double at = halves ? 0.5 * (left.at + right.at) : std::clamp(meet, left.at, right.at);
        const Support found = evaluate(at);
        if (found.value > best.value)
            best = found;
        const double reachable = left.bound + left.slope * (at - left.at);
        if (found.slope == 0.0 || (!halves && reachable - found.value <= slack)) {
            best = found;
            if (found.slope == 0.0)
                return best;
            break;
        }
        (found.slope > 0.0 ? left : right) = found;
    }
    const double ofLeft = -right.slope / (left.slope - right.slope);
    best.bound = left.bound
        + left.slope
            * ((right.bound - left.bound + right.slope * (left.at - right.at)) / (left.slope - right.slope));
    best.bound = std::max(best.bound, best.value);
    best.across = ofLeft * left.across + (1.0 - ofLeft) * right.across;
    best.slope = 0.0;
    return best;
}

} // namespace evenhand
