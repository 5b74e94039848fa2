#pragma once

#include "engine/metrics/metric.h"

namespace evenhand {

/// Rows of the registry that compare groups: differences and ratios of rates, distances between score laws.
[[nodiscard]] std::vector<MetricInfo> unfairnessMetrics();

} // namespace evenhand
