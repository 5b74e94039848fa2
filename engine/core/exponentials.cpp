#include "engine/core/exponentials.h"

#include "engine/core/wide_loops.h"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace evenhand {

namespace {

inline __attribute__((always_inline)) double exponential(double x)
{
    // x = k·ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts so that r keeps its digits. Adding and taking off
    // a large number rounds to the nearest whole one.
    constexpr double kPerLog2 = 1.4426950408889634074;
    constexpr double kLog2High = 6.93147180369123816490e-01;
    constexpr double kLog2Low = 1.90821492927058770002e-10;
    constexpr double kRound = 6755399441055744.0;
    const double clamped = x < -708.0 ? -708.0 : x;
    const double shifted = clamped * kPerLog2 + kRound;
    const double k = shifted - kRound;
    const double r = (clamped - k * kLog2High) - k * kLog2Low;
    // The Taylor polynomial of degree 13 is exact to 2e-17 on the interval.
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    const double series = 1.0 + (r + r * r * p);
    // The low bits of `shifted` are k in two's complement: they go into the exponent.
    const std::uint64_t bits = (std::bit_cast<std::uint64_t>(shifted) + 1023U) << 52U;
    const double value = series * std::bit_cast<double>(bits);
    return x < -708.0 ? 0.0 : value;
}

EVENHAND_WIDE_LOOPS void exponentialsOf(double* values, std::ptrdiff_t n)
{
    for (std::ptrdiff_t k = 0; k < n; ++k)
        values[k] = exponential(values[k]);
}

} // namespace

void exponentials(std::span<double> nonPositive)
{
    exponentialsOf(nonPositive.data(), static_cast<std::ptrdiff_t>(nonPositive.size()));
}

} // namespace evenhand
