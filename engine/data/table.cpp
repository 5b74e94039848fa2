#include "engine/data/table.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace evenhand {

std::size_t Column::rows() const
{
    if (const NumericColumn* const c = numeric())
        return c->values.size();
    if (const CategoricalColumn* const c = categorical())
        return c->codes.size();
    return text()->ends.size();
}

bool Column::isMissing(std::size_t row) const
{
    if (const NumericColumn* const c = numeric())
        return std::isnan(c->values[row]);
    if (const CategoricalColumn* const c = categorical())
        return c->codes[row] < 0;
    return text()->missing[row];
}

std::string Column::cell(std::size_t row) const
{
    if (isMissing(row))
        return {};
    if (const NumericColumn* const c = numeric())
        return exactNumber(c->values[row]);
    if (const CategoricalColumn* const c = categorical())
        return c->levels[static_cast<std::size_t>(c->codes[row])];
    return std::string(text()->cell(row));
}

namespace {

Result<void> checkColumn(const Column& column, std::size_t rows)
{
    if (column.rows() != rows)
        return invalidData(
            text("column “%1” has %2 rows, the first column has %3", column.name, column.rows(), rows));
    if (const NumericColumn* const numbers = column.numeric()) {
        if (std::ranges::any_of(numbers->values, [](double v) { return std::isinf(v); }))
            return invalidData(text("column “%1” holds an infinite value", column.name));
    } else if (const CategoricalColumn* const coded = column.categorical()) {
        const auto levels = static_cast<std::int32_t>(coded->levels.size());
        if (std::ranges::any_of(
                coded->codes, [levels](std::int32_t code) { return code < -1 || code >= levels; }))
            return invalidData(text("column “%1” has a code outside its levels", column.name));
    }
    return kOk;
}

} // namespace

Table::Table(std::vector<Column> columns)
    : m_columns(std::move(columns))
    , m_rows(m_columns.empty() ? 0 : m_columns.front().rows())
{
}

Result<std::shared_ptr<const Table>> Table::create(std::vector<Column> columns)
{
    std::unordered_set<std::string_view> names;
    for (const Column& column : columns) {
        EH_CHECK(checkColumn(column, columns.front().rows()));
        if (!names.insert(column.name).second)
            return invalidData(text("two columns are named “%1”", column.name));
    }
    return std::shared_ptr<const Table>(new Table(std::move(columns)));
}

std::optional<std::size_t> Table::indexOf(std::string_view name) const
{
    const auto found = std::ranges::find(m_columns, name, &Column::name);
    if (found == m_columns.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - m_columns.begin());
}

Result<const Column*> Table::column(std::string_view name) const
{
    if (const auto index = indexOf(name))
        return &m_columns[*index];
    constexpr std::size_t kShown = 8;
    std::string names;
    for (std::size_t i = 0; i < std::min(m_columns.size(), kShown); ++i)
        names += (i == 0 ? "" : ", ") + m_columns[i].name;
    if (m_columns.size() > kShown)
        names += ", …";
    return invalidArgument(text("there is no column “%1”", name), text("the columns are: %1", names));
}

} // namespace evenhand
