#include "engine/io/csv_types.h"

#include "engine/core/parallel.h"
#include "engine/data/column_names.h"
#include "engine/data/table_checks.h"
#include "engine/io/csv_cell_shape.h"
#include "engine/io/csv_number.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace evenhand {

namespace {

struct Typed {
    Column column;
    std::vector<Text> notes;
};

/// What the cells of a column of words look like, weighed by how often they occur.
struct WordFacts {
    std::size_t present = 0; ///< cells that are not missing
    std::size_t missing = 0;
    std::size_t distinct = 0;
    std::size_t characters = 0;
    std::size_t withBlank = 0;
    std::map<CellShape, std::size_t> shapes;                ///< cells per shape
    std::map<std::string, std::size_t> units;               ///< cells per unit
    std::vector<std::pair<std::string, std::size_t>> words; ///< first few cells that are not numbers
    std::size_t distinctWords = 0;

    [[nodiscard]] std::size_t of(CellShape shape) const
    {
        const auto found = shapes.find(shape);
        return found == shapes.end() ? 0 : found->second;
    }
};

void look(std::string_view cell, std::size_t times, char decimalPoint, WordFacts& facts)
{
    constexpr std::size_t kFewWords = 3;
    const ShapedCell shaped = shapeOfCell(cell, decimalPoint);
    facts.present += times;
    facts.characters += cell.size() * times;
    facts.withBlank += cell.find(' ') != std::string_view::npos ? times : 0;
    facts.shapes[shaped.shape] += times;
    if (shaped.shape == CellShape::WithUnit)
        facts.units[std::string(shaped.unit)] += times;
    if (shaped.shape == CellShape::Word) {
        ++facts.distinctWords;
        if (facts.words.size() < kFewWords)
            facts.words.emplace_back(cell, times);
    }
}

WordFacts factsOf(const CategoricalColumn& coded, char decimalPoint)
{
    std::vector<std::size_t> counts(coded.levels.size());
    WordFacts facts;
    for (const std::int32_t code : coded.codes) {
        if (code < 0)
            ++facts.missing;
        else
            ++counts[static_cast<std::size_t>(code)];
    }
    facts.distinct = coded.levels.size();
    for (std::size_t level = 0; level < counts.size(); ++level)
        look(coded.levels[level], counts[level], decimalPoint, facts);
    return facts;
}

/// Of text with very many different cells, the first ones are enough.
WordFacts factsOf(const TextColumn& texts, char decimalPoint)
{
    constexpr std::size_t kLooked = 20000;
    WordFacts facts;
    const std::size_t rows = std::min(kLooked, texts.ends.size());
    for (std::size_t row = 0; row < rows; ++row) {
        if (texts.missing[row])
            ++facts.missing;
        else
            look(texts.cell(row), 1, decimalPoint, facts);
    }
    facts.distinct = facts.present; // more than half of the rows, or it would be stored as levels
    return facts;
}

bool isYesOrNo(const CategoricalColumn& coded)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kPairs
        = {std::pair {"yes", "no"}, {"true", "false"}, {"t", "f"}, {"y", "n"}, {"ja", "nein"}, {"oui", "non"},
            {"sí", "no"}, {"si", "no"}, {"on", "off"}, {"wahr", "falsch"}};
    if (coded.levels.size() != 2)
        return false;
    const std::string first = lowerCase(coded.levels[0]);
    const std::string second = lowerCase(coded.levels[1]);
    return std::ranges::any_of(kPairs, [&](const auto& pair) {
        return (first == pair.first && second == pair.second)
            || (first == pair.second && second == pair.first);
    });
}

ColumnKind kindOfWords(const Column& column, const WordFacts& facts)
{
    constexpr std::size_t kEnoughRows = 20;
    const CategoricalColumn* const coded = column.categorical();
    if (facts.present == 0 || (facts.distinct == 1 && facts.missing == 0))
        return ColumnKind::Constant;
    if (coded != nullptr && isYesOrNo(*coded))
        return ColumnKind::Boolean;
    if (facts.of(CellShape::Date) == facts.present)
        return ColumnKind::Date;
    const bool areCodes = facts.of(CellShape::Code) > 0
        && facts.of(CellShape::Code) + facts.of(CellShape::Number) == facts.present;
    if (areCodes || (isIdentifierName(column.name) && facts.distinct == facts.present && facts.present > 1))
        return ColumnKind::Identifier;
    const std::size_t length = facts.characters / facts.present;
    const bool isNearlyUnique = facts.distinct * 20 >= facts.present * 19 && facts.present >= kEnoughRows;
    const bool hasNumbers = facts.of(CellShape::Word) * 2 < facts.present; // measures with units, prices, …
    if (isNearlyUnique)
        return facts.withBlank * 10 < facts.present && length <= 40 && !hasNumbers ? ColumnKind::Identifier
                                                                                   : ColumnKind::Text;
    const bool hasFewLevels
        = facts.distinct <= 20 || (facts.distinct <= 1000 && facts.distinct * 2 <= facts.present);
    return coded != nullptr && hasFewLevels && length <= 80 ? ColumnKind::Categorical : ColumnKind::Text;
}

