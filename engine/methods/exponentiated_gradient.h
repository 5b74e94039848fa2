#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// The reduction of fair classification to weighted classification: a mixture of models.
[[nodiscard]] MethodInfo exponentiatedGradient();

} // namespace evenhand
