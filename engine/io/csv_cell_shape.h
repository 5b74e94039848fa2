#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace evenhand {

/// What a cell that is not a plain number looks like to a person.
enum class CellShape : std::uint8_t {
    Number,
    Code,             ///< leading zeros, or an integer beyond 2^53
    Grouped,          ///< 1,234,567 or 1,234.50
    GroupedOrDecimal, ///< 1,234: thousands in one country, a decimal in another
    WithUnit,         ///< 34%, 175 cm, $12.50
    Date,             ///< 2024-02-29, 29.02.2024, 2/29/24, 2024-02-29 13:45:00
    Word,
};

struct ShapedCell {
    CellShape shape = CellShape::Word;
    std::string_view unit; ///< of WithUnit
};

[[nodiscard]] ShapedCell shapeOfCell(std::string_view cell, char decimalPoint);

/// The cell without its thousands separators.
[[nodiscard]] std::string ungrouped(std::string_view cell, char decimalPoint);

} // namespace evenhand
