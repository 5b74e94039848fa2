#pragma once

#include "engine/transport/sorted_groups.h"

namespace evenhand {

// Distances between the laws of a score in two groups or in all groups. All are exact for the weighted
// empirical distributions: no grid, ties taken together, breakpoints compared in integers when no weights are
// given.

/// Where the Kolmogorov-Smirnov distance of two samples is attained.
struct KsPoint {
    double distance = 0.0;           ///< sup_x |F_a(x) - F_b(x)|, in [0,1]
    double at = 0.0;                 ///< smallest score where it is attained
    double ecdfA = 0.0, ecdfB = 0.0; ///< there, after all ties
};

/// Kolmogorov-Smirnov distance of two samples, neither empty. O(n + m).
[[nodiscard]] KsPoint ksPoint(const SortedSample& a, const SortedSample& b);
[[nodiscard]] double ksDistance(const SortedSample& a, const SortedSample& b);
/// W1 = ∫₀¹ |Q_a(u) - Q_b(u)| du, in the unit of the scores. Neither empty. O(n + m).
[[nodiscard]] double wasserstein1(const SortedSample& a, const SortedSample& b);
/// W2² = ∫₀¹ (Q_a(u) - Q_b(u))² du, in the squared unit of the scores. Neither empty. O(n + m).
/// @source Villani (2003), Topics in Optimal Transportation, Theorem 2.18
[[nodiscard]] double squaredWasserstein2(const SortedSample& a, const SortedSample& b);

/// The largest distance between any two non-empty groups, and which two those are.
struct GroupDistance {
    double value = 0.0;
    std::size_t groupA = 0, groupB = 0; ///< groupA < groupB; the first such pair
};

/// @errors NoAnswer  fewer than two groups have rows
[[nodiscard]] Result<GroupDistance> ksDistance(const SortedGroups& groups);
[[nodiscard]] Result<GroupDistance> wasserstein1(const SortedGroups& groups);
/// W2 itself, not squared.
[[nodiscard]] Result<GroupDistance> wasserstein2(const SortedGroups& groups);
/// U = Σ_s p_s W2²(ν_s, barycenter) = ∫₀¹ Var_{s~p}(Q_s(u)) du, p the weight shares: the least mean squared
/// change of the scores that makes all groups' laws equal. Computed as Σ_{s<s'} p_s p_s' W2²(ν_s, ν_s'),
/// which equals it and never cancels.
/// @source Chzhen, Denis, Hebiri, Oneto, Pontil (2020), Theorem 2.3; Chzhen & Schreuder (2022)
/// @errors NoAnswer  fewer than two groups have rows
/// @cost O(groups · n)
[[nodiscard]] Result<double> barycenterUnfairness(const SortedGroups& groups);

/// The same from unsorted rows.
/// @param scores  (n,) finite;  @param group  (n,) in [0, nGroups);  @param weight  (n,) > 0, or empty: all
/// ones
/// @errors InvalidArgument, InvalidData  as SortedGroups::create;  NoAnswer  fewer than two groups have rows
[[nodiscard]] Result<GroupDistance> ksDistance(std::span<const double> scores,
    std::span<const std::int32_t> group, std::span<const double> weight, std::size_t nGroups);
[[nodiscard]] Result<GroupDistance> wasserstein1(std::span<const double> scores,
    std::span<const std::int32_t> group, std::span<const double> weight, std::size_t nGroups);
[[nodiscard]] Result<GroupDistance> wasserstein2(std::span<const double> scores,
    std::span<const std::int32_t> group, std::span<const double> weight, std::size_t nGroups);
[[nodiscard]] Result<double> barycenterUnfairness(std::span<const double> scores,
    std::span<const std::int32_t> group, std::span<const double> weight, std::size_t nGroups);

/// What the Kolmogorov-Smirnov distance of two perfectly repaired groups still is on a finite sample, on
/// average: √(π/2)·ln 2 · √(1/m + 1/m' + 1/N + 1/N'), the mean of the supremum of a Brownian bridge.
/// @param testA, testB                rows that are measured, per group (effective sizes when weighted)
/// @param calibrationA, calibrationB  rows behind the map; infinity when the law is known
[[nodiscard]] double ksNoiseFloor(double testA, double testB, double calibrationA, double calibrationB);

} // namespace evenhand
