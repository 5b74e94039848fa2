#pragma once

#include "engine/metrics/metric.h"

namespace evenhand {

// Errors of scores against outcomes, weighted. Sums run in row order; undefined without rows or outcomes.

[[nodiscard]] MetricValue meanSquaredError(const MetricInput& input);
[[nodiscard]] MetricValue rootMeanSquaredError(const MetricInput& input);
[[nodiscard]] MetricValue meanAbsoluteError(const MetricInput& input);
/// 1 - Σw(y-f)²/Σw(y-ȳ)²; undefined when all outcomes are equal.
[[nodiscard]] MetricValue rSquared(const MetricInput& input);
/// Weighted probability that a positive scores higher than a negative, ties counting half.
[[nodiscard]] MetricValue rocAuc(const MetricInput& input);
/// Mean of (y - score)²; undefined for scores that are no probabilities, as log-loss is.
[[nodiscard]] MetricValue brierScore(const MetricInput& input);
/// Mean of -log of the probability given to the outcome; undefined when that is zero for some row.
[[nodiscard]] MetricValue logLoss(const MetricInput& input);
[[nodiscard]] MetricValue meanPrediction(const MetricInput& input);

/// The outcome whose probability the scores claim to be.
[[nodiscard]] std::span<const double> predictedOutcome(const MetricInput& input);
/// Why scores cannot be judged as probabilities of that outcome; empty if they can.
[[nodiscard]] Text notProbabilities(const MetricInput& input);

} // namespace evenhand
