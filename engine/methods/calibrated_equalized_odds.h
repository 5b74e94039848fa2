#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Withholds the score from some rows of the better served of two groups, who then have their group's base
/// rate for a score, until both groups bear the same cost of errors. Scores stay calibrated.
[[nodiscard]] MethodInfo calibratedEqualizedOdds();

} // namespace evenhand
