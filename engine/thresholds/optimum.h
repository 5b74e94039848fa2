#pragma once

#include "engine/thresholds/frontier.h"

namespace evenhand {

/// One threshold per group: scores from it on are selected, +∞ selects nobody and -∞ everybody. A finite one
/// lies half way between neighbouring scores.
struct ThresholdChoice {
    std::vector<double> thresholds;    ///< (groups,); a group without rows has the common threshold
    double cost = 0.0, accuracy = 0.0; ///< per weight of all rows
};

/// The one threshold for everybody with the least mean cost; of several the highest.
/// @errors InvalidData  no rows;  Cancelled
/// @cost O(k log k) for k entries of all curves
[[nodiscard]] Result<ThresholdChoice> bestCommonThreshold(
    const std::vector<GroupCurve>& curves, const ErrorCosts& costs, const RunContext& ctx);

/// One threshold per group with the least mean cost: without a notion each group's own, with one the best
/// single thresholds whose rates differ by at most @p tolerance (thresholdFrontier, deterministic).
/// @errors those of thresholdFrontier; without a notion InvalidData only when there are no rows
[[nodiscard]] Result<ThresholdChoice> bestGroupThresholds(const std::vector<GroupCurve>& curves,
    std::optional<Notion> notion, double tolerance, const ErrorCosts& costs, const RunContext& ctx);

/// Thresholds when no more than a weight of @p capacity can be selected, as much of it as equal scores allow.
/// The cost is that of errors which cost 1 each.
///
/// Without a notion one common threshold: the highest scores of all. With demographic parity or equal
/// opportunity the rates of the drawn rules that find the most favourable outcomes within capacity and
/// tolerance, each group then stopping at the last threshold that does not go beyond its rate: single
/// thresholds cannot hit a rate exactly, so rates may differ by one step of a curve more than @p tolerance.
/// With equalized odds the best single thresholds within the tolerance at the price per selected row that
/// just keeps to the capacity, then lowered step by step while both allow it; part of the capacity may be
/// left.
/// @param capacity  ≥ 0, in the unit of the weights
/// @errors InvalidArgument  a negative capacity or tolerance;  those of thresholdFrontier
[[nodiscard]] Result<ThresholdChoice> thresholdsAtCapacity(const std::vector<GroupCurve>& curves,
    double capacity, std::optional<Notion> notion, double tolerance, const RunContext& ctx);

} // namespace evenhand
