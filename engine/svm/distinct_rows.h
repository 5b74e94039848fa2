#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

namespace evenhand {

/// Rows with the same features and the same outcome, counted once: in a table of categories there are far
/// fewer of them than rows, and a support vector machine only needs the sum of their costs.
struct DistinctRows {
    std::vector<Eigen::Index> first; ///< a row of every kind, ascending
    std::vector<Eigen::Index> kind;  ///< (n,) index into `first`

    /// Sums of @p perRow (n, q) over the rows of each kind.
    [[nodiscard]] Eigen::MatrixXd sums(const Eigen::MatrixXd& perRow) const;
};

/// @errors Cancelled
[[nodiscard]] Result<DistinctRows> distinctRows(
    const DesignMatrix& x, const Eigen::VectorXd& y, const RunContext& ctx);

} // namespace evenhand
