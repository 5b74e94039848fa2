#include "engine/transport/calibration_halves.h"

#include "engine/core/rng.h"

#include <algorithm>

namespace evenhand {

namespace {

constexpr std::uint64_t kSplitStream = 0x73706c6974; // "split"

/// Rows of each group: in the order given, or in a random order that depends on row numbers alone, not on
/// group codes.
std::vector<std::vector<std::size_t>> rowsByGroup(
    std::span<const std::int32_t> group, std::size_t nGroups, std::optional<std::uint64_t> seed)
{
    std::vector<std::vector<std::size_t>> rows(nGroups);
    for (std::size_t i = 0; i < group.size(); ++i)
        rows[static_cast<std::size_t>(group[i])].push_back(i);
    if (!seed)
        return rows;
    for (std::vector<std::size_t>& mine : rows) {
        std::vector<std::pair<std::uint64_t, std::size_t>> keyed;
        for (const std::size_t row : mine) {
            const auto block = Rng::block(*seed, kSplitStream, row);
            keyed.emplace_back((static_cast<std::uint64_t>(block[1]) << 32U) | block[0], row);
        }
        std::sort(keyed.begin(), keyed.end());
        std::transform(
            keyed.begin(), keyed.end(), mine.begin(), [](const auto& pair) { return pair.second; });
    }
    return rows;
}

/// Every second row of each group, beginning with @p first; the only row of a group in any case.
Result<SortedGroups> half(std::span<const double> scores, std::span<const double> weight,
    const std::vector<std::vector<std::size_t>>& rows, std::size_t first, const RunContext& ctx)
{
    std::vector<double> halfScores;
    std::vector<double> halfWeight;
    std::vector<std::int32_t> halfGroup;
    for (std::size_t g = 0; g < rows.size(); ++g) {
        for (std::size_t i = rows[g].size() == 1 ? 0 : first; i < rows[g].size(); i += 2) {
            halfScores.push_back(scores[rows[g][i]]);
            halfGroup.push_back(static_cast<std::int32_t>(g));
            if (!weight.empty())
                halfWeight.push_back(weight[rows[g][i]]);
        }
    }
    return SortedGroups::create(halfScores, halfGroup, halfWeight, rows.size(), ctx);
}

} // namespace

Result<CalibrationHalves> CalibrationHalves::make(std::span<const double> scores,
    std::span<const std::int32_t> group, std::span<const double> weight, std::size_t nGroups,
    std::optional<std::uint64_t> seed, const RunContext& ctx)
{
    const std::vector<std::vector<std::size_t>> rows = rowsByGroup(group, nGroups, seed);
    EH_TRY(SortedGroups quantiles, half(scores, weight, rows, 0, ctx));
    EH_TRY(SortedGroups ranks, half(scores, weight, rows, 1, ctx));
    return CalibrationHalves {std::move(quantiles), std::move(ranks)};
}

} // namespace evenhand
