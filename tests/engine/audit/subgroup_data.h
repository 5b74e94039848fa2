#pragma once

#include "engine/audit/subgroup_search.h"
#include "engine/core/rng.h"
#include "tests/support/tables.h"

namespace evenhand::test {

/// Five categorical and five numeric attributes, independent of each other: two, three, four, five and ten
/// equally frequent levels "a", "b", …; uniform numbers, the first five of [0, 100).
inline std::shared_ptr<const Table> mixedTable(std::size_t n, std::size_t nColumns, std::uint64_t seed)
{
    std::vector<Column> columns;
    for (std::size_t c = 0; c < nColumns; ++c) {
        Rng rng(seed, c);
        if (c % 2 == 1) {
            std::vector<double> values(n);
            for (double& value : values)
                value = std::floor(1000.0 * rng.uniform()) / 10.0;
            columns.push_back(numbers("number" + std::to_string(c), std::move(values)));
            continue;
        }
        const std::size_t nLevels = c == 8 ? 10 : 2 + c / 2;
        CategoricalColumn coded;
        for (std::size_t level = 0; level < nLevels; ++level)
            coded.levels.emplace_back(1, static_cast<char>('a' + level));
        for (std::size_t row = 0; row < n; ++row)
            coded.codes.push_back(static_cast<std::int32_t>(rng.below(nLevels)));
        columns.push_back({"kind" + std::to_string(c), ColumnKind::Categorical, std::move(coded)});
    }
    return table(std::move(columns));
}

inline CodedColumns codedColumns(const Table& table, const RunContext& ctx = {})
{
    std::vector<std::string> names;
    for (const Column& column : table.columns())
        names.push_back(column.name);
    std::vector<Eigen::Index> rows(table.rows());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = static_cast<Eigen::Index>(i);
    return codeColumns(table, names, rows, ctx).value();
}

/// Hits with the probability that @p rate gives for a row.
template <class Rate> std::vector<double> hitsOf(std::size_t n, std::uint64_t seed, const Rate& rate)
{
    Rng rng(seed, 1000);
    std::vector<double> hit(n);
    for (std::size_t row = 0; row < n; ++row)
        hit[row] = rng.uniform() < rate(row) ? 1.0 : 0.0;
    return hit;
}

} // namespace evenhand::test
