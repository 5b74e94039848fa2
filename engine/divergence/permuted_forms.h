#pragma once

#include "engine/divergence/kernel_form.h"

namespace evenhand {

/// sᵀ K s for many vectors s at once: K is found tile by tile, never kept, and every tile serves all vectors.
///
/// @param points (n, d);  @param vectors (n, count)
/// @return (count,)
/// @errors Cancelled;  checkKernel()'s
/// @cost n²/2 kernel values and n² · count products; memory O(n · count)
[[nodiscard]] Result<Eigen::VectorXd> permutedForms(const Eigen::MatrixXd& points,
    const Eigen::MatrixXd& vectors, const MmdKernel& kernel, const RunContext& ctx);

} // namespace evenhand
