#include "engine/data/encoder.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace evenhand {

using Eigen::Index;

namespace {

/// More levels than this make a reader wonder whether the column is a category at all.
constexpr std::size_t kManyLevels = 100;
constexpr const char* kMissingLevel = "(missing)";

bool isNumber(const Column& column)
{
    return column.numeric() != nullptr && column.kind != ColumnKind::Categorical;
}

struct Moments {
    std::size_t count = 0, missing = 0;
    double minimum = HUGE_VAL, maximum = -HUGE_VAL;
    double mean = 0.0, deviation = 0.0; ///< population standard deviation
};

Moments momentsOf(const std::vector<double>& values, const std::vector<Index>& rows)
{
    Moments m;
    for (const Index row : rows) {
        const double value = values[static_cast<std::size_t>(row)];
        if (std::isnan(value)) {
            ++m.missing;
            continue;
        }
        ++m.count;
        m.minimum = std::min(m.minimum, value);
        m.maximum = std::max(m.maximum, value);
    }
    if (m.count == 0)
        return m;
    // Scaling by a power of two is exact and keeps the squares of very large or small numbers finite.
    const double largest = std::max(std::abs(m.minimum), std::abs(m.maximum));
    const int exponent = largest > 0.0 ? std::clamp(std::ilogb(largest), -1000, 1000) : 0;
    const double down = std::ldexp(1.0, -exponent);
    const auto average = [&](const auto& term) {
        double sum = 0.0;
        for (const Index row : rows)
            if (const double value = values[static_cast<std::size_t>(row)]; !std::isnan(value))
                sum += term(value * down);
        return sum / static_cast<double>(m.count);
    };
    // The second pass takes off the rounding of the first.
    const double rough = average([](double v) { return v; });
    const double mean = rough + average([rough](double v) { return v - rough; });
    m.mean = std::ldexp(mean, exponent);
    m.deviation
        = std::ldexp(std::sqrt(average([mean](double v) { return (v - mean) * (v - mean); })), exponent);
    return m;
}

/// Calls visit(row, level or nothing) for every row; numbers are levels by their exact text.
template <class Visit>
void visitCells(const Column& column, const std::vector<Index>& rows, const Visit& visit)
{
    for (const Index each : rows) {
        const auto row = static_cast<std::size_t>(each);
        if (column.isMissing(row))
            visit(std::optional<std::string_view> {});
        else if (const TextColumn* const cells = column.text())
            visit(std::optional<std::string_view>(cells->cell(row)));
        else
            visit(std::optional<std::string_view>(column.cell(row)));
    }
}

std::vector<std::string> levelsSeen(const Column& column, const std::vector<Index>& rows)
{
    std::vector<std::string> levels;
    if (const CategoricalColumn* const coded = column.categorical()) {
        std::vector<bool> seen(coded->levels.size(), false);
        for (const Index row : rows)
            if (const std::int32_t code = coded->codes[static_cast<std::size_t>(row)]; code >= 0)
                seen[static_cast<std::size_t>(code)] = true;
        for (std::size_t level = 0; level < seen.size(); ++level)
            if (seen[level])
                levels.push_back(coded->levels[level]);
        return levels;
    }
    if (const NumericColumn* const numbers = column.numeric()) {
        std::unordered_set<double> seen;
        for (const Index row : rows)
            if (const double value = numbers->values[static_cast<std::size_t>(row)]; !std::isnan(value))
                seen.insert(value);
        std::vector<double> sorted(seen.begin(), seen.end());
        std::ranges::sort(sorted);
        std::ranges::transform(sorted, std::back_inserter(levels), exactNumber);
        return levels;
    }
    std::unordered_set<std::string> seen;
    visitCells(column, rows, [&](std::optional<std::string_view> level) {
        if (level && seen.emplace(*level).second)
            levels.emplace_back(*level);
    });
    return levels;
}

std::vector<std::int32_t> codesOf(const Column& column, const std::vector<Index>& rows,
    const std::vector<std::string>& levels, bool hasMissing)
{
    std::unordered_map<std::string_view, std::int32_t> place;
    for (std::size_t i = 0; i < levels.size(); ++i)
        place.emplace(levels[i], static_cast<std::int32_t>(i));
    const auto codeOf = [&place](std::string_view level) {
        const auto found = place.find(level);
        return found == place.end() ? -1 : found->second;
    };
    const std::int32_t missing = hasMissing ? static_cast<std::int32_t>(levels.size()) : -1;
    std::vector<std::int32_t> codes;
    codes.reserve(rows.size());
    if (const CategoricalColumn* const coded = column.categorical()) {
        std::vector<std::int32_t> renumbered;
        std::ranges::transform(coded->levels, std::back_inserter(renumbered), codeOf);
        for (const Index row : rows) {
            const std::int32_t code = coded->codes[static_cast<std::size_t>(row)];
            codes.push_back(code < 0 ? missing : renumbered[static_cast<std::size_t>(code)]);
        }
        return codes;
    }
    visitCells(column, rows,
        [&](std::optional<std::string_view> level) { codes.push_back(level ? codeOf(*level) : missing); });
    return codes;
}

std::string joined(const std::vector<std::string>& names)
{
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "“" : ", “") + name + "”";
    return all;
}

} // namespace

