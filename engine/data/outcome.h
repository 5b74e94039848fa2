#pragma once

#include "engine/core/result.h"
#include "engine/data/table.h"

#include <optional>
#include <string_view>

namespace evenhand {

/// Distinct values of a column as text; of columns that are not coded at most 50, enough to name in a
/// message.
[[nodiscard]] std::vector<std::string> outcomeLevels(const Column& column);

/// “a”, “b”, …: names in a sentence, at most @p shown of them.
[[nodiscard]] std::string quotedNames(const std::vector<std::string>& names, std::size_t shown = 8);

/// Whether a cell is the favourable outcome; "1" and "1.0" mean the same number.
class OutcomeTest {
public:
    /// @param part  what the column is, for the message: "target", "prediction"
    /// @errors InvalidArgument  the column does not have that value; the hint lists those it has
    [[nodiscard]] static Result<OutcomeTest> create(
        const Column& column, const std::string& favourable, std::string_view part);

    [[nodiscard]] bool holds(std::size_t row) const;

private:
    explicit OutcomeTest(const Column& column)
        : m_column(&column)
    {
    }

    const Column* m_column;
    std::optional<std::int32_t> m_code;
    std::optional<double> m_number;
};

/// Weights of all rows of a table; all ones without a weight column.
/// @errors InvalidArgument  no such column;  InvalidData  not numeric, negative or missing values
[[nodiscard]] Result<std::vector<double>> rowWeights(const std::string& column, const Table& table);

} // namespace evenhand
