#pragma once

#include "engine/io/csv_columns.h"
#include "engine/io/read_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// How a delimited text is to be read, recognised from its beginning.
struct CsvDialect {
    CsvFormat format;
    bool hasHeader = true;
    std::int64_t headerLine = 1;
    std::size_t dataBegin = 0; ///< offset of the first record after the header
    std::size_t columns = 0;
    std::vector<std::string> header; ///< one per column, as written; empty where there is no name
};

/// Recognises delimiter, decimal point and header; what the options name is taken from there.
///
/// The delimiter is the one that cuts the first 200 records most evenly; blanks count only when nothing else
/// does.
/// @errors InvalidData  the first lines have another number of fields than the rest (the hint says what to
/// do);
///                      no record at all
[[nodiscard]] Result<CsvDialect> recogniseDialect(
    std::string_view text, const ImportOptions& options, const MissingMarkers& markers);

} // namespace evenhand
