#pragma once

#include "engine/divergence/divergence.h"

#include <cstdint>
#include <optional>

namespace evenhand {

enum class DistanceKind : std::uint8_t { Mmd, Energy, Sinkhorn, Wasserstein };

struct PermutationSpec {
    DistanceKind kind = DistanceKind::Mmd;
    double bandwidth = 0.0;    ///< of Mmd; 0: the median distance
    double epsilon = 0.0;      ///< of Sinkhorn; 0: 0.3 times the median cost
    int permutations = 0;      ///< 0: defaultPermutations()
    Eigen::Index mostRows = 0; ///< of a group, others are drawn by lot; 0: defaultMostRows()
    std::uint64_t seed = 0;
};

/// 200, or 20 of those that take an optimisation each: Sinkhorn, and Wasserstein of several columns.
[[nodiscard]] int defaultPermutations(DistanceKind kind, Eigen::Index columns);
/// 2,000 for kernels, 1,000 for transport, all for Wasserstein of one column.
[[nodiscard]] Eigen::Index defaultMostRows(DistanceKind kind, Eigen::Index columns);

/// How different two samples are, and how different they would look if the groups were the same.
struct PermutationTest {
    double value = 0.0; ///< squared MMD (biased), Sinkhorn divergence, or Wasserstein distance W_1
    std::optional<double> unbiased;            ///< of Mmd and Energy
    std::optional<double> squaredWasserstein2; ///< of Wasserstein
    double nullMean = 0.0;                     ///< mean of the value over permuted groups
    double null95 = 0.0; ///< the smallest value that at least 95 % of the permutations do not exceed
    double p = 1.0;      ///< (1 + permutations at least as different) / (1 + permutations)
    int permutations = 0;
    double scale = 0.0;                ///< the bandwidth of Mmd, the ε of Sinkhorn; otherwise 0
    Eigen::Index rowsA = 0, rowsB = 0; ///< compared; fewer than given when drawn by lot
    bool isSubsampled = false;
    Text warning; ///< that Sinkhorn has not converged; otherwise empty
};

/// Compares two samples and permutes their rows between the groups.
///
/// @param a, b  (m, d), (n, d) finite, at least two rows each
/// @errors InvalidData  sizes or numbers that cannot be used;  InvalidArgument  a parameter out of its
/// bounds;
///         Cancelled  within 200 ms, but between problems (about a second) for Wasserstein of several columns
/// @cost   kernels: one pass over the pairs for all permutations, which is permutations · (m + n)² products
/// @source Phipson & Smyth (2010), Permutation p-values should never be zero; Gretton et al. (2012), section
/// 8
[[nodiscard]] Result<PermutationTest> permutationTest(
    const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, const PermutationSpec& spec, const RunContext& ctx);

} // namespace evenhand
