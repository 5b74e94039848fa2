#pragma once

#include "engine/figures/figure.h"

#include <string>

namespace evenhand::ui {

/// The numbers of every layer: layer, mark, x, y, low, high, x_low, x_high, label; UTF-8, RFC 4180, lines end
/// in CR LF. Numbers read back as the same double; an undefined one is an empty cell. A text that a
/// spreadsheet would take for a formula (begins with = + - @, tab or CR) gets an apostrophe in front.
[[nodiscard]] std::string figureCsv(const Figure& figure);

/// One cell of text, neutralised and quoted where needed.
[[nodiscard]] std::string csvTextCell(const std::string& text);

} // namespace evenhand::ui
