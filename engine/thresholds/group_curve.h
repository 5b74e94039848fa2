#pragma once

#include "engine/core/run_context.h"
#include "engine/metrics/confusion.h"

#include <span>
#include <vector>

namespace evenhand {

/// What every threshold on one group's scores would decide: its rows by falling score, equal scores together,
/// with running totals. Entry k is the threshold that selects exactly the k highest different scores.
struct GroupCurve {
    std::vector<double> threshold; ///< score ≥ threshold[k] is selected; [0] = +∞ selects nobody, the last is
                                   ///< the lowest score and selects everybody
    std::vector<double> truePositive, falsePositive; ///< weight selected, by outcome; never falling
    double positives = 0.0, negatives = 0.0;         ///< weight of the group's rows by outcome
    double rows = 0.0;                               ///< their number

    [[nodiscard]] std::size_t size() const { return threshold.size(); }
    [[nodiscard]] double weight() const { return positives + negatives; }
    /// The entry that a threshold anywhere on the line decides as: the last k with threshold[k] ≥ @p cut.
    /// @cost O(log size)
    [[nodiscard]] std::size_t entryAt(double cut) const;
    [[nodiscard]] double selectionRate(std::size_t k) const
    {
        return (truePositive[k] + falsePositive[k]) / weight();
    }
    [[nodiscard]] double truePositiveRate(std::size_t k) const { return truePositive[k] / positives; }
    [[nodiscard]] double falsePositiveRate(std::size_t k) const { return falsePositive[k] / negatives; }
};

/// One curve per group, with a single entry for a group without rows.
/// @param score   (n,) finite
/// @param y       (n,) 1 is the favourable outcome
/// @param weight  (n,) > 0, or empty: all ones
/// @param group   (n,) in [0, nGroups)
/// @errors Cancelled
/// @cost O(n log n) once; every threshold afterwards is a binary search
[[nodiscard]] Result<std::vector<GroupCurve>> groupCurves(std::span<const double> score,
    std::span<const double> y, std::span<const double> weight, std::span<const std::int32_t> group,
    std::size_t nGroups, const RunContext& ctx);

} // namespace evenhand
