#pragma once

#include "engine/divergence/kernel_form.h"

namespace evenhand {

enum class MmdEstimate : std::uint8_t {
    Biased,   ///< V-statistic, never negative: aᵀK_xx a + bᵀK_yy b - 2 aᵀK_xy b
    Unbiased, ///< U-statistic, without the pairs i = j, and may be negative
};

/// Squared maximum mean discrepancy of two clouds. With weights, the unbiased estimate divides
/// Σ_{i≠j} a_i a_j k(x_i, x_j) by 1 - Σ a_i², which for equal weights is the usual m(m-1)/m².
///
/// @return  value (of the estimate Biased, rounding never leaves it below 0) and, when asked for, the
/// derivative in every coordinate; without, dx and dy are empty
/// @errors  InvalidData  as checkClouds(), or an unbiased estimate from one row;  InvalidArgument  as
/// checkKernel();  Cancelled
/// @cost    (m + n)²/2 kernel values, O((m + n) d) memory
/// @source  Gretton, Borgwardt, Rasch, Schölkopf, Smola (2012), A Kernel Two-Sample Test, equations 3 and 5;
/// energy kernel: Sejdinovic et al. (2013)
[[nodiscard]] Result<DivergenceGradient> squaredMmd(const PointCloud& x, const PointCloud& y,
    const MmdKernel& kernel, MmdEstimate estimate, bool withGradient, const RunContext& ctx);

} // namespace evenhand
