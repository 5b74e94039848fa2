#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

namespace evenhand {

/// Rows of a block whose product with d features takes a few milliseconds, so that a stop takes effect soon.
[[nodiscard]] Eigen::Index rowsPerBlock(const DesignMatrix& x, Eigen::Index operationsPerRow);

/// X·w, asking between blocks of rows whether to stop.
/// @errors Cancelled
[[nodiscard]] Result<Eigen::VectorXd> blockwiseTimes(
    const DesignMatrix& x, const Eigen::Ref<const Eigen::VectorXd>& w, const RunContext& ctx);
/// Xᵀ·v, likewise.
[[nodiscard]] Result<Eigen::VectorXd> blockwiseTransposedTimes(
    const DesignMatrix& x, const Eigen::Ref<const Eigen::VectorXd>& v, const RunContext& ctx);
/// Lower triangle of Xᵀ·diag(weight)·X, likewise; the upper one is zero.
[[nodiscard]] Result<Eigen::MatrixXd> blockwiseLowerGram(
    const DesignMatrix& x, const Eigen::Ref<const Eigen::VectorXd>& weight, const RunContext& ctx);

} // namespace evenhand
