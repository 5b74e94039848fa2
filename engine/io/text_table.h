#pragma once

#include <string>
#include <vector>

namespace evenhand {

/// Rows of cells in columns for a terminal, the first to the left, the others to the right. All rows have as
/// many cells.
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& rows);

} // namespace evenhand
