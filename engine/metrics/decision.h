#pragma once

#include <cstddef>
#include <cstdint>

namespace evenhand {

/// One draw of a decision that is made with a probability. The same row is always drawn alike, whichever rows
/// are asked for with it, and the larger its probability the more surely it is decided for.
/// @param probability  of the favourable decision; 0 and 1 are certain
/// @param row          of the table
/// @return             1 or 0
[[nodiscard]] double drawnDecision(double probability, std::uint64_t seed, std::ptrdiff_t row);

} // namespace evenhand
