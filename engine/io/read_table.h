#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"

#include <filesystem>
#include <optional>

namespace evenhand {

enum class TextEncoding : std::uint8_t { Utf8, Utf16LittleEndian, Utf16BigEndian, Windows1252 };

/// Choices that a person makes when the recognised ones are wrong; what is absent is recognised from the
/// content.
struct ImportOptions {
    std::optional<char> delimiter; ///< ',', ';', '\t', '|', ' '
    std::optional<bool> hasHeader;
    std::optional<char> decimalPoint; ///< '.' or ','
    std::optional<TextEncoding> encoding;
    std::optional<char> comment; ///< lines that begin with it are passed over
    int skipLines = 0;           ///< before the header
    std::optional<std::vector<std::string>>
        missingMarkers; ///< absent: "", NA, N/A, NaN, nan, null, NULL, None, ?, …

    friend bool operator==(const ImportOptions&, const ImportOptions&) = default;
};

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
