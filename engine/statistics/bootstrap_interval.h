#pragma once

#include "engine/statistics/interval.h"

#include <optional>
#include <span>

namespace evenhand {

// Intervals from the values of a statistic in replicates of the bootstrap. A replicate that is NaN is one in
// which the statistic is undefined: it is left out, and there is no interval when more than half are.

/// The quantiles (1 ∓ confidence)/2 of the replicates, by linear interpolation of order statistics.
/// @source Efron, Tibshirani (1993), An Introduction to the Bootstrap, section 13.3
[[nodiscard]] std::optional<Interval> percentileInterval(
    std::span<const double> replicates, double confidence = 0.95);

/// Bias-corrected and accelerated interval. Replicates equal to the estimate count half towards the bias.
/// @param estimate        of all rows
/// @param jackknifeValues (k,) the statistic with one row of a cell removed; NaN: undefined, left out
/// @param jackknifeMultiplicities  (k,) rows of that cell: as many rows have this jackknife value
/// @return the percentile interval where bias and acceleration are 0
/// @source Efron (1987), Better bootstrap confidence intervals, equations 2.3, 2.8 and 7.3
[[nodiscard]] std::optional<Interval> bcaInterval(double estimate, std::span<const double> replicates,
    std::span<const double> jackknifeValues, std::span<const double> jackknifeMultiplicities,
    double confidence = 0.95);

} // namespace evenhand
