#include "engine/data/table_checks.h"

#include "engine/core/parallel.h"
#include "engine/data/column_names.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>

namespace evenhand {

namespace {

constexpr std::size_t kMostRows = 2'000'000;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value)
{
    hash ^= value + 0x9e3779b97f4a7c15ULL + (hash << 6U) + (hash >> 2U);
    hash *= 0xff51afd7ed558ccdULL;
    return hash ^ (hash >> 32U);
}

std::uint64_t hashOfText(std::string_view text)
{
    std::uint64_t hash = text.size();
    while (text.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), 8);
        hash = mixed(hash, word);
        text.remove_prefix(8);
    }
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), text.size());
    return mixed(hash, word);
}

void hashColumn(const Column& column, std::size_t begin, std::size_t end, std::vector<std::uint64_t>& hashes)
{
    for (std::size_t row = begin; row < end; ++row) {
        std::uint64_t value = 0;
        if (const NumericColumn* const numbers = column.numeric())
            value = std::isnan(numbers->values[row])
                ? 1
                : std::bit_cast<std::uint64_t>(numbers->values[row] + 0.0);
        else if (const CategoricalColumn* const coded = column.categorical())
            value = static_cast<std::uint64_t>(coded->codes[row]);
        else
            value = column.text()->missing[row] ? 1 : hashOfText(column.text()->cell(row));
        hashes[row] = mixed(hashes[row], value);
    }
}

/// Distinct values by open addressing; zero is kept apart because it marks a free place.
std::size_t countDistinct(const std::vector<std::uint64_t>& hashes, const RunContext& ctx, bool& stopped)
{
    const std::size_t places = std::bit_ceil(hashes.size() * 2 + 1);
    std::vector<std::uint64_t> table(places, 0);
    std::size_t distinct = 0;
    bool hasZero = false;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (i % 65536 == 0 && ctx.stopRequested()) {
            stopped = true;
            return 0;
        }
        if (hashes[i] == 0) {
            hasZero = true;
            continue;
        }
        std::size_t at = hashes[i] & (places - 1);
        while (table[at] != 0 && table[at] != hashes[i])
            at = (at + 1) & (places - 1);
        distinct += table[at] == 0 ? 1U : 0U;
        table[at] = hashes[i];
    }
    return distinct + (hasZero ? 1U : 0U);
}

/// What remains of a level when case, blanks, final dots and invisible characters do not count.
std::string essence(std::string_view level)
{
    std::string text = lowerCase(level);
    for (const std::string_view invisible :
        {" ", "\t", "\xc2\xa0", "\xc2\xad", "\xe2\x80\x8b", "\xef\xbb\xbf"})
        for (std::size_t at = text.find(invisible); at != std::string::npos; at = text.find(invisible, at))
            text.erase(at, invisible.size());
    while (text.ends_with('.'))
        text.pop_back();
    return text;
}

} // namespace

Result<std::optional<std::size_t>> countDuplicateRows(const Table& table, const RunContext& ctx)
{
    if (table.rows() > kMostRows || table.columns().empty())
        return std::optional<std::size_t> {};
    std::vector<std::uint64_t> hashes(table.rows(), 0);
    constexpr std::size_t kBlock = 16384;
    const std::size_t blocks = (table.rows() + kBlock - 1) / kBlock;
    const auto hashBlock = [&](std::size_t block) -> Result<void> {
        for (const Column& column : table.columns()) {
            EH_CHECK(ctx.checkpoint());
            hashColumn(column, block * kBlock, std::min(table.rows(), (block + 1) * kBlock), hashes);
        }
        return kOk;
    };
    EH_CHECK(parallelFor(blocks, ctx, hashBlock));
    bool stopped = false;
    const std::size_t distinct = countDistinct(hashes, ctx, stopped);
    if (stopped)
        EH_CHECK(ctx.checkpoint());
    return std::optional(table.rows() - distinct);
}

Result<Text> duplicateRowsNote(const Table& table, const RunContext& ctx)
{
    EH_TRY(const std::optional<std::size_t> duplicates, countDuplicateRows(table, ctx));
    if (!duplicates || *duplicates == 0)
        return Text {};
    return text(
        "%1 of %2 rows are exact duplicates of an earlier row; they are kept", *duplicates, table.rows());
}

Text nearDuplicateLevelsNote(const Column& column)
{
    constexpr std::size_t kMostLevels = 2000;
    constexpr std::size_t kShown = 12;
    const CategoricalColumn* const coded = column.categorical();
    if (coded == nullptr || coded->levels.size() > kMostLevels)
        return {};
    std::map<std::string, std::vector<std::size_t>> alike;
    for (std::size_t level = 0; level < coded->levels.size(); ++level)
        alike[essence(coded->levels[level])].push_back(level);
    std::vector<std::vector<std::size_t>> groups;
    for (auto& [ignored, levels] : alike)
        if (levels.size() > 1)
            groups.push_back(std::move(levels));
    if (groups.empty())
        return {};
    std::ranges::sort(groups);
    std::vector<std::size_t> counts(coded->levels.size());
    for (const std::int32_t code : coded->codes)
        if (code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    std::string list;
    std::size_t shown = 0;
    for (const auto& group : groups) {
        if (shown >= kShown) {
            list += "; …";
            break;
        }
        for (std::size_t i = 0; i < group.size(); ++i, ++shown)
            list += (list.empty()    ? "“"
                            : i == 0 ? "; “"
                                     : ", “")
                + coded->levels[group[i]] + "” (" + std::to_string(counts[group[i]]) + ")";
    }
    return text(
        "column “%1” has levels that differ only in case, blanks, a final dot or invisible characters: %2",
        column.name, list);
}

} // namespace evenhand
