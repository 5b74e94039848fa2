#pragma once

#include <span>

namespace evenhand {

/// Sorts finite numbers ascending; -0.0 comes before +0.0. Below 2,048 numbers std::sort, else a radix sort
/// of the order-preserving 64-bit keys, least significant digit first, that skips digits equal in all keys
/// and leaves the lower half of the bits to a sort of the runs that are equal in the upper half.
/// @cost O(n) unless many numbers agree in 19 bits of their mantissa, O(n log n) then; 16 bytes of scratch
/// per number
void sortAscending(std::span<double> values);

/// As above; `carried[i]` moves with `values[i]`, and among equal values `carried` is ascending, so that the
/// outcome does not depend on the order of the input.
void sortAscending(std::span<double> values, std::span<double> carried);

} // namespace evenhand
