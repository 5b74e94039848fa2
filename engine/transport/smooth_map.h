#pragma once

#include "engine/transport/bucket_guide.h"
#include "engine/transport/row_map.h"
#include "engine/transport/sorted_groups.h"

namespace evenhand {

/// The smooth estimator: distribution and quantile functions are linear between the knots
/// (distinct value v_j, u_j = (weight below v_j + half the weight at v_j) / total) (Hazen's mid-ranks), held
/// at their ends. T_s(v) = Σ_s' p_s' Q_s'(F_s(v)), where Q_s(F_s(v)) is v itself.
/// @source Chzhen, Denis, Hebiri, Oneto, Pontil (2020), equation (2), with interpolated plug-in estimates
class SmoothMap final : public RowMap {
public:
    explicit SmoothMap(SortedGroups groups);

    void apply(const ScoredRows& rows, std::span<double> out) const override;

private:
    /// Knots of one group. Without ties and weights, u_j = (j + 1/2)/n is computed and found instead of
    /// stored.
    struct Knots {
        std::span<const double> values; ///< distinct, ascending
        std::vector<double> distinct;   ///< what `values` shows when the sample has ties
        std::vector<double> ranks;      ///< u_j; empty: (j + 1/2)/n
        BucketGuide byValue, byRank;
        double n = 0.0;
        double share = 0.0;

        [[nodiscard]] double rank(std::size_t j) const
        {
            return ranks.empty() ? (static_cast<double>(j) + 0.5) / n : ranks[j];
        }
        [[nodiscard]] double rankOf(double value) const;
        [[nodiscard]] double quantile(double u) const;
        [[nodiscard]] std::size_t cellOfRank(double u) const;
    };

    static Knots makeKnots(const SortedSample& sample, double share);
    [[nodiscard]] double map(double score, std::size_t group) const;

    SortedGroups m_groups;
    std::vector<Knots> m_knots;       ///< of the groups that have rows
    std::vector<std::size_t> m_place; ///< group → place in m_knots
};

} // namespace evenhand
