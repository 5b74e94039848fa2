#pragma once

#include "engine/learners/learner.h"

namespace evenhand {

/// Ridge regression, Σ weight·(y-f)² + λ‖w‖²; its predictors are LinearPredictor.
[[nodiscard]] LearnerInfo ridgeInfo();

} // namespace evenhand