/// Numbers of a column whose cells are all numbers once their thousands separators are gone.
std::optional<NumericColumn> withoutSeparators(const Column& column, char decimalPoint)
{
    constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
    NumericColumn numbers;
    const auto read = [&](std::string_view cell) -> std::optional<double> {
        double value = 0.0;
        const CellShape shape = shapeOfCell(cell, decimalPoint).shape;
        const bool isNumber = shape == CellShape::Number || shape == CellShape::Grouped
            || shape == CellShape::GroupedOrDecimal;
        if (!isNumber || readNumber(ungrouped(cell, decimalPoint), decimalPoint, value) != NumberKind::Number)
            return std::nullopt;
        return value;
    };
    if (const CategoricalColumn* const coded = column.categorical()) {
        std::vector<double> values;
        for (const std::string& level : coded->levels) {
            const auto value = read(level);
            if (!value)
                return std::nullopt;
            values.push_back(*value);
        }
        for (const std::int32_t code : coded->codes)
            numbers.values.push_back(code < 0 ? kMissing : values[static_cast<std::size_t>(code)]);
        return numbers;
    }
    const TextColumn& texts = *column.text();
    for (std::size_t row = 0; row < texts.ends.size(); ++row) {
        const auto value = texts.missing[row] ? kMissing : read(texts.cell(row));
        if (!value)
            return std::nullopt;
        numbers.values.push_back(*value);
    }
    return numbers;
}

std::string listOf(const std::vector<std::pair<std::string, std::size_t>>& words)
{
    std::string list;
    for (const auto& [word, times] : words)
        list += (list.empty() ? "" : ", ") + std::to_string(times) + " times “" + word + "”";
    return list;
}

void noteOddNumbers(const std::string& name, const WordFacts& facts, std::vector<Text>& notes)
{
    const std::size_t numbers = facts.of(CellShape::Number);
    const std::size_t words = facts.of(CellShape::Word);
    const std::size_t grouped = facts.of(CellShape::Grouped) + facts.of(CellShape::GroupedOrDecimal);
    const std::size_t units = facts.of(CellShape::WithUnit);
    if (grouped > 0 && grouped + numbers == facts.present)
        notes.push_back(
            text("column “%1” has %2 cells such as 1,234 that may be thousands or decimals; it stays text",
                name, grouped));
    else if (units * 2 > facts.present && facts.units.size() == 1)
        notes.push_back(text("column “%1” holds numbers with “%2” in %3 cells; it stays text", name,
            facts.units.begin()->first, units));
    else if (words > 0 && numbers * 2 >= facts.present && facts.distinctWords <= facts.words.size())
        notes.push_back(text("column “%1”: %2 numbers and %3; named as missing marker, that makes it numeric",
            name, numbers, listOf(facts.words)));
    else if (words > 0 && numbers * 2 >= facts.present)
        notes.push_back(text("column “%1” mixes %2 numbers with %3 cells that are none; it stays text", name,
            numbers, facts.present - numbers));
}

void noteCodes(
    const std::string& name, const CategoricalColumn* coded, const WordFacts& facts, std::vector<Text>& notes)
{
    const bool hasLeadingZeros
        = coded != nullptr && std::ranges::any_of(coded->levels, [](const std::string& level) {
              return level.size() > 1 && level.find_first_not_of("+-") == level.find('0');
          });
    if (hasLeadingZeros)
        notes.push_back(text("column “%1” has leading zeros in %2 cells; it stays text so that none is lost",
            name, facts.of(CellShape::Code)));
    else
        notes.push_back(
            text("column “%1” has %2 integers beyond 2^53; it stays text so that no digit is lost", name,
                facts.of(CellShape::Code)));
}

