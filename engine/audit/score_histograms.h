#pragma once

#include "engine/transport/sorted_groups.h"

#include <span>
#include <vector>

namespace evenhand {

/// Scores of all groups on one grid: each distinct value while there are few, else bins of equal mass.
struct ScoreHistograms {
    std::size_t groups = 0;
    std::vector<double> values; ///< (bins,) ascending: the score of a bin, or the mean of its scores
    std::vector<double> counts; ///< (groups · bins,) whole rows; effective ones when they are weighted
    bool isExact = false;       ///< every bin holds one score only

    [[nodiscard]] std::size_t bins() const { return values.size(); }
};

/// @param mostBins  at most about so many bins
[[nodiscard]] ScoreHistograms scoreHistograms(const SortedGroups& groups, std::size_t mostBins);

/// How far the groups' laws are apart, the largest over all pairs of groups that have rows.
struct ScoreDistances {
    double ks = 0.0, wasserstein1 = 0.0, wasserstein2 = 0.0, unfairness = 0.0;
};
/// Of histograms on a common grid. @param counts  (groups · bins,), at least two groups with rows
[[nodiscard]] ScoreDistances scoreDistances(
    std::span<const double> values, std::span<const double> counts, std::size_t groups);

/// How far @p counts, resampled, may have moved those distances from where @p original has them: none of them
/// (of U its root) differs by more. KS and W1 move by at most the largest norm of F_a* - F_b* - (F_a - F_b)
/// over pairs, W2 by what both laws moved, √U by the root of what all moved, weighted by their shares,
/// because it is the length of a projection.
/// @param original, counts  (groups · bins,) on the grid @p values
[[nodiscard]] ScoreDistances scoreDeviations(std::span<const double> values, std::span<const double> original,
    std::span<const double> counts, std::size_t groups);

} // namespace evenhand
