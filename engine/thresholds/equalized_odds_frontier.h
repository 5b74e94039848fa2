#pragma once

#include "engine/thresholds/roc_hull.h"

namespace evenhand {

/// The drawn rules of greatest gain among those whose false positive rates lie in a window [F, F + tolerance]
/// and whose true positive rates lie in [T, T + tolerance]. A group without rows of an outcome is free in its
/// rate.
///
/// For a corner (F, T) a group's best gain is the least of three bounds: the best on the upper chain inside
/// either window, and that of the box's upper left corner. All are concave, so their sum is concave in (F, T)
/// on the corners whose box meets every hull; its maximum is found by exact searches along F and T.
/// @param tolerance  in [0, 1]
/// @param weight     of all rows: the scale of what is no more than rounding
/// @return  (groups,)
/// @cost O(s² g log v), s steps of a search, typically under ten
[[nodiscard]] std::vector<EntryMix> equalizedOddsRules(
    const std::vector<RocHull>& hulls, double tolerance, double weight);

} // namespace evenhand
