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
    /// Knots of one group. Ranks are in units of weight, u_j · total, so that they are exact for counts and
    /// whole-number weights; without ties and weights they are j + 1/2, computed and found instead of stored.
    struct Knots {
        std::span<const double> values; ///< distinct, ascending
        std::vector<double> distinct;   ///< what `values` shows when the sample has ties
        std::vector<double> ranks;      ///< u_j · total; empty: j + 1/2
        BucketGuide byValue, byRank;
        double total = 0.0;
        double share = 0.0;

        [[nodiscard]] double rank(std::size_t j) const
        {
            return ranks.empty() ? static_cast<double>(j) + 0.5 : ranks[j];
        }
        [[nodiscard]] double clampScore(double score) const
        {
            return std::clamp(score, values.front(), values.back());
        }
        [[nodiscard]] double clampRank(double r) const
        {
            return std::clamp(r, rank(0), rank(values.size() - 1));
        }
        [[nodiscard]] std::size_t lastCell() const { return values.size() < 2 ? 0 : values.size() - 2; }
        [[nodiscard]] std::size_t cellOfRank(double r) const;
        [[nodiscard]] double rankOf(double score, std::size_t cell) const;
        [[nodiscard]] double quantile(double r, std::size_t cell) const;
    };

    static constexpr std::size_t kBlock = 128;

    static Knots makeKnots(const SortedSample& sample, double share);
    void applyBlock(const ScoredRows& rows, std::span<double> out) const;

    SortedGroups m_groups;
    std::vector<Knots> m_knots;       ///< of the groups that have rows
    std::vector<std::size_t> m_place; ///< group → place in m_knots
    std::vector<double> m_ratio;      ///< [own · knots + other] total of the other by total of the own
};

} // namespace evenhand
