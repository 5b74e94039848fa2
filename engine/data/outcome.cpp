#include "engine/data/outcome.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace evenhand {

std::string quotedNames(const std::vector<std::string>& names, std::size_t shown)
{
    std::string list;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i)
        list += (i == 0 ? "“" : ", “") + names[i] + "”";
    return names.size() > shown ? list + ", …" : list;
}

std::vector<std::string> outcomeLevels(const Column& column)
{
    constexpr std::size_t kEnough = 50;
    if (const CategoricalColumn* const coded = column.categorical()) {
        std::vector<bool> seen(coded->levels.size(), false);
        for (const std::int32_t code : coded->codes)
            if (code >= 0)
                seen[static_cast<std::size_t>(code)] = true;
        std::vector<std::string> levels;
        for (std::size_t i = 0; i < seen.size(); ++i)
            if (seen[i])
                levels.push_back(coded->levels[i]);
        return levels;
    }
    std::set<std::string> found;
    for (std::size_t row = 0; row < column.rows() && found.size() < kEnough; ++row)
        if (!column.isMissing(row))
            found.insert(column.cell(row));
    return {found.begin(), found.end()};
}

Result<OutcomeTest> OutcomeTest::create(
    const Column& column, const std::string& favourable, std::string_view part)
{
    OutcomeTest test(column);
    if (const CategoricalColumn* const coded = column.categorical()) {
        const auto found = std::ranges::find(coded->levels, favourable);
        if (found != coded->levels.end())
            test.m_code = static_cast<std::int32_t>(found - coded->levels.begin());
    } else if (const NumericColumn* const numbers = column.numeric()) {
        double value = 0.0;
        const auto read = std::from_chars(favourable.data(), favourable.data() + favourable.size(), value);
        const bool isNumber = read.ec == std::errc() && read.ptr == favourable.data() + favourable.size();
        if (isNumber && std::ranges::find(numbers->values, value) != numbers->values.end())
            test.m_number = value;
    }
    if (!test.m_code && !test.m_number)
        return invalidArgument(text("“%1” is not a value of the %2 “%3”", favourable, part, column.name),
            text("its values are: %1", quotedNames(outcomeLevels(column))));
    return test;
}

bool OutcomeTest::holds(std::size_t row) const
{
    if (const CategoricalColumn* const coded = m_column->categorical())
        return coded->codes[row] == *m_code;
    return m_column->numeric()->values[row] == *m_number;
}

Result<std::vector<double>> rowWeights(const std::string& name, const Table& table)
{
    if (name.empty())
        return std::vector<double>(table.rows(), 1.0);
    EH_TRY(const Column* const column, table.column(name));
    const NumericColumn* const numbers = column->numeric();
    if (numbers == nullptr)
        return invalidData(text("the weight “%1” is not a number", name));
    const auto negative = std::ranges::count_if(numbers->values, [](double w) { return w < 0.0; });
    const auto missing = std::ranges::count_if(numbers->values, [](double w) { return std::isnan(w); });
    if (negative > 0 || missing > 0)
        return invalidData(
            text("the weight “%1” has %2 negative and %3 missing values", name, negative, missing),
            text("weights must be 0 or more; correct them or choose no weight"));
    constexpr double kHeaviest = 1e100; // sums of squares must stay finite
    constexpr double kLightest = 1e-100;
    const auto extreme = std::ranges::count_if(
        numbers->values, [](double w) { return w > kHeaviest || (w > 0.0 && w < kLightest); });
    if (extreme > 0)
        return invalidData(
            text("the weight “%1” has %2 values above 1e100 or, but for 0, below 1e-100", name, extreme),
            text("only their proportions count: divide them by their mean"));
    return numbers->values;
}

} // namespace evenhand
