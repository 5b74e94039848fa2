#pragma once

#include "engine/core/pack.h"
#include "engine/divergence/divergence.h"

namespace evenhand {

/// Points laid out coordinate by coordinate for loops over pairs. Behind the last point there is room up to
/// a whole number of blocks, filled with points at 0 of weight 0.
struct PackedCloud {
    Eigen::Index size = 0;
    Eigen::Index dims = 0;
    Eigen::Index stride = 0;  ///< points with those that fill up
    PackedVector coordinates; ///< coordinate k of point i at [k * stride + i]
    PackedVector weight;      ///< (stride,)

    /// @param points  (n, d);  @param centre  (d,) is taken off every point;  @param weight  (n,)
    static PackedCloud of(const Eigen::Ref<const Eigen::MatrixXd>& points,
        const Eigen::Ref<const Eigen::RowVectorXd>& centre, const Eigen::Ref<const Eigen::VectorXd>& weight);
};

/// Weights of a cloud written out: its own, or 1/n each. (n,)
[[nodiscard]] Eigen::VectorXd sharesOf(const PointCloud& cloud);

/// Whether two clouds can be compared.
/// @errors InvalidData  a cloud without points, different numbers of columns, a coordinate that is not
/// finite, weights that are not positive or do not sum to 1
[[nodiscard]] Result<void> checkClouds(const PointCloud& x, const PointCloud& y);

} // namespace evenhand
