#pragma once

#include "engine/io/csv_reader.h"

#include <span>

namespace evenhand {

/// Most levels of a column that is stored as levels; more make it a TextColumn.
[[nodiscard]] std::size_t mostLevels(std::size_t rows);

/// Joins the parts of one column in their order and frees them on the way. Levels keep the order of first
/// appearance.
/// @param parts  all Numbers, or none of them
/// @errors Cancelled
[[nodiscard]] Result<CsvColumn> mergeColumn(
    std::span<ColumnPart*> parts, std::size_t rows, const RunContext& ctx);

} // namespace evenhand
