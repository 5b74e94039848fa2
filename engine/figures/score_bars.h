#pragma once

#include "engine/thresholds/group_curve.h"

#include <optional>

namespace evenhand {

/// How the scores of every group lie, by outcome: bars [edges[i], edges[i+1]) of equal width; the last holds
/// everything from its left edge on.
struct ScoreBars {
    std::vector<double> edges;                                 ///< (bars + 1,) ascending
    std::vector<std::vector<double>> favourable, unfavourable; ///< [group][bar]: share of the group's
                                                               ///< weight with that outcome
    double highest = 0.0;                                      ///< of all
    bool isRoot = false; ///< drawn as square roots: one bar would hide the others

    /// Height in [0,1] of a bar of this share.
    [[nodiscard]] double height(double share) const;
};

/// Distance of neighbouring scores when there are at most about sixty different ones and all lie on one
/// lattice; absent otherwise.
[[nodiscard]] std::optional<double> latticeStep(const std::vector<GroupCurve>& curves);

/// @param low, high  smallest and largest score;  @param step  of the lattice, which then has a bar per score
/// @cost O(groups · bars · log n): the bars are differences of the curves' totals
[[nodiscard]] ScoreBars scoreBars(
    const std::vector<GroupCurve>& curves, double low, double high, std::optional<double> step);

} // namespace evenhand
