#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace evenhand {

enum class NumberKind : std::uint8_t {
    Number,
    Infinite, ///< "inf", or too large for a double
    Code,     ///< digits that a double would spoil: a leading zero as in "00947", or an integer beyond 2^53
    Word,     ///< anything else
};

/// Numbers as people write them in tables: 7, -0.5, .5, 5., 1e-3, +2. Nothing else: no 0x1F, no 1_000, no
/// blanks around.
/// @param value  set for Number only, correctly rounded
[[nodiscard]] NumberKind readNumber(std::string_view text, char decimalPoint, double& value);

/// 10^0 … 10^22: the powers of ten that a double holds exactly.
inline constexpr std::array<double, 23> kExactPowersOfTen = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
    1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// The quick way for the short plain decimals that tables consist of; false leaves @p value alone and decides
/// nothing.
///
/// Digits below 2^53 and a power of ten up to 22 are both exact doubles, so one division rounds once, hence
/// correctly.
/// @source Clinger (1990), How to read floating point numbers accurately
[[nodiscard]] inline bool readPlainDecimal(const char* at, const char* end, char decimalPoint, double& value)
{
    const bool isNegative = at != end && *at == '-';
    at += isNegative ? 1 : 0;
    const char* const first = at;
    std::uint64_t digits = 0;
    for (; at != end && static_cast<unsigned char>(*at - '0') < 10; ++at)
        digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    const auto whole = at - first;
    if (whole == 0 || (whole > 1 && *first == '0') || whole > 15)
        return false;
    if (at == end) {
        value = isNegative ? -static_cast<double>(digits) : static_cast<double>(digits);
        return true;
    }
    if (*at != decimalPoint)
        return false;
    const char* const fraction = ++at;
    for (; at != end && static_cast<unsigned char>(*at - '0') < 10; ++at)
        digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    const auto places = at - fraction;
    constexpr std::uint64_t kExact = std::uint64_t {1} << 53U;
    if (at != end || places == 0 || whole + places > 18 || digits > kExact)
        return false;
    const double size = static_cast<double>(digits) / kExactPowersOfTen[static_cast<std::size_t>(places)];
    value = isNegative ? -size : size;
    return true;
}

} // namespace evenhand
