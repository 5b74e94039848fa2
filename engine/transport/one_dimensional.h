#pragma once

#include <cstddef>
#include <span>

namespace evenhand {

/// A weighted empirical distribution on the line: a view of scores that somebody else keeps.
///
/// `cumulative[i]` is the weight of the rows 0 … i; empty means that every row weighs one, and then
/// everything below is decided in integers.
struct SortedSample {
    std::span<const double> values;     ///< (n,) ascending, finite
    std::span<const double> cumulative; ///< (n,) strictly ascending, or empty

    [[nodiscard]] std::size_t size() const { return values.size(); }
    [[nodiscard]] bool empty() const { return values.empty(); }
    [[nodiscard]] bool isWeighted() const { return !cumulative.empty(); }
    /// Weight of the first @p count rows.
    [[nodiscard]] double weightOf(std::size_t count) const
    {
        if (!isWeighted())
            return static_cast<double>(count);
        return count == 0 ? 0.0 : cumulative[count - 1];
    }
    [[nodiscard]] double total() const { return weightOf(size()); }
};

/// #{i : values[i] ≤ x}
[[nodiscard]] std::size_t countAtMost(const SortedSample& sample, double x);
/// #{i : values[i] < x}
[[nodiscard]] std::size_t countBelow(const SortedSample& sample, double x);

/// F(x) = weight share of rows ≤ x, right-continuous; @p sample not empty.
[[nodiscard]] double ecdf(const SortedSample& sample, double x);

/// Smallest i (from 0) whose rows 0 … i hold at least the share @p u of the weight; u ≤ 0 gives the first
/// row, u ≥ 1 the last. A share within 1e-12 of a step counts as that step, so u = k/n means exactly k rows.
[[nodiscard]] std::size_t quantileIndex(std::size_t n, std::span<const double> cumulative, double u);

/// Q(u) = inf{x : F(x) ≥ u}, with Q(0) the minimum; @p sample not empty.
[[nodiscard]] double quantile(const SortedSample& sample, double u);

/// Weighted mean, by a sum of differences to the first value so that a constant sample has exactly its value.
[[nodiscard]] double mean(const SortedSample& sample);

/// Kish's effective number of rows (Σw)²/Σw²; the number of rows when all weigh the same.
[[nodiscard]] double effectiveSize(const SortedSample& sample);

} // namespace evenhand
