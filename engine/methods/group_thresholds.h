#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// One threshold per group, or a draw between a few, with the fewest errors among those whose rates differ by
/// at most a tolerance: the exact frontier of group thresholds on the calibration scores.
[[nodiscard]] MethodInfo groupThresholds();

} // namespace evenhand
