#include "engine/core/number_text.h"

#include "engine/core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace evenhand {

std::string fixedNumber(double value, int decimals)
{
    if (std::abs(value) < 0.5 * std::pow(10.0, -decimals))
        value = 0.0;
    std::array<char, 512> buffer {};
    const auto end = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals)
                         .ptr;
    return {buffer.data(), end};
}

std::string percentNumber(double share, int decimals)
{
    return fixedNumber(100.0 * share, decimals) + " %";
}

int supportedDecimals(double intervalWidth, int most)
{
    if (!(intervalWidth > 0.0) || !std::isfinite(intervalWidth))
        return most;
    return std::clamp(static_cast<int>(std::ceil(-std::log10(0.5 * intervalWidth))), 0, most);
}

std::string supportedPercent(double share, double intervalWidth)
{
    return percentNumber(share, std::min(2, supportedDecimals(100.0 * intervalWidth)));
}

std::string supportedNumber(double value, double intervalWidth)
{
    constexpr double kLarge = 1e9;
    constexpr double kNarrow = 1e-5;
    if (std::abs(value) >= kLarge || intervalWidth < kNarrow)
        return shortNumber(value, 3);
    return fixedNumber(value, supportedDecimals(intervalWidth));
}

} // namespace evenhand
