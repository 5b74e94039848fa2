#include "engine/representation/principal_components.h"

#include <Eigen/Eigenvalues>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;

namespace {

MatrixXd centred(const MatrixXd& points)
{
    return points.rows() == 0 ? points : MatrixXd(points.rowwise() - points.colwise().mean());
}

} // namespace

PrincipalPlane::PrincipalPlane(const MatrixXd& before, const MatrixXd& after)
{
    const Index d = std::max(before.cols(), after.cols());
    MatrixXd covariance = MatrixXd::Zero(d, d);
    for (const MatrixXd* const cloud : {&before, &after})
        if (cloud->rows() > 0) {
            const MatrixXd c = centred(*cloud);
            covariance += c.transpose() * c / static_cast<double>(cloud->rows());
        }
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(covariance);
    m_axes = MatrixXd::Zero(d, 2);
    for (Index k = 0; k < std::min<Index>(2, d); ++k) {
        Eigen::VectorXd axis = solver.eigenvectors().col(d - 1 - k);
        // Of the two directions of an axis the one whose largest entry is positive, so that it never flips.
        Index largest = 0;
        axis.cwiseAbs().maxCoeff(&largest);
        m_axes.col(k) = axis[largest] < 0.0 ? Eigen::VectorXd(-axis) : axis;
    }
}

MatrixXd PrincipalPlane::coordinates(const MatrixXd& points) const
{
    return centred(points) * m_axes;
}

std::array<double, 2> PrincipalPlane::explained(const MatrixXd& points) const
{
    const double all = centred(points).squaredNorm();
    const MatrixXd drawn = coordinates(points);
    if (!(all > 0.0))
        return {0.0, 0.0};
    return {drawn.col(0).squaredNorm() / all, drawn.col(1).squaredNorm() / all};
}

} // namespace evenhand
