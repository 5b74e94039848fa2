#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Multipliers of a reduction on a grid: one model for each, of which one is taken.
[[nodiscard]] MethodInfo gridSearch();

/// Points of a lattice in @p dimensions with Σ|x| ≤ @p limit, as many as fit into @p size but at least one
/// step in every direction; (points, dimensions), the origin first, the others by their numbers.
/// @param positive  only points without negative coordinates
[[nodiscard]] Eigen::MatrixXd multiplierGrid(
    Eigen::Index dimensions, Eigen::Index size, double limit, bool positive);

} // namespace evenhand
