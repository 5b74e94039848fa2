#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// Words of a column's name in lower case: "maritalStatus", "marital-status" and "Marital Status" give
/// marital, status; "racePctWhite" gives race, pct, white; "AGE" gives age; digits at a word's end are
/// dropped ("race1" gives race).
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view name);

/// Lower case for ASCII and the letters of Latin-1 and Latin Extended-A in UTF-8; everything else stays.
[[nodiscard]] std::string lowerCase(std::string_view text);

/// Whether a name says that the column numbers the rows or the persons: id, person_id, uuid, index, …
[[nodiscard]] bool isIdentifierName(std::string_view name);

} // namespace evenhand
