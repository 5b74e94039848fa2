#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"

#include <optional>

namespace evenhand {

/// Rows that repeat an earlier row in every cell; nothing for a table of more than two million rows, where
/// nobody wants to wait for it. Compares 64-bit hashes: one wrong count in ten million tables of that size.
/// @errors Cancelled
[[nodiscard]] Result<std::optional<std::size_t>> countDuplicateRows(
    const Table& table, const RunContext& ctx);

/// Says how many rows are exact duplicates; empty if none or not counted.
/// @errors Cancelled
[[nodiscard]] Result<Text> duplicateRowsNote(const Table& table, const RunContext& ctx);

/// Says which levels differ only in case, blanks, a final dot or invisible characters, with their counts;
/// empty if none.
[[nodiscard]] Text nearDuplicateLevelsNote(const Column& column);

} // namespace evenhand
