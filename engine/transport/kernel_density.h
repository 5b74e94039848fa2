#pragma once

#include "engine/transport/mixed_sample.h"

#include <vector>

namespace evenhand {

/// Gaussian kernel density of a sample on an equally spaced grid: exact counts in bins of an eighth of the
/// bandwidth, the kernel at the middle of each bin, cut off at six bandwidths. The binning acts like a
/// bandwidth larger by 0.07 %.
/// @param bandwidth  > 0;  @param gridSize  ≥ 1
/// @cost O(min(range / bandwidth, gridSize) · 100) and as many searches, whatever the number of rows
[[nodiscard]] std::vector<double> kernelDensity(const MixedSample& sample, double gridMinimum,
    double gridMaximum, std::size_t gridSize, double bandwidth);

/// Silverman's rule 0.9 · min(sd, IQR/1.34) · n^(-1/5); for a sample without spread a thousandth of its size,
/// never 0.
/// @source Silverman (1986), Density estimation, equation (3.31)
[[nodiscard]] double silvermanBandwidth(const SortedSample& sample);

} // namespace evenhand