void Encoder::addNumeric(const std::string& name, const NumericColumn& column, const std::vector<Index>& rows)
{
    const Moments moments = momentsOf(column.values, rows);
    const bool hasValues = moments.count > 0 && moments.minimum < moments.maximum && moments.deviation > 0.0;
    const bool hasIndicator = moments.missing > 0 && moments.count > 0;
    if (!hasValues && !hasIndicator) {
        m_constant.push_back(name);
        return;
    }
    m_numeric.push_back(
        {name, moments.mean, m_standardise && hasValues ? moments.deviation : 1.0, hasValues, hasIndicator});
    if (hasIndicator)
        m_warnings.push_back(
            text("column “%1”: %2 of %3 training rows have no number; they get the mean of the others, "
                 "and a feature that marks them",
                name, moments.missing, rows.size()));
}

void Encoder::addLevels(const Column& column, const std::vector<Index>& rows)
{
    LevelPart part {column.name, levelsSeen(column, rows), false};
    part.hasMissing = std::ranges::any_of(
        rows, [&](Index row) { return column.isMissing(static_cast<std::size_t>(row)); });
    const std::size_t levels = part.levels.size() + (part.hasMissing ? 1 : 0);
    if (levels < 2) {
        m_constant.push_back(column.name);
        return;
    }
    if (levels > kManyLevels)
        m_warnings.push_back(
            text("column “%1” has %2 levels, each of which is a feature", column.name, levels));
    m_levels.push_back(std::move(part));
}

void Encoder::nameFeatures()
{
    for (const NumericPart& part : m_numeric) {
        if (part.hasValues)
            m_featureNames.push_back(part.column);
        if (part.hasIndicator)
            m_featureNames.push_back(part.column + " " + kMissingLevel);
    }
    for (const LevelPart& part : m_levels) {
        for (const std::string& level : part.levels)
            m_featureNames.push_back(part.column + " = " + level);
        if (part.hasMissing)
            m_featureNames.push_back(part.column + " = " + kMissingLevel);
    }
}

void Encoder::warnAbout(std::size_t trainingRows)
{
    if (!m_constant.empty())
        m_warnings.push_back(
            text("left out because they are the same in every training row: %1", joined(m_constant)));
    if (m_featureNames.size() > trainingRows)
        m_warnings.push_back(text(
            "there are more features (%1) than training rows (%2)", m_featureNames.size(), trainingRows));
}

Result<Encoder> Encoder::fit(const Table& table, const std::vector<std::string>& features,
    const std::vector<Index>& trainingRows, const EncodingSpec& spec)
{
    Encoder encoder;
    encoder.m_standardise = spec.standardise;
    std::unordered_set<std::string_view> named;
    for (const std::string& name : features) {
        EH_TRY(const Column* const column, table.column(name));
        if (!named.insert(name).second)
            return invalidArgument(text("the feature “%1” is named twice", name));
        if (isNumber(*column))
            encoder.addNumeric(name, *column->numeric(), trainingRows);
        else
            encoder.addLevels(*column, trainingRows);
    }
    encoder.nameFeatures();
    if (encoder.m_featureNames.empty())
        return invalidData(
            text("no usable feature remains: every column is left out or the same in every training row"),
            text("choose other features or fewer excluded columns"));
    encoder.warnAbout(trainingRows.size());
    return encoder;
}

Result<DesignMatrix> Encoder::transform(const Table& table, const std::vector<Index>& rows) const
{
    DesignMatrix x;
    x.featureNames = m_featureNames;
    Index denseColumns = 0;
    for (const NumericPart& part : m_numeric)
        denseColumns += (part.hasValues ? 1 : 0) + (part.hasIndicator ? 1 : 0);
    x.dense.resize(static_cast<Index>(rows.size()), denseColumns);

    Index next = 0;
    for (const NumericPart& part : m_numeric) {
        EH_TRY(const Column* const column, table.column(part.column));
        if (!isNumber(*column))
            return invalidData(text("column “%1” held numbers in training but does not here", part.column));
        const std::vector<double>& values = column->numeric()->values;
        const double shift = m_standardise ? part.mean : 0.0;
        const Index valueColumn = part.hasValues ? next++ : -1;
        const Index indicatorColumn = part.hasIndicator ? next++ : -1;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double value = values[static_cast<std::size_t>(rows[i])];
            const bool missing = std::isnan(value);
            if (valueColumn >= 0)
                x.dense(static_cast<Index>(i), valueColumn)
                    = ((missing ? part.mean : value) - shift) / part.scale;
            if (indicatorColumn >= 0)
                x.dense(static_cast<Index>(i), indicatorColumn) = missing ? 1.0 : 0.0;
        }
    }
    for (const LevelPart& part : m_levels) {
        EH_TRY(const Column* const column, table.column(part.column));
        if (isNumber(*column))
            return invalidData(
                text("column “%1” held levels in training but holds numbers here", part.column));
        const auto levels = static_cast<Index>(part.levels.size()) + (part.hasMissing ? 1 : 0);
        x.blocks.push_back({next, levels, codesOf(*column, rows, part.levels, part.hasMissing)});
        next += levels;
    }
    return x;
}

} // namespace evenhand
