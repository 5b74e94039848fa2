#pragma once

#include "engine/learners/learner.h"

namespace evenhand {

[[nodiscard]] LearnerInfo linearSvmInfo();

} // namespace evenhand
