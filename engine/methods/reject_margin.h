#pragma once

#include "engine/methods/calibration_groups.h"
#include "engine/methods/notion.h"

namespace evenhand {

/// What a group gets near the threshold.
enum class NearThreshold : std::uint8_t { Own, Favourable, Unfavourable };

/// Groups that the base model selects less often than all together get the favourable decision, those that it
/// selects more often the unfavourable one. A group without rows keeps its own.
[[nodiscard]] std::vector<NearThreshold> nearThreshold(const std::vector<DecidedCells>& cells);

/// Gap between groups in the notion's rates on the calibration rows, for every margin that makes a
/// difference.
struct MarginGaps {
    std::vector<double> margin; ///< ascending; the first is 0, which changes nothing
    std::vector<double> gap;    ///< the largest difference between two groups in a constrained rate

    /// The smallest margin whose gap is at most @p bound; absent when none is.
    [[nodiscard]] std::optional<double> within(double bound) const;
    /// The smallest margin with the smallest gap of all.
    [[nodiscard]] double best() const;
};

/// @param cells  of the base decisions on the calibration rows
/// @cost O(n log n + n groups)
/// @errors InvalidData  fewer than two groups have a rate to compare;  Cancelled
[[nodiscard]] Result<MarginGaps> marginGaps(const FitInput& input, const std::vector<NearThreshold>& near,
    std::vector<DecidedCells> cells, Notion notion, const RunContext& ctx);

} // namespace evenhand
