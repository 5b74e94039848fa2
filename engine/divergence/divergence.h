#pragma once

#include "engine/core/run_context.h"

#include <Eigen/Core>

#include <span>

namespace evenhand {

/// Points of one group with the share of each; the shares sum to 1.
struct PointCloud {
    Eigen::MatrixXd points; ///< (n, d)
    Eigen::VectorXd weight; ///< (n,) > 0; empty: 1/n each

    [[nodiscard]] Eigen::Index size() const { return points.rows(); }
};

/// A divergence of two clouds with its derivative in every coordinate of both.
struct DivergenceGradient {
    double value = 0.0;
    Eigen::MatrixXd dx, dy;     ///< (m, d), (n, d)
    bool converged = true;      ///< of iterative divergences
    double marginalError = 0.0; ///< of Sinkhorn's divergence: share of the mass that is out of place
};

} // namespace evenhand
