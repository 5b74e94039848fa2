#pragma once

#include "engine/core/run_context.h"
#include "engine/metrics/metric.h"

namespace evenhand {

/// Weighted rows of one kind: how much they weigh and how many equally heavy rows would say as much.
struct RowSum {
    double weight = 0.0;
    double squares = 0.0; ///< Σ weight²
    double rows = 0.0;

    /// Kish's effective number of rows, (Σw)²/Σw².
    [[nodiscard]] double effectiveCount() const { return squares > 0.0 ? weight * weight / squares : 0.0; }
    RowSum& operator+=(const RowSum& other)
    {
        weight += other.weight;
        squares += other.squares;
        rows += other.rows;
        return *this;
    }
    friend RowSum operator+(RowSum a, const RowSum& b) { return a += b; }
    friend bool operator==(const RowSum&, const RowSum&) = default;
};

/// Confusion matrix of decisions against outcomes. Without outcomes every row counts as actually negative,
/// without decisions as not selected.
struct Confusion {
    RowSum truePositive, falsePositive, falseNegative, trueNegative;

    [[nodiscard]] RowSum positives() const { return truePositive + falseNegative; }
    [[nodiscard]] RowSum negatives() const { return falsePositive + trueNegative; }
    [[nodiscard]] RowSum selected() const { return truePositive + falsePositive; }
    [[nodiscard]] RowSum notSelected() const { return falseNegative + trueNegative; }
    [[nodiscard]] RowSum all() const { return positives() + negatives(); }
    Confusion& operator+=(const Confusion& other);
    friend bool operator==(const Confusion&, const Confusion&) = default;
};

/// The confusion matrices of all groups.
struct GroupCells {
    std::span<const Confusion> cells; ///< one per group; groups without rows have empty ones
    const std::vector<std::string>* names = nullptr;
    std::size_t reference = 0; ///< group that signed comparisons compare with
};

/// One matrix of all rows of the input.
[[nodiscard]] Confusion confusionOf(const MetricInput& input);
/// One per group name. Rows are counted in blocks that depend on their number alone and the blocks are added
/// in order, so the bits are the same for any number of threads; without weights all sums are whole numbers.
/// @errors Cancelled
/// @cost O(n) and reads every column once
[[nodiscard]] Result<std::vector<Confusion>> confusionByGroup(
    const MetricInput& input, const RunContext& ctx);
[[nodiscard]] std::vector<Confusion> confusionByGroup(const MetricInput& input);
/// The sum of all groups.
[[nodiscard]] Confusion pooled(std::span<const Confusion> cells);
/// The group of largest weight, the first of equals; 0 when there are no groups.
[[nodiscard]] std::size_t largestGroup(std::span<const Confusion> cells);

} // namespace evenhand
