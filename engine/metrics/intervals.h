#pragma once

#include "engine/core/run_context.h"
#include "engine/metrics/metric.h"
#include "engine/statistics/interval.h"

namespace evenhand {

/// Interval of the mean of a number over J random splits of the same rows, t quantile with J-1 degrees of
/// freedom times √((1/J + nTest/nTrain)·s²). The second term stands for the overlap of the training rows.
/// @param standardDeviation  over the repeats, with J-1
/// @param repeats            J ≥ 2
/// @source Nadeau, Bengio (2003), Inference for the generalization error, equation 9
[[nodiscard]] Interval correctedResampledInterval(double mean, double standardDeviation, std::size_t repeats,
    double testToTrainRatio, double confidence = 0.95);

/// Percentile interval of a metric from resampling its rows with replacement. The same bits for any number of
/// threads.
/// @param replicates  at least 20
/// @return absent when the metric is undefined in more than half of the replicates
/// @errors Cancelled
/// @source Efron, Tibshirani (1993), An Introduction to the Bootstrap, section 13.3
/// @cost replicates times that of the metric, on ctx.threads() threads
[[nodiscard]] Result<std::optional<Interval>> bootstrapInterval(const MetricInput& input,
    const MetricInfo& metric, std::size_t replicates, std::uint64_t seed, const RunContext& ctx,
    double confidence = 0.95);

} // namespace evenhand
