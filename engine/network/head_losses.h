#pragma once

#include "engine/network/objective.h"

namespace evenhand {

/// Rows of one step as the heads see them.
struct HeadBatch {
    const HeadTargets& targets;
    std::span<const Eigen::Index> rows; ///< of the targets
    std::span<const double> scale;      ///< per row; empty: 1
};

/// Where derivatives go.
struct HeadGradient {
    Eigen::Map<Eigen::MatrixXd> heads; ///< (dimensions, tasks); added to
    Eigen::Map<Eigen::VectorXd> bias;  ///< (tasks,); added to
    Eigen::MatrixXd representation;    ///< (dimensions, rows); set
};

/// Σ scale·share·ℓ over the rows: the logistic loss max(o, 0) - o·y + log(1 + e^{-|o|}) of classes, (o - y)²
/// of numbers.
/// @param h  (dimensions, rows)
[[nodiscard]] double lossOfHeads(const HeadBatch& batch, const Eigen::MatrixXd& h,
    const Eigen::Map<const Eigen::MatrixXd>& heads, const Eigen::Map<const Eigen::VectorXd>& bias,
    HeadGradient* gradient);

} // namespace evenhand
