#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Logistic regression whose decision values hardly covary with membership of any group.
[[nodiscard]] MethodInfo covarianceConstrainedLogistic();

} // namespace evenhand
