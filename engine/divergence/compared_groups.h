#pragma once

#include "engine/divergence/group_divergence.h"
#include "engine/divergence/kernel_form.h"
#include "engine/divergence/sinkhorn.h"

namespace evenhand {

/// The rows that a comparison of groups uses, and how their laws are put together.
struct ComparedGroups {
    /// Rows of the compared groups and the quadratic form of all comparisons: with w_i the share of a row in
    /// its group and A the coefficients, Σ_ij w_i w_j A[g_i][g_j] k(z_i, z_j) is their mean squared MMD.
    WeightedRows rows;
    std::vector<Eigen::Index> source; ///< (rows,) which row of h each is
    Eigen::VectorXd groupShare;       ///< (groups,) of the weight of all compared rows

    /// @errors as groupDivergence()
    static Result<ComparedGroups> of(const Eigen::MatrixXd& points, std::span<const std::int32_t> group,
        std::size_t nGroups, const Eigen::VectorXd& weight, GroupComparison comparison);

    [[nodiscard]] Eigen::Index groups() const { return groupShare.size(); }
    /// One cloud per group and, when there are more than two and they are compared with it, that of all rows.
    [[nodiscard]] std::vector<PointCloud> clouds(GroupComparison comparison) const;
    [[nodiscard]] std::vector<CloudComparison> comparisons(GroupComparison comparison) const;
    /// The derivative in every row, from those in the clouds.
    [[nodiscard]] Eigen::MatrixXd gathered(const std::vector<Eigen::MatrixXd>& ofClouds) const;
};

} // namespace evenhand
