#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace evenhand {

/// A text cell for CSV: quoted where needed, and neutralised so that no spreadsheet runs it as a formula: a
/// text that begins with = + - @, a tab or a carriage return gets a leading apostrophe.
[[nodiscard]] std::string csvText(std::string_view text);

/// A number for CSV in its shortest exact form; empty when absent or not a number.
[[nodiscard]] std::string csvNumber(std::optional<double> value);

} // namespace evenhand
