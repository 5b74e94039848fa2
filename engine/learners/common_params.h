#pragma once

#include "engine/learners/parameters.h"

namespace evenhand {

/// C of ½‖w‖² + C·Σ loss.
[[nodiscard]] ParamSpec inverseRegularisation();

} // namespace evenhand
