#pragma once

#include "engine/figures/build.h"

namespace evenhand {

/// Expected KS distance between two groups after a perfect repair, on samples of this size:
/// 0.8687·sqrt(1/m + 1/m' + 1/N + 1/N'), m rows judged and N rows fitted on. 0.8687 is the mean of the
/// Kolmogorov distribution, sqrt(π/2)·ln 2. Groups must have rows.
[[nodiscard]] double noiseFloor(const ScoreView& view, std::size_t groupA, std::size_t groupB);

} // namespace evenhand
