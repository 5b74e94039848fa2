#pragma once

#include "engine/network/objective.h"

namespace evenhand {

/// Draws the batches of an epoch. Every batch has the rows of each stratum in proportion, but never fewer
/// than a divergence needs: a small stratum's rows come round again, and count for less in the risk, which
/// stays unbiased.
class BatchDrawer {
public:
    /// @param stratum  (n,) ≥ 0
    /// @param size     rows of a batch, about; 0 or ≥ n: all rows at once
    /// @param atLeast  rows of each stratum in a batch, as far as it has that many
    BatchDrawer(
        std::span<const std::int32_t> stratum, Eigen::Index size, Eigen::Index atLeast, std::uint64_t seed);

    [[nodiscard]] std::vector<Batch> epoch(int number) const;
    [[nodiscard]] std::size_t perEpoch() const { return m_batches; }

private:
    std::vector<std::vector<Eigen::Index>> m_strata;
    std::size_t m_batches = 1;
    Eigen::Index m_atLeast = 0;
    std::uint64_t m_seed = 0;
};

/// At most @p size rows, each stratum in proportion; the same for the same seed.
[[nodiscard]] Batch stratifiedSample(
    std::span<const std::int32_t> stratum, Eigen::Index size, std::uint64_t seed);

} // namespace evenhand
