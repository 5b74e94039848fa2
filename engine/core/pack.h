#pragma once

#include <boost/align/aligned_allocator.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

/// For the small functions that loops marked EVENHAND_WIDE_LOOPS are made of: only what is inlined into such
/// a loop is compiled for its wider registers.
#define EVENHAND_INLINE inline __attribute__((always_inline))

#if defined(__GNUC__) && !defined(__clang__)
// Packs are only passed between functions that are inlined, so no calling convention is concerned.
#pragma GCC diagnostic ignored "-Wpsabi"
#endif

namespace evenhand {

/// Eight numbers that a processor works on at once, in as many registers as it needs for them. Sums over
/// packs have eight partial sums on every processor, hence the same bits.
using Pack = double __attribute__((vector_size(64)));
using PackBits = std::int64_t __attribute__((vector_size(64)));

inline constexpr std::ptrdiff_t kPackSize = 8;

/// Memory for packs; positions that are multiples of kPackSize are aligned.
using PackedVector = std::vector<double, boost::alignment::aligned_allocator<double, 64>>;

/// The smallest multiple of @p step that is at least @p n.
[[nodiscard]] constexpr std::ptrdiff_t roundedUp(std::ptrdiff_t n, std::ptrdiff_t step)
{
    return (n + step - 1) / step * step;
}

[[nodiscard]] EVENHAND_INLINE Pack loadPack(const double* from)
{
    return *reinterpret_cast<const Pack*>(__builtin_assume_aligned(from, 64));
}

EVENHAND_INLINE void storePack(double* to, const Pack& values)
{
    *reinterpret_cast<Pack*>(__builtin_assume_aligned(to, 64)) = values;
}

[[nodiscard]] EVENHAND_INLINE Pack packOf(double value)
{
    return Pack {value, value, value, value, value, value, value, value};
}

[[nodiscard]] EVENHAND_INLINE double sumOf(const Pack& values)
{
    return ((values[0] + values[4]) + (values[2] + values[6]))
        + ((values[1] + values[5]) + (values[3] + values[7]));
}

[[nodiscard]] EVENHAND_INLINE Pack larger(const Pack& a, const Pack& b)
{
    return a > b ? a : b;
}

/// exp(x) to one unit in the last place for -708 ≤ x ≤ 709; beyond, that of the nearest end (3e-308 and
/// 8e307).
[[nodiscard]] EVENHAND_INLINE Pack boundedExponential(const Pack& x)
{
    // As exponentials(), see there.
    constexpr double kPerLog2 = 1.4426950408889634074;
    constexpr double kLog2High = 6.93147180369123816490e-01;
    constexpr double kLog2Low = 1.90821492927058770002e-10;
    constexpr double kRound = 6755399441055744.0;
    const Pack above = x > -708.0 ? x : packOf(-708.0);
    const Pack clamped = above < 709.0 ? above : packOf(709.0);
    const Pack shifted = clamped * kPerLog2 + kRound;
    const Pack k = shifted - kRound;
    const Pack r = (clamped - k * kLog2High) - k * kLog2Low;
    // Taylor's polynomial of degree 13, in pairs of terms so that fewer steps wait for one another.
    const Pack r2 = r * r;
    const Pack r4 = r2 * r2;
    const Pack p2 = 0.5 + r * (1.0 / 6.0);
    const Pack p4 = 1.0 / 24.0 + r * (1.0 / 120.0);
    const Pack p6 = 1.0 / 720.0 + r * (1.0 / 5040.0);
    const Pack p8 = 1.0 / 40320.0 + r * (1.0 / 362880.0);
    const Pack p10 = 1.0 / 3628800.0 + r * (1.0 / 39916800.0);
    const Pack p12 = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0);
    const Pack low = p2 + r2 * p4;
    const Pack middle = p6 + r2 * p8;
    const Pack high = p10 + r2 * p12;
    const Pack p = low + r4 * (middle + r4 * high);
    const Pack series = 1.0 + (r + r2 * p);
    const PackBits exponent = ((PackBits)shifted + 1023) << 52;
    return series * (Pack)exponent;
}

/// √x of eight numbers that are not negative.
[[nodiscard]] EVENHAND_INLINE Pack rootOf(const Pack& x)
{
    Pack root {};
    for (int lane = 0; lane < kPackSize; ++lane)
        root[lane] = std::sqrt(x[lane]);
    return root;
}

} // namespace evenhand
