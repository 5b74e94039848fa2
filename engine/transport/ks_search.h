#pragma once

#include "engine/transport/distances.h"
#include "engine/transport/mixed_sample.h"

namespace evenhand {

/// The Kolmogorov-Smirnov distance of two samples when it is larger than @p atLeast; exact.
///
/// Branch and bound: between two scores the distribution functions are monotone, so the counts at both bound
/// their difference; an interval that cannot hold the maximum is not looked into. On a million rows this
/// looks at few of them unless the samples are equal to within their noise.
/// @return  distance -1 when the distance is not larger than @p atLeast
[[nodiscard]] KsPoint searchKs(const MixedSample& a, const MixedSample& b, double atLeast);

} // namespace evenhand
