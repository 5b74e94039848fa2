#pragma once

#include "engine/metrics/metric.h"

namespace evenhand {

// Differences and ratios of rates between groups, Fairlearn's "between_groups". Groups whose rate is
// undefined are left out and named; with fewer than two groups left there is no value.

/// max - min of the selection rates.
[[nodiscard]] MetricValue demographicParityDifference(const MetricInput& input);
/// min / max of the selection rates; undefined when nobody is selected.
[[nodiscard]] MetricValue demographicParityRatio(const MetricInput& input);
/// max - min of the true positive rates.
[[nodiscard]] MetricValue equalOpportunityDifference(const MetricInput& input);
/// The larger of the differences of true and of false positive rates; undefined unless both are defined.
[[nodiscard]] MetricValue equalizedOddsDifference(const MetricInput& input);

} // namespace evenhand
