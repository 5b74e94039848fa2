#pragma once

#include "engine/divergence/divergence.h"

#include <cstdint>
#include <span>
#include <vector>

namespace evenhand {

enum class MmdKernelKind : std::uint8_t { Gaussian, Energy };

/// Gaussian: the mean of exp(-‖x-y‖²/2σ²) over the bandwidths σ. Energy: -‖x-y‖.
struct MmdKernel {
    MmdKernelKind kind = MmdKernelKind::Gaussian;
    std::vector<double> bandwidths; ///< > 0, in the unit of the points; not of Energy
};

/// @errors InvalidArgument  no bandwidth, or one that is not positive and finite
[[nodiscard]] Result<void> checkKernel(const MmdKernel& kernel);

/// Rows in groups, and how much each pair of groups counts.
struct WeightedRows {
    Eigen::MatrixXd points;          ///< (n, d)
    Eigen::VectorXd weight;          ///< (n,)
    std::vector<std::int32_t> group; ///< (n,) below coefficients.rows()
    Eigen::MatrixXd coefficients;    ///< (groups, groups) symmetric
};

struct KernelForm {
    double value = 0.0;
    Eigen::MatrixXd gradient; ///< (n, d) in the points, when asked for
};

/// Σ_ij w_i w_j A[g_i][g_j] k(z_i, z_j), every pair once, and its derivative. All squared maximum mean
/// discrepancies between groups and mixtures of groups are such forms.
/// @cost O(n² (d + bandwidths)) time, O(n (d + groups)) memory
/// @errors Cancelled;  checkKernel()'s
[[nodiscard]] Result<KernelForm> kernelForm(
    const WeightedRows& rows, const MmdKernel& kernel, bool withGradient, const RunContext& ctx);

} // namespace evenhand
