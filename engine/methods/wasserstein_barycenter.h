#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Post-processing of scores so that all groups have the same law, fully or in part.
/// @source Chzhen, Denis, Hebiri, Oneto, Pontil (2020), equation (2) and Algorithm 1; Chzhen & Schreuder
/// (2022)
[[nodiscard]] MethodInfo wassersteinBarycenter();

} // namespace evenhand
