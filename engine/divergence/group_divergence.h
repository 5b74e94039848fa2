#pragma once

#include "engine/divergence/divergence.h"

#include <cstdint>
#include <span>
#include <vector>

namespace evenhand {

/// Mean: the squared distance of the means. Mmd: Gaussian kernels. Sinkhorn: see sinkhornForm(). Energy: MMD
/// with the kernel -‖x-y‖.
enum class DivergenceKind : std::uint8_t { Mean, Mmd, Sinkhorn, Energy };

/// With more than two groups: each group against all compared rows together (the mean over groups), or all
/// pairs of groups (the mean over pairs). Two groups are always the one pair.
enum class GroupComparison : std::uint8_t { Pooled, Pairwise };

struct GroupDivergenceSpec {
    DivergenceKind kind = DivergenceKind::Mmd;
    GroupComparison comparison = GroupComparison::Pooled;
    std::vector<double> bandwidths; ///< of Mmd; empty: ½, 1 and 2 times √(2r), right for normalised points
    double epsilon = 0.0;           ///< of Sinkhorn, for the cost ½‖x-y‖²; 0: 0.3 r
    int iterations = 15;            ///< of Sinkhorn, after annealing
    bool normalise = true; ///< compare norm(H); value and gradient of Mean and Sinkhorn are divided by r
    Eigen::Index randomFeatures = 0; ///< of Mmd: above 0, that many random Fourier features instead of pairs
    std::uint64_t seed = 0;          ///< of the features
};

struct GroupDivergence {
    double value = 0.0;
    Eigen::MatrixXd gradient; ///< (n, r) in every coordinate of h; empty when not asked for
    bool converged = true;    ///< of Sinkhorn
};

/// How different the groups' laws of the rows of @p h are; what the training of a representation lowers.
///
/// @param h       (n, r) finite
/// @param group   (n,) 0 … nGroups-1, or -1: not compared, but part of the normalisation. Groups with fewer
///                than two rows (of positive weight) are not compared either.
/// @param weight  (n,) ≥ 0, or empty: all 1. The normalisation is of all rows alike.
/// @return value and gradient; rows that are not compared move them through the normalisation only
/// @errors InvalidArgument, InvalidData  sizes, numbers or parameters that cannot be used;  NoAnswer  fewer
///         than two groups can be compared;  Cancelled
/// @cost   Mmd and Energy: n² / 2 pairs whatever the number of groups. Sinkhorn: see sinkhornForm().
/// @source value: the papers of squaredMmd() and sinkhornForm(); normalisation: NormalisedPoints
[[nodiscard]] Result<GroupDivergence> groupDivergence(const Eigen::MatrixXd& h,
    std::span<const std::int32_t> group, std::size_t nGroups, const Eigen::VectorXd& weight,
    const GroupDivergenceSpec& spec, bool withGradient, const RunContext& ctx);

} // namespace evenhand
