#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"

#include <Eigen/Core>

#include <span>

namespace evenhand {

/// A column whose values are few enough to be crossed with others.
struct CodedColumn {
    std::string name;
    std::vector<std::string> levels; ///< a missing value is the last level, kMissingGroup
    std::vector<std::int32_t> codes; ///< (n,) index into levels
    bool ordered = false;            ///< neighbouring levels joined mean something
    std::vector<double> cuts;        ///< of a numeric column cut into ranges: level i is v ≤ cuts[i]

    [[nodiscard]] bool hasMissing() const;
};

/// Columns prepared for a search, and what a reader must know about them.
struct CodedColumns {
    std::vector<CodedColumn> columns;
    std::vector<Text> notes; ///< columns left out, levels merged
};

/// Prepares columns for the search of subgroups.
///
/// Categorical columns stay as they are, but beyond the 12 most frequent levels the rest is "other values".
/// Numeric columns with more than 12 different values are cut at quantiles into at most 5 ranges; those with
/// fewer have one level per value, ordered if there are at most 5 (more may be codes of something, and their
/// ranges too many). Identifiers, constants, dates and free text are left out with a note.
/// @param rows  (n,) rows of the table that are looked at
/// @errors InvalidArgument  no such column;  Cancelled
[[nodiscard]] Result<CodedColumns> codeColumns(const Table& table, std::span<const std::string> names,
    std::span<const Eigen::Index> rows, const RunContext& ctx);

/// "sex = Female", "25 < age ≤ 40", "priors: 1 – 3".
/// @param first, last  levels, both included
[[nodiscard]] std::string conditionText(const CodedColumn& column, std::int32_t first, std::int32_t last);

} // namespace evenhand
