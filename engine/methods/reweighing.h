#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Reweighing: training rows count so that group and outcome become independent; then any learner.
[[nodiscard]] MethodInfo reweighing();

/// New weights of rows: weight_i·((1 - t) + t·P(s)P(y)/P(s,y)) with the probabilities by weight, s the row's
/// group, y its outcome.
/// @param rows      y is 0 or 1
/// @param nGroups   groups of the study
/// @param strength  t in [0,1]
/// @return (n,) their sum is that of the old weights if every group has both outcomes
/// @source Kamiran, Calders (2012), Data preprocessing techniques for classification without discrimination,
/// algorithm 3
[[nodiscard]] Eigen::VectorXd reweighed(const EncodedData& rows, std::size_t nGroups, double strength);

} // namespace evenhand
