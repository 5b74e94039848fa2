#pragma once

#include "engine/data/study.h"
#include "engine/data/table.h"

#include <span>

namespace evenhand {

/// Name of the group of rows whose sensitive value is missing.
inline constexpr const char* kMissingGroup = "(missing)";

/// The group of every row.
struct Groups {
    std::string attribute; ///< "sex", or "sex,race" for an intersection
    std::vector<std::string>
        names; ///< only groups that occur; ordered as the levels first appear, "(missing)" last
    std::vector<std::int32_t> codes; ///< one per table row, index into names
};

/// The names for a reader who does not see the attribute beside them: "yes" of "afam" is "afam = yes", "≤ 40"
/// of "age" is "age ≤ 40"; names that speak for themselves ("Female"), and those of intersections, stay as
/// they are.
[[nodiscard]] std::vector<std::string> readableGroupNames(const Groups& groups);

/// Groups of rows by one or several sensitive columns; several give their intersection "Female,Black".
///
/// Numeric columns with cuts c1 < c2 < … become "≤ c1", "c1 – c2", "> c2"; a numeric column with at most 20
/// distinct values and no cuts has one group per value (ascending). Missing values form the group
/// "(missing)".
/// @errors InvalidArgument  unknown column, no column at all, cuts not ascending
/// @errors InvalidData      a numeric column with more than 20 distinct values and no cuts (the hint proposes
/// cuts);
///                          more than 4096 groups
[[nodiscard]] Result<Groups> makeGroups(const Table& table, const std::vector<std::string>& sensitive,
    const std::map<std::string, std::vector<double>>& cuts);

} // namespace evenhand
