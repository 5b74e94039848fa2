#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Disparate impact remover: every numeric feature gets the same distribution in all groups; then any
/// learner.
[[nodiscard]] MethodInfo disparateImpactRemover();

} // namespace evenhand
