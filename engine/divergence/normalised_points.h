#pragma once

#include <Eigen/Core>

namespace evenhand {

/// norm(H) = (H - mean of each column) / τ with τ² the mean over rows and columns of (H - mean)²: a
/// divergence of it cannot be lowered by shrinking H.
struct NormalisedPoints {
    Eigen::MatrixXd points; ///< (n, r); all 0 when all rows of H are equal
    double scale = 0.0;     ///< τ

    /// @param h (n, r) finite
    static NormalisedPoints of(const Eigen::MatrixXd& h);

    /// The derivative in H of a function whose derivative in norm(H) is @p gradient (n, r), through mean and
    /// scale: G/τ - (Σ G∘Hc)/(n r τ³)·Hc, less its column means. 0 when all rows are equal.
    [[nodiscard]] Eigen::MatrixXd pullBack(const Eigen::MatrixXd& gradient) const;
};

} // namespace evenhand
