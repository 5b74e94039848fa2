#include "engine/divergence/normalised_points.h"

#include <cmath>

namespace evenhand {

NormalisedPoints NormalisedPoints::of(const Eigen::MatrixXd& h)
{
    NormalisedPoints normalised;
    normalised.points = h.rowwise() - h.colwise().mean();
    if (h.size() == 0)
        return normalised;
    normalised.scale = std::sqrt(normalised.points.squaredNorm() / static_cast<double>(h.size()));
    if (normalised.scale > 0.0)
        normalised.points /= normalised.scale;
    return normalised;
}

Eigen::MatrixXd NormalisedPoints::pullBack(const Eigen::MatrixXd& gradient) const
{
    if (!(scale > 0.0))
        return Eigen::MatrixXd::Zero(points.rows(), points.cols());
    const double along = gradient.cwiseProduct(points).sum() / static_cast<double>(points.size());
    const Eigen::MatrixXd pulled = (gradient - along * points) / scale;
    return pulled.rowwise() - pulled.colwise().mean();
}

} // namespace evenhand
