#pragma once

#include "engine/core/pack.h"

namespace evenhand {

/// cos(x + quarters · π/2) of eight numbers, |x| < 1e5: to 2 units in the last place of 1. quarters = 0 is
/// the cosine, 3 the sine.
/// @source range reduction and polynomials: FreeBSD msun, e_rem_pio2.c, k_sin.c and k_cos.c
[[nodiscard]] EVENHAND_INLINE Pack cosineOf(const Pack& x, std::int64_t quarters)
{
    // π/2 in three parts of 33 digits, so that products with the quadrant are exact.
    constexpr double kPerQuarter = 6.36619772367581382433e-01;
    constexpr double kQuarterHigh = 1.57079632673412561417e+00;
    constexpr double kQuarterMiddle = 6.07710050630396597660e-11;
    constexpr double kQuarterLow = 2.02226624879595063154e-21;
    constexpr double kRound = 6755399441055744.0;
    const Pack shifted = x * kPerQuarter + kRound;
    const Pack k = shifted - kRound;
    const Pack r = ((x - k * kQuarterHigh) - k * kQuarterMiddle) - k * kQuarterLow;
    const Pack z = r * r;
    Pack sine = z * 1.58969099521155010221e-10 - 2.50507602534068634195e-08;
    sine = sine * z + 2.75573137070700676789e-06;
    sine = sine * z - 1.98412698298579493134e-04;
    sine = sine * z + 8.33333333332248946124e-03;
    sine = sine * z - 1.66666666666666324348e-01;
    sine = r + r * z * sine;
    Pack cosine = z * -1.13596475577881948265e-11 + 2.08757232129817482790e-09;
    cosine = cosine * z - 2.75573143513906633035e-07;
    cosine = cosine * z + 2.48015872894767294178e-05;
    cosine = cosine * z - 1.38888888888741095749e-03;
    cosine = cosine * z + 4.16666666666666019037e-02;
    cosine = 1.0 - (0.5 * z - z * z * cosine);
    // The low digits of `shifted` are the quadrant: 0 cos r, 1 -sin r, 2 -cos r, 3 sin r.
    const PackBits quadrant = ((PackBits)shifted + quarters) & 3;
    const Pack value = (quadrant & 1) == 0 ? cosine : sine;
    return ((quadrant + 1) & 2) == 0 ? value : -value;
}

} // namespace evenhand
