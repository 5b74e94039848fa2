#pragma once

#include "engine/metrics/metric.h"

namespace evenhand {

// Distances between the score laws of the groups: the largest over all pairs of groups that have rows. Groups
// without rows are left out and named.

[[nodiscard]] MetricValue ksDistanceMetric(const MetricInput& input);
[[nodiscard]] MetricValue wasserstein1Metric(const MetricInput& input);
[[nodiscard]] MetricValue wasserstein2Metric(const MetricInput& input);
/// Σ_s p_s W2²(law of group s, barycenter).
[[nodiscard]] MetricValue barycenterUnfairnessMetric(const MetricInput& input);

} // namespace evenhand
