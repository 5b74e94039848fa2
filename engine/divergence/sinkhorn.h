#pragma once

#include "engine/divergence/divergence.h"

#include <span>
#include <vector>

namespace evenhand {

// The debiased Sinkhorn divergence with cost C = ½‖x-y‖²:
// S_ε(α, β) = OT_ε(α, β) - ½ OT_ε(α, α) - ½ OT_ε(β, β), where
// OT_ε = min_P ⟨P, C⟩ + ε KL(P | α⊗β). It is 0 iff α = β, tends to ½ W_2² for ε → 0 and to half the squared
// distance of the means for ε → ∞.

/// Potentials of a finished computation, to begin another one of nearly the same clouds with.
struct SinkhornPotentials {
    std::vector<std::vector<double>> sides; ///< as sinkhornForm() left them; empty: none yet
};

struct SinkhornSpec {
    double epsilon = 0.0;   ///< of the cost ½‖x-y‖²; 0: 0.3 times the median cost of pooled pairs
    int iterations = 15;    ///< updates at ε after those of falling ε; with a tolerance, at most
    double tolerance = 0.0; ///< stop as soon as the marginal error is below; 0: always all iterations
    std::uint64_t seed = 0; ///< of the subsample behind the median of the cost
    SinkhornPotentials* warmStart = nullptr; ///< read when its sizes fit, and written
};

/// What training uses: a fixed number of updates, so that the cost is known and the gradient is smooth.
[[nodiscard]] SinkhornSpec trainingSinkhorn();
/// What a number on show uses: until the marginal error is below 1e-6, at most 2,000 updates.
[[nodiscard]] SinkhornSpec displayedSinkhorn();

/// Two of the clouds and the factor of their divergence.
struct CloudComparison {
    std::size_t x = 0, y = 0;
    double coefficient = 1.0;
};

struct SinkhornForm {
    double value = 0.0;
    std::vector<Eigen::MatrixXd> gradient; ///< per cloud (n, d), when asked for
    double epsilon = 0.0;
    double marginalError = 0.0; ///< largest ‖P 1 - a‖₁ of all problems before the last update
    int iterations = 0;         ///< updates at ε
    bool converged = true;      ///< the marginal error is below the tolerance, or 0.02 without one
};

/// Σ coefficient · S_ε(clouds[x], clouds[y]); the problem of a cloud with itself is solved once for all its
/// comparisons. Equal clouds, in any order of their points, are at 0 and have the gradient 0 to rounding even
/// when nothing has converged, because all problems take the same averaged updates.
///
/// @errors InvalidData  as checkClouds();  InvalidArgument  ε or the iterations are negative or not finite;
/// Cancelled
/// @cost   per update Σ m n d over the problems (half for a cloud with itself); memory linear in the points,
/// beyond a fixed amount
/// @source Feydy, Séjourné, Vialard, Amari, Trouvé, Peyré (2019), Interpolating between optimal transport and
/// MMD using Sinkhorn divergences, equations 3, 8-10 and algorithm of section 4; storing the plan: Schmitzer
/// (2019), Stabilized sparse scaling algorithms, section 3.1
[[nodiscard]] Result<SinkhornForm> sinkhornForm(std::span<const PointCloud> clouds,
    std::span<const CloudComparison> comparisons, const SinkhornSpec& spec, bool withGradient,
    const RunContext& ctx);

/// S_ε of two clouds; without a gradient dx and dy are empty.
/// @errors as sinkhornForm()
[[nodiscard]] Result<DivergenceGradient> sinkhornDivergence(const PointCloud& x, const PointCloud& y,
    const SinkhornSpec& spec, bool withGradient, const RunContext& ctx);

/// The warning that belongs beside a value that has not converged.
[[nodiscard]] Text notConverged(const SinkhornForm& form);

} // namespace evenhand
