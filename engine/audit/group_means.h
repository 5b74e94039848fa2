#pragma once

#include "engine/core/run_context.h"
#include "engine/statistics/interval.h"

#include <functional>
#include <span>
#include <vector>

namespace evenhand {

/// Weighted mean of a number in one group, and how sure it is.
struct GroupMean {
    double mean = 0.0;
    double variance = 0.0;       ///< of a row, weighted, with the effective count less one
    double effectiveCount = 0.0; ///< Kish; 0: no rows

    [[nodiscard]] double standardError() const;
    /// Student's interval of the mean; has no width for fewer than two rows.
    [[nodiscard]] Interval interval(double confidence) const;
};

/// Means of term(row) in each group. Sums run over fixed blocks of rows, so they have the same bits for any
/// number of threads.
/// @param codes   (n,) in [0, nGroups);  @param weight  (n,) > 0, or empty
/// @errors Cancelled
[[nodiscard]] Result<std::vector<GroupMean>> groupMeans(std::span<const std::int32_t> codes,
    std::span<const double> weight, std::size_t nGroups, const std::function<double(std::size_t)>& term,
    const RunContext& ctx);

/// Mean of two groups' difference a - b with Welch's normal interval.
[[nodiscard]] Interval differenceInterval(const GroupMean& a, const GroupMean& b, double confidence);
/// P of equal means in all groups with at least two rows (Welch's z for two, their chi-square for more).
[[nodiscard]] double equalMeansPValue(const std::vector<GroupMean>& groups);

} // namespace evenhand
