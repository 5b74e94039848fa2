#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace evenhand {

/// What a column means to a person; how it is stored follows from it.
enum class ColumnKind : std::uint8_t {
    Numeric,     ///< NumericColumn
    Categorical, ///< CategoricalColumn: a limited number of levels
    Boolean,     ///< two levels such as yes/no, TRUE/FALSE, or 0/1; NumericColumn if written 0/1, else
                 ///< CategoricalColumn
    Date,        ///< CategoricalColumn or TextColumn holding the text as written
    Text,        ///< free text: CategoricalColumn or TextColumn
    Identifier,  ///< a different value in (nearly) every row, or a code with leading zeros; not a feature
    Constant,    ///< one value or none at all; carries no information
};

struct NumericColumn {
    std::vector<double> values; ///< NaN = missing; never infinite
};

struct CategoricalColumn {
    std::vector<std::int32_t> codes; ///< index into levels; -1 = missing
    std::vector<std::string> levels; ///< in order of first appearance in the file
};

/// Text with too many different values for a dictionary: all cells one after another.
struct TextColumn {
    std::string bytes;
    std::vector<std::uint64_t> ends; ///< cell i is bytes[ends[i-1], ends[i])
    std::vector<bool> missing;

    [[nodiscard]] std::string_view cell(std::size_t row) const
    {
        const std::uint64_t begin = row == 0 ? 0 : ends[row - 1];
        return std::string_view(bytes).substr(begin, ends[row] - begin);
    }
};

struct Column {
    std::string name;
    ColumnKind kind = ColumnKind::Text;
    std::variant<NumericColumn, CategoricalColumn, TextColumn> data;

    [[nodiscard]] const NumericColumn* numeric() const { return std::get_if<NumericColumn>(&data); }
    [[nodiscard]] const CategoricalColumn* categorical() const
    {
        return std::get_if<CategoricalColumn>(&data);
    }
    [[nodiscard]] const TextColumn* text() const { return std::get_if<TextColumn>(&data); }
    [[nodiscard]] std::size_t rows() const;
    [[nodiscard]] bool isMissing(std::size_t row) const;
    /// The cell as text ("" when missing); numbers in their shortest exact form.
    [[nodiscard]] std::string cell(std::size_t row) const;
};

/// A table that never changes once made; shared between threads as shared_ptr<const Table>.
class Table {
public:
    /// @errors InvalidData  columns of different length, two columns of one name, a code outside its levels,
    /// an infinity
    [[nodiscard]] static Result<std::shared_ptr<const Table>> create(std::vector<Column> columns);

    [[nodiscard]] std::size_t rows() const { return m_rows; }
    [[nodiscard]] const std::vector<Column>& columns() const { return m_columns; }
    [[nodiscard]] std::optional<std::size_t> indexOf(std::string_view name) const;
    /// @errors InvalidArgument  no such column; the hint lists the nearest names
    [[nodiscard]] Result<const Column*> column(std::string_view name) const;

private:
    explicit Table(std::vector<Column> columns);

    std::vector<Column> m_columns;
    std::size_t m_rows = 0;
};

/// A table together with where it came from and what was recognised or doubted while reading it.
struct Dataset {
    std::shared_ptr<const Table> table;
    std::string name;   ///< file name without folder, or the sample's title
    std::string path;   ///< as given; empty for a table made in memory
    std::string sha256; ///< of the file's bytes as stored, lower-case hex; empty for a table made in memory
    Text dialect;       ///< "comma separated, UTF-8, LF, header in line 1"
    std::vector<Text> notes; ///< what was changed or doubted on import, in order of importance
};

} // namespace evenhand
