#pragma once

#include "engine/learners/learner.h"

namespace evenhand {

/// L2-penalised logistic regression, ½‖w‖² + C·Σ weight·log-loss; its predictors are LinearPredictor.
[[nodiscard]] LearnerInfo logisticInfo();

} // namespace evenhand
