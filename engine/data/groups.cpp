#include "engine/data/groups.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace evenhand {

namespace {

constexpr std::size_t kMostValuesWithoutCuts = 20;
constexpr std::size_t kMostGroups = 4096;

/// Levels of one sensitive column and the level of every row.
struct Coding {
    std::vector<std::string> names;
    std::vector<std::int32_t> codes;
};

/// Gives the rows without a value the last level. A level that is written "(missing)" in the table is the
/// same group.
void addMissing(Coding& coding)
{
    if (std::ranges::find(coding.codes, -1) == coding.codes.end())
        return;
    const auto same = std::ranges::find(coding.names, kMissingGroup);
    const auto code = static_cast<std::int32_t>(same - coding.names.begin());
    if (same == coding.names.end())
        coding.names.emplace_back(kMissingGroup);
    std::ranges::replace(coding.codes, -1, code);
}

Coding codeText(const TextColumn& column)
{
    Coding coding;
    std::unordered_map<std::string_view, std::int32_t> known;
    coding.codes.reserve(column.ends.size());
    for (std::size_t row = 0; row < column.ends.size(); ++row) {
        if (column.missing[row]) {
            coding.codes.push_back(-1);
            continue;
        }
        const auto [entry, isNew]
            = known.try_emplace(column.cell(row), static_cast<std::int32_t>(coding.names.size()));
        if (isNew)
            coding.names.emplace_back(column.cell(row));
        coding.codes.push_back(entry->second);
    }
    return coding;
}

Coding codeByCuts(const NumericColumn& column, const std::vector<double>& cuts)
{
    Coding coding;
    coding.names.push_back("≤ " + exactNumber(cuts.front()));
    for (std::size_t i = 1; i < cuts.size(); ++i)
        coding.names.push_back(exactNumber(cuts[i - 1]) + " – " + exactNumber(cuts[i]));
    coding.names.push_back("> " + exactNumber(cuts.back()));
    coding.codes.reserve(column.values.size());
    for (const double value : column.values) {
        const auto above = std::ranges::lower_bound(cuts, value) - cuts.begin();
        coding.codes.push_back(std::isnan(value) ? -1 : static_cast<std::int32_t>(above));
    }
    return coding;
}

/// Cuts at the quartiles of the values, each once.
std::string proposedCuts(const NumericColumn& column)
{
    std::vector<double> values;
    std::ranges::copy_if(column.values, std::back_inserter(values), [](double v) { return !std::isnan(v); });
    std::ranges::sort(values);
    std::vector<double> cuts;
    for (std::size_t quarter = 1; quarter <= 3; ++quarter)
        cuts.push_back(values[(values.size() - 1) * quarter / 4]);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::string listed;
    for (const double cut : cuts)
        listed += (listed.empty() ? "" : ", ") + exactNumber(cut);
    return listed;
}

Result<Coding> codeByValue(const std::string& name, const NumericColumn& column)
{
    std::vector<double> distinct;
    std::unordered_set<double> seen;
    for (const double value : column.values)
        if (!std::isnan(value) && seen.insert(value).second)
            distinct.push_back(value);
    if (distinct.size() > kMostValuesWithoutCuts)
        return invalidData(text("column “%1” has %2 different numbers and no cuts that make groups of them",
                               name, distinct.size()),
            text("give cuts, for example %1", proposedCuts(column)));
    std::ranges::sort(distinct);
    Coding coding;
    for (const double value : distinct)
        coding.names.push_back(exactNumber(value));
    coding.codes.reserve(column.values.size());
    for (const double value : column.values) {
        const auto place = std::ranges::lower_bound(distinct, value) - distinct.begin();
        coding.codes.push_back(std::isnan(value) ? -1 : static_cast<std::int32_t>(place));
    }
    return coding;
}

Result<void> checkCuts(const std::string& name, const std::vector<double>& cuts)
{
    for (std::size_t i = 0; i < cuts.size(); ++i)
        if (!std::isfinite(cuts[i]) || (i > 0 && cuts[i] <= cuts[i - 1]))
            return invalidArgument(text("the cuts of column “%1” are not ascending numbers", name));
    return kOk;
}

Result<Coding> codeColumn(const Column& column, const std::vector<double>& cuts)
{
    EH_CHECK(checkCuts(column.name, cuts));
    Coding coding;
    if (const NumericColumn* const numbers = column.numeric()) {
        if (cuts.empty()) {
            EH_TRY(coding, codeByValue(column.name, *numbers));
        } else {
            coding = codeByCuts(*numbers, cuts);
        }
    } else {
        if (!cuts.empty())
            return invalidArgument(text("column “%1” holds no numbers, so it cannot be cut", column.name));
        const CategoricalColumn* const levels = column.categorical();
        coding = levels != nullptr ? Coding {levels->levels, levels->codes} : codeText(*column.text());
    }
    addMissing(coding);
    return coding;
}

/// Numbers the groups that occur in the order of their codes.
Result<void> keepOccurring(Coding& coding)
{
    std::vector<bool> occurs(coding.names.size(), false);
    for (const std::int32_t code : coding.codes)
        occurs[static_cast<std::size_t>(code)] = true;
    std::vector<std::int32_t> renumbered(coding.names.size(), -1);
    std::vector<std::string> names;
    for (std::size_t level = 0; level < occurs.size(); ++level) {
        if (!occurs[level])
            continue;
        renumbered[level] = static_cast<std::int32_t>(names.size());
        names.push_back(std::move(coding.names[level]));
    }
    if (names.size() > kMostGroups)
        return invalidData(text("the sensitive columns form %1 groups; at most %2 can be compared",
                               names.size(), kMostGroups),
            text("choose columns with fewer levels"));
    for (std::int32_t& code : coding.codes)
        code = renumbered[static_cast<std::size_t>(code)];
    coding.names = std::move(names);
    return kOk;
}

/// Intersection of two codings that have at most kMostGroups levels each, so the product of their numbers
/// fits. Only the pairs that occur get a name.
Coding intersect(const Coding& first, const Coding& second)
{
    Coding both;
    const auto width = static_cast<std::int32_t>(second.names.size());
    both.codes.reserve(first.codes.size());
    for (std::size_t row = 0; row < first.codes.size(); ++row)
        both.codes.push_back(first.codes[row] * width + second.codes[row]);
    std::vector<std::int32_t> pairs = both.codes;
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const std::int32_t pair : pairs)
        both.names.push_back(first.names[static_cast<std::size_t>(pair / width)] + ","
            + second.names[static_cast<std::size_t>(pair % width)]);
    for (std::int32_t& code : both.codes)
        code = static_cast<std::int32_t>(std::ranges::lower_bound(pairs, code) - pairs.begin());
    return both;
}

} // namespace

