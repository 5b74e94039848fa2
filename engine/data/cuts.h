#pragma once

#include "engine/data/table.h"

#include <cstddef>
#include <vector>

namespace evenhand {

/// Cuts of a numeric column into @p parts groups of about equal size: its inner quantiles, ascending, each
/// once. Fewer where many rows share a value, none when no value lies below another. v ≤ cut is below.
/// @cost O(n log n)
[[nodiscard]] std::vector<double> quantileCuts(const NumericColumn& numbers, std::size_t parts);

/// Cuts at the multiples of ten that have rows on both sides: 20, 30, … of an age. None when there would be
/// more than 20.
[[nodiscard]] std::vector<double> decadeCuts(const NumericColumn& numbers);

} // namespace evenhand
