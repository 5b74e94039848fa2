#pragma once

#include "engine/data/table.h"
#include "engine/io/csv_reader.h"

#include <string>
#include <vector>

namespace evenhand {

/// Columns of a table made from what was read, with what is doubtful about them.
struct TypedColumns {
    std::vector<Column> columns;
    std::vector<Text> notes; ///< in the columns' order
};

/// Gives each column its kind, makes numbers of text that holds them with thousands separators, and notes
/// infinite cells, trimmed blanks, units, codes, numbers mixed with words, near-duplicate levels and
/// constants.
/// @param names         one per column, distinct
/// @param isNamed       per column: whether the name stands in the file
/// @param decimalPoint  '.' or ','
/// @errors Cancelled
[[nodiscard]] Result<TypedColumns> typeColumns(std::vector<CsvColumn> read, std::vector<std::string> names,
    std::vector<bool> isNamed, char decimalPoint, const RunContext& ctx);

} // namespace evenhand
