#pragma once

#include "engine/learners/learner.h"

namespace evenhand {

[[nodiscard]] LearnerInfo kernelSvmInfo();

} // namespace evenhand
