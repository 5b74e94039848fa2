#include "engine/statistics/stirling.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace evenhand {

namespace {

constexpr std::size_t kExact = 16;

std::array<double, kExact> exactRemainders()
{
    constexpr long double kHalfLogTwoPi = 0.91893853320467274178L;
    std::array<double, kExact> remainders {};
    long double logFactorial = 0.0L;
    for (std::size_t k = 0; k < kExact; ++k) {
        const auto next = static_cast<long double>(k + 1);
        const long double approximation
            = (static_cast<long double>(k) + 0.5L) * std::log(next) - next + kHalfLogTwoPi;
        remainders[k] = static_cast<double>(logFactorial - approximation);
        logFactorial += std::log(next);
    }
    return remainders;
}

} // namespace

double stirlingRemainder(double k)
{
    static const std::array<double, kExact> remainders = exactRemainders();
    if (k < static_cast<double>(kExact))
        return remainders[static_cast<std::size_t>(k)];
    const double next = k + 1.0;
    const double square = next * next;
    return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / 1680.0 / square) / square) / square) / next;
}

double logFactorialCurvature(double m, double k)
{
    return (k + 0.5) * std::log1p((m - k) / (k + 1.0)) + stirlingRemainder(m) - stirlingRemainder(k);
}

} // namespace evenhand
