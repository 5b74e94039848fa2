#pragma once

#include "engine/learners/learner.h"

namespace evenhand {

/// Random forests for both tasks; its predictors are TreePredictor.
[[nodiscard]] LearnerInfo randomForestInfo();

} // namespace evenhand
