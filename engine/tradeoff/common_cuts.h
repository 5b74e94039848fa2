#pragma once

#include "engine/thresholds/group_curve.h"
#include "engine/tradeoff/tradeoff_axes.h"

namespace evenhand {

/// A threshold that is common to all groups: what can be had without knowing anybody's group.
struct CommonCut {
    double selectionRate = 0.0;           ///< share of all rows that it selects
    double error = 0.0, unfairness = 0.0; ///< means over the repeats
};

/// What a threshold common to all groups does, from selecting nobody to selecting everybody, at equally
/// spaced shares of all rows. Equal scores are cut together, so some cuts may be alike.
/// @param n  ≥ 2
/// @return   of the cuts where a metric is undefined: not a number
[[nodiscard]] std::vector<CommonCut> commonCuts(const TradeoffAxes& axes,
    const std::vector<GroupCurve>& curves, const std::vector<std::string>& groupNames, std::size_t n);

/// Mean over [repeat][cut], where defined in every repeat; cuts that are not are left out.
[[nodiscard]] std::vector<CommonCut> meanCuts(const std::vector<std::vector<CommonCut>>& repeats);

} // namespace evenhand
