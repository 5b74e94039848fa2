#pragma once

#include "engine/transport/sorted_groups.h"

#include <optional>

namespace evenhand {

/// The two halves of the calibration rows in the paper's Algorithm 1. Each group is halved on its own, the
/// first half is the larger one of an odd number; a single row is in both.
struct CalibrationHalves {
    SortedGroups quantiles, ranks;

    /// @param seed  absent: even rows of each group in the order given → quantiles, odd rows → ranks;
    ///              present: random halves
    /// @errors as SortedGroups::create
    [[nodiscard]] static Result<CalibrationHalves> make(std::span<const double> scores,
        std::span<const std::int32_t> group, std::span<const double> weight, std::size_t nGroups,
        std::optional<std::uint64_t> seed, const RunContext& ctx);
};

} // namespace evenhand
