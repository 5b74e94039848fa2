#pragma once

#include "engine/core/run_context.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace evenhand {

/// Called with the number of a replicate and its counts, which live until it returns. Several threads call at
/// once, each with replicates of its own: write only to the place of that replicate.
using ReplicateBody = std::function<void(std::size_t replicate, std::span<const double> counts)>;

/// The bootstrap of a table of counts: each replicate draws as many rows as there are, with replacement. What
/// a metric makes of the counts has the same law as when rows are drawn, at a cost that does not depend on
/// their number. Rows with weights: one cell for each (group, kind, distinct weight).
/// @param counts  (k,) whole, ≥ 0, sum up to 2⁵³
/// @errors InvalidArgument  a count that is not a whole number ≥ 0;  Cancelled
/// @cost about 0.1 µs per cell and replicate, on ctx.threads() threads; the same bits for any number of them
/// @source Efron, Tibshirani (1993), An Introduction to the Bootstrap, section 6
Result<void> forEachResample(std::span<const double> counts, std::size_t replicates, std::uint64_t seed,
    const RunContext& ctx, const ReplicateBody& body);

/// Random tables with the margins of @p counts: what permuting the group labels of the rows does to the
/// counts, exactly. Each row of the table is drawn given those before it (multivariate hypergeometric).
/// @param counts  (nGroups · nKinds,) group by group: counts[group · nKinds + kind]; whole, ≥ 0, sum to 2⁵³
/// @errors InvalidArgument  a count that is not a whole number ≥ 0, a length that is no multiple of
/// @p nKinds;  Cancelled
/// @cost, threads  as forEachResample
/// @source Patefield (1981), An efficient method of generating random R × C tables with given row and column
/// totals
Result<void> forEachPermutation(std::span<const double> counts, std::size_t nKinds, std::size_t replicates,
    std::uint64_t seed, const RunContext& ctx, const ReplicateBody& body);

/// Share of random permutations, the observed one among them, whose statistic is at least as large:
/// (1 + #{replicate ≥ observed}) / (1 + #replicates). Replicates that are NaN (undefined) are left out.
/// A replicate that differs from the observed value by rounding only counts as equal to it.
/// @source Phipson, Smyth (2010), Permutation p-values should never be zero
[[nodiscard]] double permutationPValue(double observed, std::span<const double> replicates);

} // namespace evenhand
