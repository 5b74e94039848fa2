#include "engine/data/profile.h"

#include "engine/core/parallel.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace evenhand {

namespace {

constexpr std::size_t kBins = 20;
constexpr std::size_t kTopLevels = 20;
constexpr std::size_t kBetweenCheckpoints = std::size_t {1} << 18U;

/// Mean and standard deviation (population) in two passes: exact enough for any offset of the values.
void describe(const std::vector<double>& present, ColumnProfile& profile)
{
    const auto [smallest, largest] = std::ranges::minmax(present);
    const auto count = static_cast<double>(present.size());
    double sum = 0.0;
    for (const double value : present)
        sum += value / count;
    double squares = 0.0;
    for (const double value : present)
        squares += (value - sum) * (value - sum) / count;
    profile.minimum = smallest;
    profile.maximum = largest;
    profile.mean = sum;
    if (std::isfinite(squares)) // squares of numbers near the largest are not
        profile.standardDeviation = std::sqrt(squares);
}

/// 20 equal bins; one bin per value when there are fewer values than that.
void histogram(const std::vector<double>& sorted, std::size_t distinct, ColumnProfile& profile)
{
    const double low = sorted.front();
    const double high = sorted.back();
    const std::size_t bins = std::clamp<std::size_t>(distinct, 1, kBins);
    const double half = 0.5 * (low == high ? std::max(1.0, std::abs(low)) : 0.0);
    const double first = low - half;
    const double width = (high - low + 2 * half) / static_cast<double>(bins);
    if (!std::isfinite(width) || width <= 0.0)
        return;
    for (std::size_t i = 0; i <= bins; ++i)
        profile.binEdges.push_back(i == bins ? high + half : first + static_cast<double>(i) * width);
    profile.binCounts.resize(bins);
    for (const double value : sorted) {
        const auto bin = static_cast<std::size_t>((value - first) / width);
        ++profile.binCounts[std::min(bin, bins - 1)];
    }
}

Result<void> profileNumbers(const NumericColumn& numbers, ColumnProfile& profile, const RunContext& ctx)
{
    std::vector<double> present;
    present.reserve(numbers.values.size());
    for (const double value : numbers.values)
        if (!std::isnan(value))
            present.push_back(value + 0.0); // -0 and 0 are one value
    profile.missing = numbers.values.size() - present.size();
    if (present.empty())
        return kOk;
    EH_CHECK(ctx.checkpoint());
    describe(present, profile);
    // Sorted in runs so that a stop is noticed between them.
    for (std::size_t begin = 0; begin < present.size(); begin += kBetweenCheckpoints) {
        EH_CHECK(ctx.checkpoint());
        const auto from = present.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto to = present.begin()
            + static_cast<std::ptrdiff_t>(std::min(present.size(), begin + kBetweenCheckpoints));
        std::sort(from, to);
    }
    for (std::size_t run = kBetweenCheckpoints; run < present.size(); run *= 2) {
        for (std::size_t begin = 0; begin + run < present.size(); begin += 2 * run) {
            EH_CHECK(ctx.checkpoint());
            const auto at = [&](std::size_t i) {
                return present.begin() + static_cast<std::ptrdiff_t>(std::min(i, present.size()));
            };
            std::inplace_merge(at(begin), at(begin + run), at(begin + 2 * run));
        }
    }
    profile.distinct = 1;
    for (std::size_t i = 1; i < present.size(); ++i)
        profile.distinct += present[i] != present[i - 1] ? 1U : 0U;
    histogram(present, profile.distinct, profile);
    return kOk;
}

void keepTop(std::vector<std::pair<std::string, std::size_t>>& levels)
{
    const auto more = [](const auto& a, const auto& b) { return a.second > b.second; };
    std::ranges::stable_sort(levels, more);
    levels.resize(std::min(levels.size(), kTopLevels));
}

void profileLevels(const CategoricalColumn& coded, ColumnProfile& profile)
{
    std::vector<std::size_t> counts(coded.levels.size());
    for (const std::int32_t code : coded.codes) {
        if (code < 0)
            ++profile.missing;
        else
            ++counts[static_cast<std::size_t>(code)];
    }
    for (std::size_t level = 0; level < counts.size(); ++level) {
        if (counts[level] == 0)
            continue;
        ++profile.distinct;
        profile.topLevels.emplace_back(coded.levels[level], counts[level]);
    }
    keepTop(profile.topLevels);
}

Result<void> profileTexts(const TextColumn& texts, ColumnProfile& profile, const RunContext& ctx)
{
    std::unordered_map<std::string_view, std::size_t> positions;
    std::vector<std::pair<std::string_view, std::size_t>> counts;
    for (std::size_t row = 0; row < texts.ends.size(); ++row) {
        if (row % 65536 == 0)
            EH_CHECK(ctx.checkpoint());
        if (texts.missing[row]) {
            ++profile.missing;
            continue;
        }
        const auto [found, isNew] = positions.try_emplace(texts.cell(row), counts.size());
        if (isNew)
            counts.emplace_back(texts.cell(row), 0);
        ++counts[found->second].second;
    }
    profile.distinct = counts.size();
    std::ranges::stable_sort(counts, [](const auto& a, const auto& b) { return a.second > b.second; });
    counts.resize(std::min(counts.size(), kTopLevels));
    for (const auto& [level, count] : counts)
        profile.topLevels.emplace_back(std::string(level), count);
    return kOk;
}

} // namespace

Result<std::vector<ColumnProfile>> profileColumns(const Table& table, const RunContext& ctx)
{
    const std::vector<Column>& columns = table.columns();
    std::vector<ColumnProfile> profiles(columns.size());
    const auto profileOne = [&](std::size_t i) -> Result<void> {
        const Column& column = columns[i];
        ColumnProfile& profile = profiles[i];
        profile.name = column.name;
        profile.kind = column.kind;
        profile.rows = column.rows();
        EH_CHECK(ctx.checkpoint(static_cast<double>(i) / static_cast<double>(columns.size())));
        if (const NumericColumn* const numbers = column.numeric())
            return profileNumbers(*numbers, profile, ctx);
        if (const CategoricalColumn* const coded = column.categorical())
            profileLevels(*coded, profile);
        else
            return profileTexts(*column.text(), profile, ctx);
        return kOk;
    };
    EH_CHECK(parallelFor(columns.size(), ctx, profileOne));
    return profiles;
}

} // namespace evenhand
