#pragma once

#include "engine/core/run_context.h"
#include "engine/metrics/confusion.h"
#include "engine/statistics/interval.h"

#include <functional>

namespace evenhand {

/// Percentile interval of a number made of one confusion matrix, from multinomial resampling of its cells.
/// Weighted rows are resampled as as many equally heavy ones as say the same (Kish).
/// @return absent when it is undefined in more than half of the replicates
[[nodiscard]] Result<std::optional<Interval>> resampledInterval(const Confusion& cells,
    std::optional<double> (*value)(const Confusion&), std::size_t replicates, std::uint64_t seed,
    double confidence, const RunContext& ctx);

/// Numbers made of the confusion matrices of all groups, in each of @p replicates resamples of the rows.
/// @param values  called with resampled matrices; returns one number per statistic, NaN where undefined
/// @return [statistic][replicate]
[[nodiscard]] Result<std::vector<std::vector<double>>> resampledValues(std::span<const Confusion> cells,
    std::size_t nStatistics, const std::function<void(std::span<const Confusion>, std::span<double>)>& values,
    std::size_t replicates, std::uint64_t seed, const RunContext& ctx);

/// The same numbers with one row of a cell removed, and how many rows that cell has: what the acceleration of
/// a BCa interval is made of. Cells without rows are left out.
struct CellJackknife {
    std::vector<std::vector<double>> values; ///< [statistic][cell]
    std::vector<double> multiplicities;      ///< [cell]
};
[[nodiscard]] CellJackknife jackknife(std::span<const Confusion> cells, std::size_t nStatistics,
    const std::function<void(std::span<const Confusion>, std::span<double>)>& values);

} // namespace evenhand
