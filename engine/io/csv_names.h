#pragma once

#include "engine/core/text.h"

#include <string>
#include <vector>

namespace evenhand {

/// Distinct column names, and what had to be done for that.
struct CsvNames {
    std::vector<std::string> names;
    std::vector<bool> isNamed; ///< the file gives the column a name
    std::vector<Text> notes;
};

/// A second "age" becomes "age (2)", a column without name "column 7" by its position from 1.
[[nodiscard]] CsvNames distinctNames(const std::vector<std::string>& header, bool hasHeader);

} // namespace evenhand
