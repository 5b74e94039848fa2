#include "engine/divergence/packed_cloud.h"

#include "engine/divergence/pair_tiles.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;

namespace {

Result<void> checkCloud(const PointCloud& cloud)
{
    if (cloud.size() == 0)
        return invalidData(text("a group without rows has no distribution"));
    if (!cloud.points.allFinite())
        return invalidData(text("a coordinate is not finite"));
    if (cloud.weight.size() == 0)
        return kOk;
    if (cloud.weight.size() != cloud.size() || !(cloud.weight.array() > 0.0).all()
        || std::abs(cloud.weight.sum() - 1.0) > 1e-9)
        return invalidData(text("the weights of a group must be positive and sum to 1"));
    return kOk;
}

} // namespace

PackedCloud PackedCloud::of(const Eigen::Ref<const Eigen::MatrixXd>& points,
    const Eigen::Ref<const Eigen::RowVectorXd>& centre, const Eigen::Ref<const Eigen::VectorXd>& weight)
{
    PackedCloud packed;
    packed.size = points.rows();
    packed.dims = points.cols();
    packed.stride = roundedUp(packed.size, kTileRows);
    packed.coordinates.resize(static_cast<std::size_t>(packed.stride * packed.dims));
    packed.weight.resize(static_cast<std::size_t>(packed.stride));
    for (Index k = 0; k < packed.dims; ++k) {
        double* const to = packed.coordinates.data() + k * packed.stride;
        for (Index i = 0; i < packed.size; ++i)
            to[i] = points(i, k) - centre[k];
    }
    std::copy(weight.data(), weight.data() + packed.size, packed.weight.begin());
    return packed;
}

Eigen::VectorXd sharesOf(const PointCloud& cloud)
{
    if (cloud.weight.size() > 0)
        return cloud.weight;
    return Eigen::VectorXd::Constant(cloud.size(), 1.0 / static_cast<double>(cloud.size()));
}

Result<void> checkClouds(const PointCloud& x, const PointCloud& y)
{
    EH_CHECK(checkCloud(x));
    EH_CHECK(checkCloud(y));
    if (x.points.cols() != y.points.cols())
        return invalidData(
            text("the groups have points of %1 and of %2 coordinates", x.points.cols(), y.points.cols()));
    return kOk;
}

} // namespace evenhand
