#pragma once

#include "engine/data/table.h"

#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace evenhand::test {

/// Column of numbers; NaN is missing.
inline Column numbers(std::string name, std::vector<double> values, ColumnKind kind = ColumnKind::Numeric)
{
    return {std::move(name), kind, NumericColumn {std::move(values)}};
}

/// Column of levels in order of first appearance from words separated by spaces; "-" is missing.
inline Column levels(std::string name, const std::string& words, ColumnKind kind = ColumnKind::Categorical)
{
    CategoricalColumn column;
    std::istringstream stream(words);
    for (std::string word; stream >> word;) {
        if (word == "-") {
            column.codes.push_back(-1);
            continue;
        }
        const auto found = std::ranges::find(column.levels, word);
        column.codes.push_back(static_cast<std::int32_t>(found - column.levels.begin()));
        if (found == column.levels.end())
            column.levels.push_back(word);
    }
    return {std::move(name), kind, std::move(column)};
}

/// Column of free text, stored cell after cell, from words separated by spaces; "-" is missing.
inline Column words(std::string name, const std::string& cells)
{
    TextColumn column;
    std::istringstream stream(cells);
    for (std::string cell; stream >> cell;) {
        column.missing.push_back(cell == "-");
        if (cell != "-")
            column.bytes += cell;
        column.ends.push_back(column.bytes.size());
    }
    return {std::move(name), ColumnKind::Text, std::move(column)};
}

inline std::shared_ptr<const Table> table(std::vector<Column> columns)
{
    auto made = Table::create(std::move(columns));
    if (made.has_error())
        throw std::logic_error(made.error().english());
    return *made;
}

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// 0, 1, …, n-1.
inline std::vector<std::ptrdiff_t> firstRows(std::size_t n)
{
    std::vector<std::ptrdiff_t> rows(n);
    for (std::size_t i = 0; i < n; ++i)
        rows[i] = static_cast<std::ptrdiff_t>(i);
    return rows;
}

} // namespace evenhand::test
