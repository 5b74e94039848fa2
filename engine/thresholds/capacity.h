#pragma once

#include "engine/thresholds/frontier.h"

namespace evenhand {

/// Single thresholds under a notion when no more than a weight of @p capacity can be selected: the part of
/// thresholdsAtCapacity that needs a notion, with its words on what is promised.
/// @return  (groups,); +∞ for a group without rows
/// @cost    for one rate fifty frontiers of drawn rules on the hulls, for equalized odds two dozen of single
/// thresholds
[[nodiscard]] Result<std::vector<double>> capacityThresholds(const std::vector<GroupCurve>& curves,
    double capacity, Notion notion, double tolerance, const RunContext& ctx);

} // namespace evenhand
