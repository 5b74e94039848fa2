#include "engine/statistics/resampling.h"

#include "engine/core/parallel.h"
#include "engine/statistics/sampling.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace evenhand {

namespace {

/// Streams of the seed that belong to resampling and to permuting; each replicate has its own.
constexpr std::uint64_t kResampleStream = 0x5245'5341'0000'0000ULL;
constexpr std::uint64_t kPermutationStream = 0x5045'524D'0000'0000ULL;

Result<void> checkCounts(std::span<const double> counts)
{
    constexpr double kMost = 9007199254740992.0; // 2⁵³: whole numbers up to there add without rounding
    double total = 0.0;
    for (const double count : counts) {
        if (!(count >= 0.0 && count <= kMost) || count != std::floor(count))
            return invalidArgument(text("%1 is not a number of rows", count));
        total += count;
    }
    if (total > kMost)
        return invalidArgument(text("%1 rows are too many to resample", total));
    return kOk;
}

/// Calls draw(rng, drawn) and body for every replicate, in blocks: short enough to stop between two of them.
template <class Draw>
Result<void> forEachReplicate(std::size_t cells, std::size_t replicates, std::uint64_t seed,
    std::uint64_t stream, const RunContext& ctx, const Draw& draw, const ReplicateBody& body)
{
    constexpr std::size_t kCellsPerBlock = 20'000; // some 2 ms
    const std::size_t perBlock
        = std::clamp<std::size_t>(kCellsPerBlock / std::max<std::size_t>(1, cells), 1, 64);
    const auto runBlock = [&](std::size_t block) -> Result<void> {
        std::vector<double> drawn(cells);
        const std::size_t end = std::min(replicates, (block + 1) * perBlock);
        for (std::size_t replicate = block * perBlock; replicate < end; ++replicate) {
            EH_CHECK(ctx.checkpoint());
            Rng rng(seed, stream + replicate);
            draw(rng, drawn);
            body(replicate, drawn);
        }
        return kOk;
    };
    return parallelFor((replicates + perBlock - 1) / perBlock, ctx, runBlock);
}

/// Fills one row of a permuted table and takes it away from the kinds that are left.
void drawGroup(Rng& rng, double rows, std::span<double> left, std::span<double> drawn)
{
    double unseen = std::accumulate(left.begin(), left.end(), 0.0);
    for (std::size_t kind = 0; kind < left.size(); ++kind) {
        unseen -= left[kind];
        drawn[kind] = static_cast<double>(sampleHypergeometric(rng, static_cast<std::uint64_t>(left[kind]),
            static_cast<std::uint64_t>(unseen), static_cast<std::uint64_t>(rows)));
        rows -= drawn[kind];
        left[kind] -= drawn[kind];
    }
}

} // namespace

Result<void> forEachResample(std::span<const double> counts, std::size_t replicates, std::uint64_t seed,
    const RunContext& ctx, const ReplicateBody& body)
{
    EH_CHECK(checkCounts(counts));
    const auto draw = [&](Rng& rng, std::span<double> drawn) { sampleMultinomial(rng, counts, drawn); };
    return forEachReplicate(counts.size(), replicates, seed, kResampleStream, ctx, draw, body);
}

Result<void> forEachPermutation(std::span<const double> counts, std::size_t nKinds, std::size_t replicates,
    std::uint64_t seed, const RunContext& ctx, const ReplicateBody& body)
{
    EH_CHECK(checkCounts(counts));
    if (nKinds == 0 || counts.size() % nKinds != 0)
        return invalidArgument(text("%1 counts are not a table with %2 columns", counts.size(), nKinds));
    const std::size_t nGroups = counts.size() / nKinds;
    std::vector<double> groupTotals(nGroups, 0.0);
    std::vector<double> kindTotals(nKinds, 0.0);
    for (std::size_t cell = 0; cell < counts.size(); ++cell) {
        groupTotals[cell / nKinds] += counts[cell];
        kindTotals[cell % nKinds] += counts[cell];
    }
    const auto draw = [&](Rng& rng, std::span<double> drawn) {
        std::vector<double> left = kindTotals;
        for (std::size_t group = 0; group < nGroups; ++group)
            drawGroup(rng, groupTotals[group], left, drawn.subspan(group * nKinds, nKinds));
    };
    return forEachReplicate(counts.size(), replicates, seed, kPermutationStream, ctx, draw, body);
}

double permutationPValue(double observed, std::span<const double> replicates)
{
    const double least = observed - 1e-12 * std::max(1.0, std::abs(observed));
    std::size_t asLarge = 0;
    std::size_t defined = 0;
    for (const double replicate : replicates) {
        if (std::isnan(replicate))
            continue;
        ++defined;
        asLarge += replicate >= least ? 1U : 0U;
    }
    return static_cast<double>(1 + asLarge) / static_cast<double>(1 + defined);
}

} // namespace evenhand
