#pragma once

#include <Eigen/Core>

#include <array>

namespace evenhand {

/// Two directions in which representations are drawn, the same for both.
class PrincipalPlane {
public:
    /// The first two principal components of both clouds together, each centred on its own mean.
    /// @param before, after  (n, d) and (m, d); either may have no rows
    PrincipalPlane(const Eigen::MatrixXd& before, const Eigen::MatrixXd& after);

    /// Coordinates of centred points, (n, 2). With one dimension the second coordinate is 0.
    [[nodiscard]] Eigen::MatrixXd coordinates(const Eigen::MatrixXd& points) const;
    /// Share of the points' variance along each direction.
    [[nodiscard]] std::array<double, 2> explained(const Eigen::MatrixXd& points) const;

private:
    Eigen::MatrixXd m_axes; ///< (d, 2)
};

} // namespace evenhand
