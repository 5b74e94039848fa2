#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Decisions changed at random, with a probability per group and decision, until groups have equal true and
/// false positive rates.
[[nodiscard]] MethodInfo equalizedOddsMixing();

} // namespace evenhand
