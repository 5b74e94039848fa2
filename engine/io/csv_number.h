#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

/// The quickest way, for integers of one to eight digits; false leaves @p value alone and decides nothing.
/// @param bytes  eight readable bytes, of which the first @p size are the cell
/// @source Lemire (2022), Parsing 8-bit integers quickly; Muła, SWAR parsing of eight digits
[[nodiscard]] inline bool readShortInteger(const char* bytes, std::size_t size, double& value)
{
    if constexpr (std::endian::native != std::endian::little)
        return false;
    if (size - 1 >= 8 || (*bytes == '0' && size > 1))
        return false;
    constexpr std::uint64_t kZeros = 0x3030303030303030ULL;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    // The last digit goes to the highest byte; what is free below is filled with '0'.
    const auto unused = static_cast<unsigned>(8 * (8 - size));
    word = (word << unused) | ((kZeros >> 8U) >> (56U - unused));
    const std::uint64_t beyondNine = (word + 0x4646464646464646ULL) | (word - kZeros);
    if ((beyondNine & 0x8080808080808080ULL) != 0)
        return false;
    word -= kZeros;
    word = word * 10 + (word >> 8U);
    constexpr std::uint64_t kPairs = 0x000000ff000000ffULL;
    word
        = ((word & kPairs) * 0x000f424000000064ULL + ((word >> 16U) & kPairs) * 0x0000271000000001ULL) >> 32U;
    value = static_cast<double>(static_cast<std::int32_t>(word));
    return true;
}

} // namespace evenhand
