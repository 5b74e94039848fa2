#include "engine/io/csv_number.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>

namespace evenhand {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isInfinityWord(std::string_view text)
{
    const auto equals = [text](std::string_view word) {
        return std::ranges::equal(
            text, word, [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
    };
    return equals("inf") || equals("infinity");
}

/// What a written number consists of.
struct Shape {
    std::size_t whole = 0, fraction = 0;
    bool hasPoint = false, hasExponent = false, isNumber = false;
};

Shape shapeOf(std::string_view text, char decimalPoint)
{
    Shape shape;
    std::size_t at = 0;
    const auto countDigits = [&] {
        const std::size_t begin = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return at - begin;
    };
    shape.whole = countDigits();
    if (at < text.size() && text[at] == decimalPoint) {
        shape.hasPoint = true;
        ++at;
        shape.fraction = countDigits();
    }
    if (shape.whole + shape.fraction == 0)
        return shape;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+'))
            ++at;
        shape.hasExponent = countDigits() > 0;
        if (!shape.hasExponent)
            return shape;
    }
    shape.isNumber = at == text.size();
    return shape;
}

bool isBeyondExactIntegers(std::string_view digits)
{
    constexpr std::uint64_t kExact = std::uint64_t {1} << 53U;
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return parsed.ec != std::errc {} || value > kExact;
}

/// Whether a decimal outside a double's range is so because it is large: its first digit that counts,
/// exponent included, stands before the point.
bool isLarge(std::string_view number)
{
    const std::size_t exponentAt = std::min(number.find_first_of("eE"), number.size());
    const std::string_view mantissa = number.substr(0, exponentAt);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::size_t first = std::min(mantissa.find_first_of("123456789"), mantissa.size());
    const auto places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);

    std::string_view exponent = number.substr(std::min(exponentAt + 1, number.size()));
    const bool isNegative = exponent.starts_with('-');
    exponent.remove_prefix(isNegative || exponent.starts_with('+') ? 1 : 0);
    constexpr std::int64_t kHuge = std::int64_t {1} << 60U;
    std::int64_t power = 0;
    if (std::from_chars(exponent.data(), exponent.data() + exponent.size(), power).ec
        == std::errc::result_out_of_range)
        power = kHuge;
    return places + (isNegative ? -power : power) > 0;
}

} // namespace

NumberKind readNumber(std::string_view text, char decimalPoint, double& value)
{
    if (readPlainDecimal(text.data(), text.data() + text.size(), decimalPoint, value))
        return NumberKind::Number;
    const bool isNegative = text.starts_with('-');
    const std::string_view size = text.substr(isNegative || text.starts_with('+') ? 1 : 0);
    if (isInfinityWord(size))
        return NumberKind::Infinite;
    const Shape shape = shapeOf(size, decimalPoint);
    if (!shape.isNumber)
        return NumberKind::Word;
    const bool isInteger = !shape.hasPoint && !shape.hasExponent;
    if (isInteger && ((shape.whole > 1 && size[0] == '0') || isBeyondExactIntegers(size)))
        return NumberKind::Code;

    std::string withPoint;
    std::string_view plain = size;
    if (decimalPoint != '.' && shape.hasPoint) {
        withPoint = size;
        std::ranges::replace(withPoint, decimalPoint, '.');
        plain = withPoint;
    }
    double read = 0.0;
    const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), read);
    if (parsed.ec == std::errc::result_out_of_range) {
        // Too small is zero for all purposes here; too large is not a number that can be computed with.
        if (isLarge(plain))
            return NumberKind::Infinite;
        read = 0.0;
    }
    value = isNegative ? -read : read;
    return NumberKind::Number;
}

} // namespace evenhand
