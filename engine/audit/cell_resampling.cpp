#include "engine/audit/cell_resampling.h"

#include "engine/statistics/bootstrap_interval.h"
#include "engine/statistics/resampling.h"

#include <array>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

constexpr std::size_t kKinds = 4;

std::array<RowSum Confusion::*, kKinds> kinds()
{
    return {&Confusion::truePositive, &Confusion::falsePositive, &Confusion::falseNegative,
        &Confusion::trueNegative};
}

/// Whole counts to draw from: rows, or the effective number of equally heavy rows of each cell, rounded.
std::vector<double> countsOf(std::span<const Confusion> cells)
{
    std::vector<double> counts;
    for (const Confusion& group : cells) {
        const RowSum everybody = group.all();
        const double perWeight = everybody.weight > 0.0 ? everybody.effectiveCount() / everybody.weight : 0.0;
        for (const auto kind : kinds())
            counts.push_back(std::round((group.*kind).weight * perWeight));
    }
    return counts;
}

/// Matrices with @p counts rows of the weight that a row of the group has on average.
void fill(std::span<const Confusion> cells, std::span<const double> counts, std::vector<Confusion>& drawn)
{
    for (std::size_t group = 0; group < cells.size(); ++group) {
        const RowSum everybody = cells[group].all();
        const double perRow = everybody.weight > 0.0 ? everybody.weight / everybody.effectiveCount() : 1.0;
        std::size_t kind = 0;
        for (const auto member : kinds()) {
            const double count = counts[group * kKinds + kind++];
            drawn[group].*member = {count * perRow, count * perRow * perRow, count};
        }
    }
}

} // namespace

Result<std::vector<std::vector<double>>> resampledValues(std::span<const Confusion> cells,
    std::size_t nStatistics, const std::function<void(std::span<const Confusion>, std::span<double>)>& values,
    std::size_t replicates, std::uint64_t seed, const RunContext& ctx)
{
    const std::vector<double> counts = countsOf(cells);
    std::vector<std::vector<double>> results(nStatistics, std::vector<double>(replicates));
    EH_CHECK(forEachResample(
        counts, replicates, seed, ctx, [&](std::size_t replicate, std::span<const double> resampled) {
            std::vector<Confusion> drawn(cells.size());
            fill(cells, resampled, drawn);
            std::vector<double> own(nStatistics, std::numeric_limits<double>::quiet_NaN());
            values(drawn, own);
            for (std::size_t statistic = 0; statistic < nStatistics; ++statistic)
                results[statistic][replicate] = own[statistic];
        }));
    return results;
}

CellJackknife jackknife(std::span<const Confusion> cells, std::size_t nStatistics,
    const std::function<void(std::span<const Confusion>, std::span<double>)>& values)
{
    std::vector<double> counts = countsOf(cells);
    std::vector<Confusion> reduced(cells.size());
    CellJackknife all;
    all.values.resize(nStatistics);
    std::vector<double> own(nStatistics);
    for (double& count : counts) {
        if (count < 1.0)
            continue;
        all.multiplicities.push_back(count);
        count -= 1.0;
        fill(cells, counts, reduced);
        count += 1.0;
        values(reduced, own);
        for (std::size_t statistic = 0; statistic < nStatistics; ++statistic)
            all.values[statistic].push_back(own[statistic]);
    }
    return all;
}

Result<std::optional<Interval>> resampledInterval(const Confusion& cells,
    std::optional<double> (*value)(const Confusion&), std::size_t replicates, std::uint64_t seed,
    double confidence, const RunContext& ctx)
{
    EH_TRY(const std::vector<std::vector<double>> values,
        resampledValues(
            std::span(&cells, 1), 1,
            [&](std::span<const Confusion> drawn, std::span<double> own) {
                own[0] = value(drawn.front()).value_or(std::numeric_limits<double>::quiet_NaN());
            },
            replicates, seed, ctx));
    return percentileInterval(values.front(), confidence);
}

} // namespace evenhand
