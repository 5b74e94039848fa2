#pragma once

#include <cstddef>
#include <vector>

namespace evenhand {

struct TradeoffPoint {
    double unfairness = 0.0, error = 0.0;
};

/// Indices, ascending, of the points that no other beats: is at least as good in both and better in one. Of
/// equal points all stay. O(n²).
[[nodiscard]] std::vector<std::size_t> paretoFront(
    const std::vector<TradeoffPoint>& points, bool higherUnfairnessIsBetter, bool higherErrorIsBetter);

} // namespace evenhand
