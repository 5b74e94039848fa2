#pragma once

#include "engine/metrics/metric.h"

namespace evenhand {

/// Weighted rows of one kind: how much they weigh and how many equally heavy rows would say as much.
struct RowSum {
    double weight = 0.0;
    double squares = 0.0; ///< Σ weight²
    double rows = 0.0;

    void add(double w)
    {
        weight += w;
        squares += w * w;
        rows += 1.0;
    }
    /// Kish's effective number of rows, (Σw)²/Σw².
    [[nodiscard]] double effectiveCount() const { return squares > 0.0 ? weight * weight / squares : 0.0; }
    friend RowSum operator+(const RowSum& a, const RowSum& b)
    {
        return {a.weight + b.weight, a.squares + b.squares, a.rows + b.rows};
    }
};

/// Confusion matrix of decisions (score ≥ threshold) against outcomes. Without outcomes every row counts as
/// actually negative.
struct Confusion {
    RowSum truePositive, falsePositive, falseNegative, trueNegative;

    [[nodiscard]] RowSum positives() const { return truePositive + falseNegative; }
    [[nodiscard]] RowSum negatives() const { return falsePositive + trueNegative; }
    [[nodiscard]] RowSum selected() const { return truePositive + falsePositive; }
    [[nodiscard]] RowSum all() const { return positives() + negatives(); }
};

/// A rate of a confusion matrix, or why it is undefined.
using ConfusionRate = MetricValue (*)(const Confusion&);

[[nodiscard]] MetricValue selectionRateOf(const Confusion& cells);
[[nodiscard]] MetricValue truePositiveRateOf(const Confusion& cells);
[[nodiscard]] MetricValue falsePositiveRateOf(const Confusion& cells);
[[nodiscard]] MetricValue precisionOf(const Confusion& cells);
[[nodiscard]] MetricValue baseRateOf(const Confusion& cells);
[[nodiscard]] MetricValue accuracyOf(const Confusion& cells);
[[nodiscard]] MetricValue balancedAccuracyOf(const Confusion& cells);

/// One confusion matrix of all rows of the input.
[[nodiscard]] Confusion confusionOf(const MetricInput& input);
/// One per group name; groups without rows have empty ones.
[[nodiscard]] std::vector<Confusion> confusionByGroup(const MetricInput& input);

[[nodiscard]] MetricValue definedValue(double value);
[[nodiscard]] MetricValue undefinedValue(Text reason);
[[nodiscard]] inline double weightOf(const MetricInput& input, std::size_t row)
{
    return input.weight.empty() ? 1.0 : input.weight[row];
}
/// Why a metric that needs scores (and outcomes) cannot be computed at all; empty if it can.
[[nodiscard]] Text missingInput(const MetricInput& input, bool needsOutcome);

} // namespace evenhand
