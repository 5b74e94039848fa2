#pragma once

#include <span>

namespace evenhand {

/// A partial repair: (1-t)·f + t·T(f), the point at t on the Wasserstein geodesic from each group's law to
/// the barycenter. t = 0 gives the bits of f, t = 1 the bits of T(f).
/// @source Chzhen & Schreuder (2022), A minimax framework for quantifying risk-fairness trade-off in
/// regression,
///         Annals of Statistics 50(4): with t = 1-√α the unfairness U is α times that of f
[[nodiscard]] inline double relaxed(double base, double repaired, double t)
{
    if (t == 0.0)
        return base;
    if (t == 1.0)
        return repaired;
    return (1.0 - t) * base + t * repaired;
}

/// The same for many rows; @p out may be one of the inputs.
void relax(std::span<const double> base, std::span<const double> repaired, double t, std::span<double> out);

/// t = 1-√α, for the share α of the unfairness that is kept, in [0,1].
[[nodiscard]] double strengthOfAlpha(double alpha);
/// α = (1-t)².
[[nodiscard]] double alphaOfStrength(double t);

} // namespace evenhand
