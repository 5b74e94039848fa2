#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Fair empirical risk minimisation: the base learner trained again under a tolerance for the gap between the
/// mean linear parts of the groups.
[[nodiscard]] MethodInfo ferm();

} // namespace evenhand