Result<Groups> makeGroups(const Table& table, const std::vector<std::string>& sensitive,
    const std::map<std::string, std::vector<double>>& cuts)
{
    if (sensitive.empty())
        return invalidArgument(text("no sensitive column is chosen"));
    Groups groups;
    Coding coding;
    for (std::size_t i = 0; i < sensitive.size(); ++i) {
        EH_TRY(const Column* const column, table.column(sensitive[i]));
        const auto columnCuts = cuts.find(sensitive[i]);
        EH_TRY(Coding own,
            codeColumn(*column, columnCuts == cuts.end() ? std::vector<double> {} : columnCuts->second));
        EH_CHECK(keepOccurring(own));
        coding = i == 0 ? std::move(own) : intersect(coding, own);
        EH_CHECK(keepOccurring(coding));
        groups.attribute += (i == 0 ? "" : ",") + sensitive[i];
    }
    groups.names = std::move(coding.names);
    groups.codes = std::move(coding.codes);
    return groups;
}

std::vector<std::string> readableGroupNames(const Groups& groups)
{
    constexpr std::array<std::string_view, 14> kBare {
        "yes", "no", "Yes", "No", "YES", "NO", "true", "false", "True", "False", "TRUE", "FALSE", "y", "n"};
    const bool isIntersection = groups.attribute.find(',') != std::string::npos;
    std::vector<std::string> readable;
    for (const std::string& name : groups.names) {
        const bool isRange = name.starts_with("≤") || name.starts_with(">");
        const bool isNumber = !name.empty()
            && (std::isdigit(static_cast<unsigned char>(name.front())) != 0 || name.front() == '-');
        const bool isBare = isNumber || std::ranges::find(kBare, name) != kBare.end();
        if (isIntersection || !(isRange || isBare))
            readable.push_back(name);
        else
            readable.push_back(groups.attribute + (isRange ? " " : " = ") + name);
    }
    return readable;
}

} // namespace evenhand
