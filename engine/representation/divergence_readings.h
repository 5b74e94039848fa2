#pragma once

#include "engine/core/run_context.h"
#include "engine/representation/representation_insight.h"

#include <span>

namespace evenhand {

/// Rows that one comparison of groups is about.
struct ComparedRows {
    std::string rows;                ///< "all", "favourable" or "unfavourable"
    std::vector<std::int32_t> group; ///< (n,) -1: not compared
};

/// MMD², Sinkhorn and mean divergence of the normalised representation between groups, each beside its
/// permutation null. Up to three groups are compared in pairs, more of them each with all others. Groups with
/// fewer than 100 rows are left out; at most 500 rows of each are used.
/// @param h  (n, dimensions)
[[nodiscard]] Result<std::vector<DivergenceReading>> divergenceReadings(const Eigen::MatrixXd& h,
    std::span<const ComparedRows> comparisons, const std::vector<std::string>& groupNames, std::uint64_t seed,
    const RunContext& ctx);

} // namespace evenhand
