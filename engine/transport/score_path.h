#pragma once

#include "engine/core/result.h"
#include "engine/transport/mixed_sample.h"

#include <cstdint>
#include <span>
#include <vector>

namespace evenhand {

/// Where the Kolmogorov-Smirnov distance between two groups is attained.
struct KsMarker {
    double distance = 0.0;
    double at = 0.0; ///< score
    std::size_t groupA = 0, groupB = 0;
    double ecdfA = 0.0, ecdfB = 0.0; ///< at `at`, after all ties
};

/// Scores of some rows before a repair f and after the full repair T(f), by group and sorted, so that
/// everything about the mixture (1-t)·f + t·T(f) is had for any t without sorting again: inside a group the
/// order is the same for every t, because T is monotone there. This is what lets a slider move a million
/// rows. Immutable.
///
/// @source spec: relaxation along the Wasserstein geodesic, Chzhen & Schreuder (2022), Annals of Statistics
/// 50(4)
class ScorePath {
public:
    /// @param base, repaired  (n,) scores before and after; finite; repaired is monotone in base inside a
    /// group (up to
    ///                        1e-9 of the scores' range, which is ironed out)
    /// @param group           (n,) in [0, groups)
    /// @param weight          (n,) > 0, or empty for all ones
    /// @errors InvalidArgument  lengths that differ, a group outside its range
    /// @errors InvalidData      scores that are not finite, weights that are not positive, repaired not
    /// monotone
    [[nodiscard]] static Result<ScorePath> create(std::span<const double> base,
        std::span<const double> repaired, std::span<const std::int32_t> group, std::span<const double> weight,
        std::size_t groups);

    [[nodiscard]] std::size_t groups() const { return m_groups.size(); }
    [[nodiscard]] std::size_t count(std::size_t group) const { return m_groups[group].base.size(); }
    [[nodiscard]] std::size_t rows() const;
    /// Weight share of a group among all rows.
    [[nodiscard]] double share(std::size_t group) const { return m_groups[group].share; }

    /// Smallest and largest score over all groups and all t in [0,1].
    [[nodiscard]] std::pair<double, double> range() const { return {m_minimum, m_maximum}; }

    // Of the following, those about one group need a group with rows.

    /// inf{x : F(x) ≥ u} of a group at strength t.
    [[nodiscard]] double quantile(std::size_t group, double u, double t) const;
    /// Weight share of a group's rows with score ≤ x at strength t. O(log n).
    [[nodiscard]] double ecdf(std::size_t group, double x, double t) const;
    /// Weight share of a group's rows with score ≥ threshold at strength t. O(log n).
    [[nodiscard]] double selectionRate(std::size_t group, double threshold, double t) const;
    /// Share of a group's rows in each bin [edges[i], edges[i+1]) (the last bin is closed). O(bins · log n).
    [[nodiscard]] std::vector<double> histogram(
        std::size_t group, std::span<const double> edges, double t) const;
    /// Gaussian kernel density on an equally spaced grid, from exact counts of bins much narrower than the
    /// bandwidth. Zero everywhere for a group without rows.
    [[nodiscard]] std::vector<double> density(std::size_t group, double gridMinimum, double gridMaximum,
        std::size_t gridSize, double bandwidth, double t) const;
    /// Silverman's rule on the pooled rows of the group at strength 0; > 0.
    [[nodiscard]] double bandwidth(std::size_t group) const { return m_groups[group].bandwidth; }
    /// Quantile function of the barycenter of the groups' laws at strength t: Σ share · Q.
    [[nodiscard]] double barycenterQuantile(double u, double t) const;

    /// Largest KS distance over all pairs of non-empty groups, exact by branch and bound; `at` is one of the
    /// scores where it is attained. Distance 0 when fewer than two groups have rows.
    [[nodiscard]] KsMarker ks(double t) const;

private:
    struct Group {
        std::vector<double> base, repaired; ///< both ascending, row by row the same person
        std::vector<double> cumulative; ///< weight up to and including row i; empty when all weights are one
        double share = 0.0;
        double bandwidth = 1.0;
    };
    ScorePath() = default;
    static Group makeGroup(std::span<const double> base, std::span<const double> repaired,
        std::span<const double> weight, const std::vector<std::size_t>& rows);
    [[nodiscard]] MixedSample at(std::size_t group, double t) const;

    std::vector<Group> m_groups;
    double m_minimum = 0.0, m_maximum = 0.0;
};

} // namespace evenhand
