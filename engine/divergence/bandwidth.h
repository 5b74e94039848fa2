#pragma once

#include "engine/divergence/divergence.h"

#include <cstdint>
#include <span>

namespace evenhand {

/// Median of the distances ‖z_i - z_j‖, i < j, of pooled points: the usual bandwidth of a Gaussian kernel.
/// Above 1,000 rows, of a random subsample of 1,000.
///
/// @param points (n, d) finite
/// @return the median (of an even number, the mean of the two in the middle); the mean distance if that is 0,
/// and 1 if that is 0 too. It depends on the order of the rows only when they are subsampled.
/// @source Gretton et al. (2012), section 8
[[nodiscard]] double medianDistance(const Eigen::Ref<const Eigen::MatrixXd>& points, std::uint64_t seed);
/// The same of two clouds put together, whatever their weights.
[[nodiscard]] double medianDistance(const PointCloud& x, const PointCloud& y, std::uint64_t seed);

/// 0.3 times the median of ½‖z_i - z_j‖² of the pooled clouds.
[[nodiscard]] double defaultEpsilon(std::span<const PointCloud* const> clouds, std::uint64_t seed);

} // namespace evenhand
