#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Correlation remover: what a linear model of the group explains of every feature is taken off; then any
/// learner.
[[nodiscard]] MethodInfo correlationRemover();

} // namespace evenhand
