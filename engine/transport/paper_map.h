#pragma once

#include "engine/transport/bucket_guide.h"
#include "engine/transport/row_map.h"
#include "engine/transport/sorted_groups.h"

#include <memory>
#include <optional>

namespace evenhand {

/// Algorithm 1 of the paper: with k = #{rank sample ≤ v},
/// T_s(v) = Σ_s' p_s' · (quantile sample of s')[max(1, ⌈N0_s'·k / N1_s⌉)], indices from 1, the ceiling in
/// integers. A step function; scores below the rank sample have k = 0 and go to the minimum.
///
/// With a seed, ranks are random as in the paper, whose jitter this is in the limit σ → 0: with L = #{< v}
/// and R = #{≤ v}, k is uniform on {L, …, R}, drawn from (seed, row id) alone.
/// @source Chzhen, Denis, Hebiri, Oneto, Pontil (2020), Algorithm 1
class PaperMap final : public RowMap {
public:
    /// @param quantiles, ranks  halves of the calibration rows (or both all of them), with the same groups
    /// present
    /// @param shares            p_s, one per group
    /// @errors Cancelled
    /// @cost O(groups · n); groups in parallel
    [[nodiscard]] static Result<std::unique_ptr<const PaperMap>> fit(const SortedGroups& quantiles,
        const SortedGroups& ranks, const std::vector<double>& shares, std::optional<std::uint64_t> seed,
        const RunContext& ctx);

    void apply(const ScoredRows& rows, std::span<double> out) const override;

private:
    struct Steps {
        std::vector<double> values; ///< the rank sample, with its ties
        std::vector<double> mapped; ///< (values + 1,) T by rank k
        BucketGuide guide;

        [[nodiscard]] std::size_t countAtMost(double score) const;
        [[nodiscard]] std::size_t countBelow(double score) const;
    };
    static constexpr std::size_t kBlock = 128;

    PaperMap() = default;
    void applyBlock(const ScoredRows& rows, std::span<double> out) const;
    static Steps makeSteps(
        const SortedGroups& quantiles, const SortedSample& own, const std::vector<double>& shares);
    [[nodiscard]] std::size_t randomRank(const Steps& steps, double score, std::int64_t rowId) const;

    std::vector<Steps> m_steps; ///< one per group; empty for groups without rows
    std::optional<std::uint64_t> m_seed;
};

} // namespace evenhand
