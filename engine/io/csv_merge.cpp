#include "engine/io/csv_merge.h"

#include <algorithm>
#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace evenhand {

namespace {

/// Asks for pages of 2 MiB for memory that is about to be written for the first time; saves most page faults.
void useLargePages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes)
{
#if defined(__linux__)
    constexpr std::uintptr_t kPage = std::uintptr_t {2} << 20U;
    const auto address = reinterpret_cast<std::uintptr_t>(memory); // NOLINT: rounding an address
    const std::uintptr_t begin = (address + kPage - 1) / kPage * kPage;
    const std::uintptr_t end = (address + bytes) / kPage * kPage;
    if (begin < end)
        ::madvise(static_cast<char*>(memory) + (begin - address), end - begin, MADV_HUGEPAGE);
#endif
}

Result<NumericColumn> mergeNumbers(std::span<ColumnPart*> parts, std::size_t rows, const RunContext& ctx)
{
    if (parts.size() == 1)
        return NumericColumn {std::move(parts.front()->numbers)};
    NumericColumn merged;
    merged.values.reserve(rows);
    useLargePages(merged.values.data(), rows * sizeof(double));
    for (ColumnPart* const part : parts) {
        EH_CHECK(ctx.checkpoint());
        merged.values.insert(merged.values.end(), part->numbers.begin(), part->numbers.end());
        part->numbers = {};
    }
    return merged;
}

std::string_view textCell(const ColumnPart& part, std::size_t row)
{
    const std::uint64_t begin = row == 0 ? 0 : part.ends[row - 1];
    return std::string_view(part.bytes).substr(begin, part.ends[row] - begin);
}

/// Codes of all parts in one dictionary; nothing if it gets too large.
Result<std::optional<CategoricalColumn>> mergeLevels(
    std::span<ColumnPart*> parts, std::size_t rows, const RunContext& ctx)
{
    const std::size_t most = mostLevels(rows);
    Dictionary all;
    CategoricalColumn merged;
    merged.codes.reserve(rows);
    useLargePages(merged.codes.data(), rows * sizeof(std::int32_t));
    std::vector<std::int32_t> inAll;
    for (const ColumnPart* const part : parts) {
        EH_CHECK(ctx.checkpoint());
        const std::size_t before = merged.codes.size();
        merged.codes.resize(before + part->rows());
        std::int32_t* code = merged.codes.data() + before;
        if (part->kind == PartKind::Levels) {
            inAll.assign(1, -1);
            for (const std::string_view level : part->levels.texts())
                inAll.push_back(all.add(level));
            code = std::ranges::transform(part->codes, code, [inAll = inAll.data()](std::int16_t own) {
                return inAll[own + 1];
            }).out;
        } else {
            for (std::size_t row = 0; row < part->ends.size() && all.texts().size() <= most; ++row)
                *code++ = part->missing[row] != 0 ? -1 : all.add(textCell(*part, row));
        }
        if (all.texts().size() > most)
            return std::optional<CategoricalColumn> {};
    }
    for (const std::string_view level : all.texts())
        merged.levels.emplace_back(level);
    return std::optional(std::move(merged));
}

void appendLevels(const ColumnPart& part, TextColumn& merged)
{
    for (const std::int16_t code : part.codes) {
        merged.missing.push_back(code < 0);
        if (code >= 0)
            merged.bytes += part.levels.texts()[static_cast<std::size_t>(code)];
        merged.ends.push_back(merged.bytes.size());
    }
}

void appendTexts(const ColumnPart& part, TextColumn& merged)
{
    const std::uint64_t before = merged.bytes.size();
    merged.bytes += part.bytes;
    for (std::size_t row = 0; row < part.ends.size(); ++row) {
        merged.ends.push_back(before + part.ends[row]);
        merged.missing.push_back(part.missing[row] != 0);
    }
}

Result<TextColumn> mergeTexts(std::span<ColumnPart*> parts, std::size_t rows, const RunContext& ctx)
{
    TextColumn merged;
    merged.ends.reserve(rows);
    merged.missing.reserve(rows);
    std::size_t bytes = 0;
    for (const ColumnPart* const part : parts)
        bytes += part->bytes.size();
    merged.bytes.reserve(bytes);
    for (ColumnPart* const part : parts) {
        EH_CHECK(ctx.checkpoint());
        if (part->kind == PartKind::Levels)
            appendLevels(*part, merged);
        else
            appendTexts(*part, merged);
        *part = {};
    }
    return merged;
}

} // namespace

std::size_t mostLevels(std::size_t rows)
{
    constexpr std::size_t kAlways = 1000;
    constexpr std::size_t kNever = 65536;
    return std::clamp(rows / 2, kAlways, kNever);
}

Result<CsvColumn> mergeColumn(std::span<ColumnPart*> parts, std::size_t rows, const RunContext& ctx)
{
    CsvColumn merged;
    for (const ColumnPart* const part : parts) {
        merged.markers.resize(std::max(merged.markers.size(), part->markers.size()));
        for (std::size_t i = 0; i < part->markers.size(); ++i)
            merged.markers[i] += part->markers[i];
        merged.infinite += part->infinite;
        merged.trimmed += part->trimmed;
    }
    if (parts.empty() || parts.front()->kind == PartKind::Numbers) {
        EH_TRY(merged.data, mergeNumbers(parts, rows, ctx));
        return merged;
    }
    EH_TRY(std::optional<CategoricalColumn> levels, mergeLevels(parts, rows, ctx));
    if (levels) {
        merged.data = std::move(*levels);
        for (ColumnPart* const part : parts)
            *part = {};
        return merged;
    }
    EH_TRY(merged.data, mergeTexts(parts, rows, ctx));
    return merged;
}

} // namespace evenhand
