#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"

namespace evenhand {

/// A column at a glance.
struct ColumnProfile {
    std::string name;
    ColumnKind kind = ColumnKind::Text;
    std::size_t rows = 0;
    std::size_t missing = 0;
    std::size_t distinct = 0;                                        ///< without missing
    std::optional<double> minimum, maximum, mean, standardDeviation; ///< of numeric columns with a value
    std::vector<double>
        binEdges; ///< of numeric columns: 21 edges of 20 equal bins, or fewer for few distinct values
    std::vector<std::size_t> binCounts;
    std::vector<std::pair<std::string, std::size_t>>
        topLevels; ///< of other columns: up to 20, most frequent first
};

/// Profiles of all columns, in the table's order.
[[nodiscard]] Result<std::vector<ColumnProfile>> profileColumns(const Table& table, const RunContext& ctx);

} // namespace evenhand
