#pragma once

#include "engine/learners/learner.h"

namespace evenhand {

// Parameters that learners of trees share, under the names of XGBoost or, where it is clearer, whole words.
[[nodiscard]] ParamSpec treeDepth(double usual);
[[nodiscard]] ParamSpec leastChildWeight();
[[nodiscard]] ParamSpec leafPenalty(double usual);
[[nodiscard]] ParamSpec rowShare(double usual);
/// @param id  "colsample_bytree" or "colsample_bynode"
[[nodiscard]] ParamSpec columnShare(std::string_view id, std::string_view description, double usual);
[[nodiscard]] ParamSpec treeSeed();

} // namespace evenhand
