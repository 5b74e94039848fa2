#include "engine/audit/subgroup_columns.h"

#include "engine/core/parallel.h"
#include "engine/data/groups.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace evenhand {

namespace {

constexpr std::size_t kMostLevels = 12;
constexpr std::size_t kMostOrderedValues = 5;
constexpr std::size_t kRanges = 5;

/// Makes the code -1 the last level.
void addMissing(CodedColumn& column)
{
    if (std::ranges::find(column.codes, -1) == column.codes.end())
        return;
    std::ranges::replace(column.codes, -1, static_cast<std::int32_t>(column.levels.size()));
    column.levels.emplace_back(kMissingGroup);
}

/// The kept levels among those present: the most frequent ones, in their own order.
std::vector<std::size_t> keptLevels(const std::vector<std::size_t>& counts)
{
    std::vector<std::size_t> kept;
    for (std::size_t level = 0; level < counts.size(); ++level)
        if (counts[level] > 0)
            kept.push_back(level);
    if (kept.size() > kMostLevels) {
        std::ranges::stable_sort(kept, [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
        kept.resize(kMostLevels);
        std::ranges::sort(kept);
    }
    return kept;
}

Text codeLevels(const CategoricalColumn& source, std::span<const Eigen::Index> rows, CodedColumn& coded)
{
    // A level that is written "(missing)" in the table is the same group as no value at all.
    const auto written = std::ranges::find(source.levels, kMissingGroup) - source.levels.begin();
    const auto codeAt = [&](Eigen::Index row) {
        const std::int32_t code = source.codes[static_cast<std::size_t>(row)];
        return code == written ? -1 : code;
    };
    std::vector<std::size_t> counts(source.levels.size());
    for (const Eigen::Index row : rows)
        if (const std::int32_t code = codeAt(row); code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    const std::vector<std::size_t> kept = keptLevels(counts);
    const auto present = static_cast<std::size_t>(
        std::ranges::count_if(counts, [](std::size_t count) { return count > 0; }));
    std::vector<std::int32_t> newCode(source.levels.size(), static_cast<std::int32_t>(kept.size()));
    for (std::size_t i = 0; i < kept.size(); ++i) {
        newCode[kept[i]] = static_cast<std::int32_t>(i);
        coded.levels.push_back(source.levels[kept[i]]);
    }
    if (present > kept.size())
        coded.levels.emplace_back("other values");
    coded.codes.reserve(rows.size());
    for (const Eigen::Index row : rows) {
        const std::int32_t code = codeAt(row);
        coded.codes.push_back(code < 0 ? -1 : newCode[static_cast<std::size_t>(code)]);
    }
    addMissing(coded);
    if (present == kept.size())
        return {};
    return text("Of the %1 values of “%2” the %3 most frequent are looked at one by one.", present,
        coded.name, kept.size());
}

/// The different values, ascending; stops as soon as there are more than @p most.
std::vector<double> fewValues(const std::vector<double>& values, std::size_t most)
{
    std::vector<double> few;
    for (const double value : values) {
        const auto place = std::ranges::lower_bound(few, value);
        if (place != few.end() && *place == value)
            continue;
        few.insert(place, value);
        if (few.size() > most)
            break;
    }
    return few;
}

/// The number with the fewest digits that separates @p value (below or equal) from the next one.
double roundedCut(double value, double next)
{
    constexpr int kDigits = 17;
    for (int digits = 1; digits < kDigits; ++digits) {
        for (const double near : {value, value + 0.5 * (next - value)}) {
            const std::string shown = shortNumber(near, digits);
            double rounded = value;
            std::from_chars(shown.data(), shown.data() + shown.size(), rounded);
            if (rounded >= value && rounded < next)
                return rounded;
        }
    }
    return value;
}

/// Cuts at the quantiles, each a value of the data rounded to where it still separates the same values. Where
/// one value fills several ranges there are fewer.
Result<std::vector<double>> quantileCuts(std::vector<double> values, const RunContext& ctx)
{
    const double largest = *std::ranges::max_element(values);
    std::vector<double> ends;
    for (std::size_t i = 1; i < kRanges; ++i) {
        EH_CHECK(ctx.checkpoint());
        const auto place = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * i / kRanges);
        std::ranges::nth_element(values, place);
        if (*place < largest && (ends.empty() || *place > ends.back()))
            ends.push_back(*place);
    }
    if (ends.empty()) { // most rows have the largest value: it stands against all others
        double below = -std::numeric_limits<double>::infinity();
        for (const double value : values)
            below = value < largest ? std::max(below, value) : below;
        ends.push_back(below);
    }
    std::vector<double> next(ends.size(), largest);
    for (const double value : values) {
        const auto above = static_cast<std::size_t>(std::ranges::lower_bound(ends, value) - ends.begin());
        if (above > 0)
            next[above - 1] = std::min(next[above - 1], value);
    }
    for (std::size_t i = 0; i < ends.size(); ++i)
        ends[i] = roundedCut(ends[i], next[i]);
    return ends;
}

Result<void> codeNumbers(const NumericColumn& source, std::span<const Eigen::Index> rows, CodedColumn& coded,
    const RunContext& ctx)
{
    std::vector<double> values;
    for (const Eigen::Index row : rows)
        if (const double value = source.values[static_cast<std::size_t>(row)]; !std::isnan(value))
            values.push_back(value + 0.0); // -0 and 0 are one value
    const std::vector<double> few = fewValues(values, kMostLevels);
    const bool isCut = few.size() > kMostLevels;
    std::vector<double> ends = few; // upper ends of the levels
    if (isCut) {
        EH_TRY(coded.cuts, quantileCuts(std::move(values), ctx));
        ends = coded.cuts;
        for (std::size_t i = 0; i <= ends.size(); ++i)
            coded.levels.push_back(i == 0 ? "≤ " + exactNumber(ends[0])
                    : i == ends.size()    ? "> " + exactNumber(ends.back())
                                          : exactNumber(ends[i - 1]) + " – " + exactNumber(ends[i]));
    } else {
        for (const double value : few)
            coded.levels.push_back(exactNumber(value));
    }
    coded.ordered = isCut || few.size() <= kMostOrderedValues;
    coded.codes.reserve(rows.size());
    for (const Eigen::Index row : rows) {
        const double value = source.values[static_cast<std::size_t>(row)];
        const auto level = std::ranges::lower_bound(ends, value) - ends.begin();
        coded.codes.push_back(std::isnan(value) ? -1 : static_cast<std::int32_t>(level));
    }
    addMissing(coded);
    return kOk;
}

/// Why a column cannot be searched; empty if it can.
Text unusable(const Column& column)
{
    switch (column.kind) {
    case ColumnKind::Identifier:
        return text("“%1” is left out: it identifies rows.", column.name);
    case ColumnKind::Constant:
        return text("“%1” is left out: it has one value.", column.name);
    case ColumnKind::Date:
        return text("“%1” is left out: it holds dates.", column.name);
    case ColumnKind::Text:
        return text("“%1” is left out: it holds free text.", column.name);
    default:
        break;
    }
    if (column.text() != nullptr)
        return text("“%1” is left out: it has too many different values.", column.name);
    return {};
}

} // namespace

bool CodedColumn::hasMissing() const
{
    return !levels.empty() && levels.back() == kMissingGroup;
}

Result<CodedColumns> codeColumns(const Table& table, std::span<const std::string> names,
    std::span<const Eigen::Index> rows, const RunContext& ctx)
{
    std::vector<const Column*> sources;
    for (const std::string& name : names) {
        EH_TRY(const Column* const column, table.column(name));
        sources.push_back(column);
    }
    std::vector<CodedColumn> coded(sources.size());
    std::vector<Text> notes(sources.size());
    const auto codeOne = [&](std::size_t i) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        const Column& source = *sources[i];
        coded[i].name = source.name;
        notes[i] = unusable(source);
        if (!notes[i].empty())
            return kOk;
        if (const CategoricalColumn* const levels = source.categorical())
            notes[i] = codeLevels(*levels, rows, coded[i]);
        else
            EH_CHECK(codeNumbers(*source.numeric(), rows, coded[i], ctx));
        if (coded[i].levels.size() < 2)
            notes[i] = text("“%1” is left out: it has one value in these rows.", source.name);
        return kOk;
    };
    EH_CHECK(parallelFor(sources.size(), ctx, codeOne));
    CodedColumns usable;
    for (std::size_t i = 0; i < coded.size(); ++i) {
        if (!notes[i].empty())
            usable.notes.push_back(std::move(notes[i]));
        if (coded[i].levels.size() >= 2)
            usable.columns.push_back(std::move(coded[i]));
    }
    return usable;
}

std::string conditionText(const CodedColumn& column, std::int32_t first, std::int32_t last)
{
    const auto low = static_cast<std::size_t>(first);
    const auto high = static_cast<std::size_t>(last);
    const std::size_t ranges = column.cuts.size() + 1;
    if (ranges == 1 || low >= ranges) {
        if (low == high)
            return column.name + " = " + column.levels[low];
        return column.name + ": " + column.levels[low] + " – " + column.levels[high];
    }
    if (low == 0)
        return column.name + " ≤ " + exactNumber(column.cuts[high]);
    if (high + 1 >= ranges)
        return column.name + " > " + exactNumber(column.cuts[low - 1]);
    return exactNumber(column.cuts[low - 1]) + " < " + column.name + " ≤ " + exactNumber(column.cuts[high]);
}

} // namespace evenhand
