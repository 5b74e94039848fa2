#pragma once

#include "engine/core/run_context.h"
#include "engine/data/import_options.h"
#include "engine/data/table.h"

#include <filesystem>

namespace evenhand {

/// Reads a table from a file: delimited text, plain or gzip-compressed, known by its content first, then by
/// its name.
/// "-" is standard input. Fills Dataset::sha256, dialect and notes.
/// @errors Unreadable   the file is missing, empty, damaged, or not a text table; the Location names file,
/// line and column
/// @errors InvalidData  lines of different length; a quote that is never closed
/// @errors Cancelled    stopped; takes effect within 50 ms
[[nodiscard]] Result<Dataset> readTable(
    const std::filesystem::path& file, const ImportOptions& options, const RunContext& ctx);

/// As above from bytes in memory; @p name stands for the file in messages.
[[nodiscard]] Result<Dataset> readTable(
    std::string_view bytes, std::string name, const ImportOptions& options, const RunContext& ctx);

} // namespace evenhand
