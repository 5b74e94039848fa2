#pragma once

#include "engine/figures/build.h"

namespace evenhand {

/// Equally spaced scores at which densities are drawn, the same at every strength so that nothing moves but
/// the data.
struct DensityGrid {
    std::vector<double> x;
    double low = 0.0, high = 1.0; ///< of the axis
    /// The scores cannot leave [low, high]: kernels are reflected at both ends, so that no mass is lost
    /// beyond them.
    bool bounded = false;
};

/// @p n points over the scores of all strengths; probabilities have the bounds 0 and 1 when they come near
/// them.
[[nodiscard]] DensityGrid densityGrid(const ScoreView& view, std::size_t n, const ScoreView* other = nullptr);

/// Density of a group at strength @p t on the grid.
[[nodiscard]] std::vector<double> groupDensity(
    const ScoreView& view, const DensityGrid& grid, std::size_t group, double t);

/// Density of the barycenter of the groups' laws at strength 0 on the grid.
[[nodiscard]] std::vector<double> barycenterDensity(const ScoreView& view, const DensityGrid& grid);

} // namespace evenhand
