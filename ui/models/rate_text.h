#pragma once

#include "engine/metrics/metric.h"

#include <QString>

namespace evenhand::ui {

// Numbers of an audit as a table shows them.

/// "45.2 %", with as many digits as the interval supports; a dash when undefined.
[[nodiscard]] QString rateText(const MetricValue& value, bool isShare);
/// "45.2 % (42 to 48)", without the brackets when there is no interval.
[[nodiscard]] QString rateWithInterval(const MetricValue& value, bool isShare);
/// "+4.5" with a sign and without unit: percentage points of a share.
[[nodiscard]] QString signedDifference(double difference, double width, bool isShare);
/// "q = 0.012", "q < 0.001".
[[nodiscard]] QString qText(double q);
/// A number of rows, or their weight.
[[nodiscard]] QString countText(double count);

} // namespace evenhand::ui
