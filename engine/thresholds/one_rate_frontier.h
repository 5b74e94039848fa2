#pragma once

#include "engine/thresholds/roc_hull.h"

namespace evenhand {

/// The drawn rules of greatest gain among those whose rate lies within a window of length @p tolerance.
/// @param byTruePositives  the rate is that of true positives, and groups without them are free; otherwise
/// the selection rate
/// @param tolerance  in [0, 1]
/// @param weight     of all rows: the scale of what is no more than rounding
/// @return  (groups,)
/// @cost O(v log v) for v vertices of the hulls
[[nodiscard]] std::vector<EntryMix> oneRateRules(
    const std::vector<RocHull>& hulls, bool byTruePositives, double tolerance, double weight);

} // namespace evenhand