void typeWords(Typed& typed, char decimalPoint)
{
    Column& column = typed.column;
    const CategoricalColumn* const coded = column.categorical();
    const WordFacts facts
        = coded != nullptr ? factsOf(*coded, decimalPoint) : factsOf(*column.text(), decimalPoint);
    const std::size_t grouped = facts.of(CellShape::Grouped);
    const std::size_t maybe = facts.of(CellShape::GroupedOrDecimal);
    if (grouped > 0 && grouped + maybe + facts.of(CellShape::Number) == facts.present) {
        if (std::optional<NumericColumn> numbers = withoutSeparators(column, decimalPoint)) {
            column.data = std::move(*numbers);
            column.kind = ColumnKind::Numeric;
            typed.notes.push_back(text("thousands separators were removed in %1 cells of column “%2”",
                grouped + maybe, column.name));
            return;
        }
    }
    column.kind = kindOfWords(column, facts);
    if (column.kind == ColumnKind::Identifier && facts.of(CellShape::Code) > 0)
        noteCodes(column.name, coded, facts, typed.notes);
    else if (column.kind == ColumnKind::Date && facts.distinct > 20)
        typed.notes.push_back(text("column “%1” holds dates with %2 different values; they are kept as text",
            column.name, facts.distinct));
    else if (column.kind != ColumnKind::Date && facts.present > 0)
        noteOddNumbers(column.name, facts, typed.notes);
}

struct NumberFacts {
    std::size_t present = 0;
    bool areIntegers = true, areZeroOne = true, areSame = true, ascend = true;
    double first = 0.0, last = 0.0;
};

NumberFacts factsOf(const NumericColumn& numbers)
{
    NumberFacts facts;
    for (const double value : numbers.values) {
        if (std::isnan(value))
            continue;
        if (facts.present == 0)
            facts.first = value;
        else
            facts.ascend = facts.ascend && value > facts.last;
        facts.areSame = facts.areSame && value == facts.first;
        facts.areZeroOne = facts.areZeroOne && (value == 0.0 || value == 1.0);
        facts.areIntegers = facts.areIntegers && value == std::floor(value);
        facts.last = value;
        ++facts.present;
    }
    return facts;
}

bool areDistinct(std::vector<double> values)
{
    constexpr std::size_t kMostSorted = 1'000'000;
    if (values.size() > kMostSorted)
        return false;
    std::ranges::sort(values);
    return std::ranges::adjacent_find(values) == values.end();
}

ColumnKind kindOfNumbers(const Column& column, std::size_t position, bool isNamed)
{
    constexpr std::size_t kManyRows = 100;
    const NumericColumn& numbers = *column.numeric();
    const NumberFacts facts = factsOf(numbers);
    const bool isComplete = facts.present == numbers.values.size();
    if (facts.present == 0 || (facts.areSame && isComplete))
        return ColumnKind::Constant;
    if (facts.areZeroOne && !facts.areSame)
        return ColumnKind::Boolean;
    if (!facts.areIntegers || !isComplete)
        return ColumnKind::Numeric;
    const bool isCounted = facts.ascend && facts.last - facts.first == static_cast<double>(facts.present - 1)
        && facts.first >= 0.0 && facts.first <= 1.0;
    const bool numbersRows
        = position == 0 && facts.ascend && (!isNamed || (isCounted && facts.present >= kManyRows));
    const bool namesRows = isIdentifierName(column.name) && (facts.ascend || areDistinct(numbers.values));
    return numbersRows || namesRows ? ColumnKind::Identifier : ColumnKind::Numeric;
}

void noteCells(const CsvColumn& read, const std::string& name, std::vector<Text>& notes)
{
    if (read.infinite > 0)
        notes.push_back(text("%1 infinite cells of column “%2” are taken as missing", read.infinite, name));
    if (read.trimmed > 0)
        notes.push_back(text("blanks around %1 cells of column “%2” were removed", read.trimmed, name));
}

} // namespace

Result<TypedColumns> typeColumns(std::vector<CsvColumn> read, std::vector<std::string> names,
    std::vector<bool> isNamed, char decimalPoint, const RunContext& ctx)
{
    std::vector<Typed> typed(read.size());
    const auto typeOne = [&](std::size_t i) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        Column& column = typed[i].column;
        column.name = std::move(names[i]);
        std::visit([&column](auto& data) { column.data = std::move(data); }, read[i].data);
        noteCells(read[i], column.name, typed[i].notes);
        if (column.numeric() == nullptr)
            typeWords(typed[i], decimalPoint);
        else
            column.kind = kindOfNumbers(column, i, isNamed[i]);
        if (column.kind == ColumnKind::Constant)
            typed[i].notes.push_back(
                text("column “%1” has only one value or none and carries no information", column.name));
        if (column.kind == ColumnKind::Categorical || column.kind == ColumnKind::Boolean)
            if (Text note = nearDuplicateLevelsNote(column); !note.empty())
                typed[i].notes.push_back(std::move(note));
        return kOk;
    };
    EH_CHECK(parallelFor(read.size(), ctx, typeOne));
    TypedColumns result;
    for (Typed& one : typed) {
        result.columns.push_back(std::move(one.column));
        std::ranges::move(one.notes, std::back_inserter(result.notes));
    }
    return result;
}

} // namespace evenhand
