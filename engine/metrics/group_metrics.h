#pragma once

#include "engine/metrics/metric.h"

namespace evenhand {

// Rows of the registry with one number per group, and errors of the whole that have the same formula.

[[nodiscard]] std::vector<MetricInfo> groupMetrics();
[[nodiscard]] std::vector<MetricInfo> errorMetrics();

} // namespace evenhand
