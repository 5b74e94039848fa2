#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Near the threshold groups selected less often than all get the favourable decision, the others the
/// unfavourable one.
[[nodiscard]] MethodInfo rejectOption();

} // namespace evenhand
