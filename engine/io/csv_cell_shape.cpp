#include "engine/io/csv_cell_shape.h"

#include "engine/io/csv_number.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t digitsAt(std::string_view text, std::size_t at)
{
    std::size_t count = 0;
    while (at + count < text.size() && isDigit(text[at + count]))
        ++count;
    return count;
}

char separatorFor(char decimalPoint)
{
    return decimalPoint == '.' ? ',' : '.';
}

/// Word if the cell is no number in groups of three digits.
CellShape groupedShape(std::string_view cell, char decimalPoint)
{
    if (cell.starts_with('-') || cell.starts_with('+'))
        cell.remove_prefix(1);
    std::size_t at = digitsAt(cell, 0);
    if (at == 0 || at > 3 || cell[0] == '0')
        return CellShape::Word;
    std::size_t groups = 0;
    while (at < cell.size() && cell[at] == separatorFor(decimalPoint) && digitsAt(cell, at + 1) == 3) {
        ++groups;
        at += 4;
    }
    if (groups == 0)
        return CellShape::Word;
    if (at == cell.size())
        return groups == 1 ? CellShape::GroupedOrDecimal : CellShape::Grouped;
    const bool hasFraction = cell[at] == decimalPoint && digitsAt(cell, at + 1) == cell.size() - at - 1;
    return hasFraction ? CellShape::Grouped : CellShape::Word;
}

bool isTime(std::string_view text)
{
    const std::size_t hours = digitsAt(text, 0);
    return (hours == 1 || hours == 2) && text.size() >= hours + 3 && text[hours] == ':'
        && digitsAt(text, hours + 1) == 2
        && text.find_first_not_of("0123456789:.+-ZAPMapm ", hours) == std::string_view::npos;
}

bool isDate(std::string_view text)
{
    const std::size_t first = digitsAt(text, 0);
    if (first == 0 || first > 4 || first == 3 || first >= text.size())
        return false;
    const char separator = text[first];
    if (separator != '-' && separator != '/' && separator != '.')
        return false;
    const std::size_t second = digitsAt(text, first + 1);
    const std::size_t thirdAt = first + second + 2;
    if (second == 0 || second > 2 || thirdAt > text.size() || text[thirdAt - 1] != separator)
        return false;
    const std::size_t third = digitsAt(text, thirdAt);
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        for (std::size_t i = at; i < at + length; ++i)
            value = value * 10 + (text[i] - '0');
        return value;
    };
    const auto isDay = [&](std::size_t at, std::size_t length) {
        return number(at, length) >= 1 && number(at, length) <= 31;
    };
    const bool yearFirst
        = first == 4 && third >= 1 && third <= 2 && isDay(first + 1, second) && isDay(thirdAt, third);
    const bool yearLast = first <= 2 && (third == 2 || third == 4) && isDay(0, first)
        && isDay(first + 1, second) && std::min(number(0, first), number(first + 1, second)) <= 12;
    if (!yearFirst && !yearLast)
        return false;
    const std::string_view rest = text.substr(thirdAt + third);
    return rest.empty() || ((rest[0] == ' ' || rest[0] == 'T') && isTime(rest.substr(1)));
}

bool isNumberLike(std::string_view text, char decimalPoint)
{
    double ignored = 0.0;
    return readNumber(text, decimalPoint, ignored) == NumberKind::Number
        || groupedShape(text, decimalPoint) != CellShape::Word;
}

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// "%", "cm", "€" at the end or a currency sign at the beginning of a number; empty if there is none.
std::string_view unitOf(std::string_view cell, char decimalPoint)
{
    constexpr std::array<std::string_view, 4> kCurrencies = {"$", "€", "£", "¥"};
    constexpr std::size_t kLongestUnit = 4;
    for (const std::string_view sign : kCurrencies) {
        if (cell.starts_with(sign) && isNumberLike(trimmed(cell.substr(sign.size())), decimalPoint))
            return sign;
        if (cell.ends_with(sign)
            && isNumberLike(trimmed(cell.substr(0, cell.size() - sign.size())), decimalPoint))
            return sign;
    }
    const std::size_t digit = cell.find_last_of("0123456789");
    if (digit == std::string_view::npos || digit + 1 >= cell.size())
        return {};
    const std::string_view unit = trimmed(cell.substr(digit + 1));
    const bool isUnit
        = unit == "%" || unit == "°" || (unit.size() <= kLongestUnit && std::ranges::all_of(unit, isLetter));
    return isUnit && isNumberLike(cell.substr(0, digit + 1), decimalPoint) ? unit : std::string_view {};
}

} // namespace

ShapedCell shapeOfCell(std::string_view cell, char decimalPoint)
{
    double ignored = 0.0;
    switch (readNumber(cell, decimalPoint, ignored)) {
    case NumberKind::Number:
    case NumberKind::Infinite:
        return {CellShape::Number, {}};
    case NumberKind::Code:
        return {CellShape::Code, {}};
    case NumberKind::Word:
        break;
    }
    if (const CellShape grouped = groupedShape(cell, decimalPoint); grouped != CellShape::Word)
        return {grouped, {}};
    if (isDate(cell))
        return {CellShape::Date, {}};
    if (const std::string_view unit = unitOf(cell, decimalPoint); !unit.empty())
        return {CellShape::WithUnit, unit};
    return {};
}

std::string ungrouped(std::string_view cell, char decimalPoint)
{
    std::string plain(cell);
    std::erase(plain, separatorFor(decimalPoint));
    return plain;
}

} // namespace evenhand
