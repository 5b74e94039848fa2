#pragma once

#include "engine/divergence/kernel_form.h"

namespace evenhand {

/// Random Fourier features z(x) = √(2/D) cos(Ω x + b), whose products approximate a Gaussian kernel.
/// @source Rahimi & Recht (2007), Random features for large-scale kernel machines, algorithm 1
struct RandomFeatures {
    Eigen::MatrixXd frequency; ///< Ω (D, d), already divided by the bandwidth
    Eigen::VectorXd phase;     ///< b (D,) in [0, 2π)

    static constexpr Eigen::Index kUsualCount = 1024;

    /// Frequencies from N(0, 1/σ²); with several bandwidths in turn, so that products approximate the mean of
    /// the kernels.
    static RandomFeatures drawn(
        Eigen::Index count, Eigen::Index dims, std::span<const double> bandwidths, std::uint64_t seed);
};

/// kernelForm() with the kernel of the features: the error falls as 1/√D.
/// @cost O(n D d)
/// @errors InvalidArgument  the features have another number of coordinates;  InvalidData  points so far from
/// the
///         origin that the cosine of Ω x has few digits;  Cancelled
[[nodiscard]] Result<KernelForm> featureForm(
    const WeightedRows& rows, const RandomFeatures& features, bool withGradient, const RunContext& ctx);

} // namespace evenhand
