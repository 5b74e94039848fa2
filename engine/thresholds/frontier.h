#pragma once

#include "engine/data/notion.h"
#include "engine/thresholds/group_curve.h"
#include "engine/thresholds/mixed_threshold.h"

#include <optional>

namespace evenhand {

/// What a wrong decision costs. With (1, 1) the least cost is the greatest accuracy.
struct ErrorCosts {
    double falsePositive = 1.0, falseNegative = 1.0; ///< ≥ 0, not both 0
};

/// Rates of one group under its rule; absent where the group has no such rows.
struct GroupRates {
    double selectionRate = 0.0;
    std::optional<double> truePositiveRate, falsePositiveRate;
};

/// The best that group thresholds can do at one tolerance.
struct FrontierPoint {
    double tolerance = 0.0; ///< largest allowed difference between any two groups in each constrained rate
    double cost = 0.0;      ///< mean cost per weight, the smallest possible
    double accuracy = 0.0;  ///< of the rules; with costs (1, 1) the largest possible, 1 - cost
    std::vector<GroupRates> groups;
    std::vector<MixedThreshold> rules; ///< one per group, without parts for a group without rows; thresholds
                                       ///< lie half way between neighbouring scores
};

/// Whether a rule may draw between thresholds.
enum class ThresholdRules : std::uint8_t { Randomised, Deterministic };

/// The exact relaxed frontier of group thresholds: at each tolerance the rules of least mean cost among those
/// whose constrained rates (all rows' selection rate; the true positive rate; true and false positive rate)
/// differ between any two groups by at most the tolerance. Any number of groups; groups without rows are left
/// out, as are, for a rate of an outcome, groups without rows of that outcome.
/// @param tolerances  each ≥ 0, in any order; the result has the same order
/// @source Hardt, Price, Srebro (2016), Equality of opportunity in supervised learning, section 4, with the
/// equality relaxed to a tolerance
/// @errors InvalidData  fewer than two groups to compare;  Cancelled
[[nodiscard]] Result<std::vector<FrontierPoint>> thresholdFrontier(const std::vector<GroupCurve>& curves,
    Notion notion, ThresholdRules rules, const ErrorCosts& costs, std::span<const double> tolerances,
    const RunContext& ctx);

} // namespace evenhand
