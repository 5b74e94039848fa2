#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"
#include "engine/io/csv_columns.h"
#include "engine/io/text_encoding.h"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace evenhand {

/// One column of the whole file as it is stored, and what was noticed in it.
struct CsvColumn {
    std::variant<NumericColumn, CategoricalColumn, TextColumn> data;
    std::vector<std::size_t> markers; ///< cells per missing marker
    std::size_t infinite = 0;         ///< cells that were infinite and are missing now
    std::size_t trimmed = 0;          ///< cells that lost blanks around them
};

struct CsvContent {
    std::vector<CsvColumn> columns;
    std::size_t rows = 0;
    std::size_t blankLines = 0;
    std::size_t strayQuotes = 0;
    std::optional<std::size_t> firstStrayQuote; ///< offset
};

/// What to read of a text and how.
struct CsvTask {
    std::string_view text;     ///< UTF-8
    std::size_t dataBegin = 0; ///< offset of the first record after the header
    std::size_t columns = 0;
    CsvFormat format;
    std::vector<std::uint8_t> oddQuotes; ///< per piece of the text, as TextScan has it
    std::size_t pieceSize = std::size_t {1} << 20U;
};

/// Reads all records on several threads. The outcome depends on neither their number nor the size of the
/// pieces: where a piece begins is guessed from the parity of the quotes before it, and the guess is checked
/// against where the piece before it really ended.
/// @errors InvalidData  lines of different length, a quote never closed (the Location has the line);
/// Cancelled
[[nodiscard]] Result<CsvContent> readCsv(
    const CsvTask& task, const MissingMarkers& markers, const RunContext& ctx);

/// Number of the line, from 1, in which @p offset lies.
[[nodiscard]] std::int64_t lineOf(std::string_view text, std::size_t offset);

} // namespace evenhand
