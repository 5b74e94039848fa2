#pragma once

#include "engine/learners/learner.h"

namespace evenhand {

/// Gradient boosted trees for both tasks; its predictors are TreePredictor.
[[nodiscard]] LearnerInfo gradientBoostingInfo();

} // namespace evenhand
