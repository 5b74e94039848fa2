#pragma once

#include "engine/methods/best_response.h"
#include "engine/methods/mixture_program.h"

namespace evenhand {

struct MixtureSettings {
    double tolerance = 0.01; ///< of every constraint, ≥ 0
    double bound = 100.0;    ///< on the sum of the multipliers, the paper's B
    double gap = 0.0;        ///< duality gap that ends the search, the paper's ν
    int mostCalls = 100;     ///< of the oracle
};

/// A randomised model: one of the parts, drawn for every row anew.
struct FoundMixture {
    std::vector<std::shared_ptr<const Response>> parts; ///< those with weight
    std::vector<double> weights;                        ///< > 0, sum 1
    double error = 0.0;                                 ///< expected on the training rows
    double excess = 0.0; ///< by which the worst constraint exceeds the tolerance; 0: all are met
    double gap = 0.0;    ///< of the saddle point, as far as the oracle is exact
    int calls = 0;       ///< of the oracle
};

/// A twentieth of the standard error of the share of wrong decisions (of the mean squared error in
/// regression): a gap below what the rows can tell.
[[nodiscard]] double usualGap(const Reduction& reduction, double error);

/// The saddle point of Agarwal et al. (2018), equation 3: among mixtures of models the one of least error
/// whose constraints are met to the tolerance, with multipliers whose sum is at most the bound. On return
/// error ≤ least error under the constraints + gap, and the worst constraint is exceeded by at most
/// (1 + gap)/bound; as long as the hull of the models has a mixture that meets them, by nothing.
///
/// The paper's algorithm 1 moves the multipliers by exponentiated gradients and stops when the mixture and
/// the multipliers are a gap from the saddle point. The guarantee needs only that; here the multipliers are
/// those of the linear program over the models found so far (column generation, the cutting planes of the
/// dual), which takes far fewer models. A box around zero that grows while its edge matters keeps the first
/// multipliers small, and with several constraints new models are asked for half way to the best multipliers
/// so far.
/// @source Kelley (1960), The cutting-plane method for solving convex programs; the box: Marsten, Hogan,
///         Blankenship (1975), The boxstep method; half way: Wentges (1997), Weighted Dantzig-Wolfe
///         decomposition
/// @errors Cancelled, and whatever the oracle returns
[[nodiscard]] Result<FoundMixture> searchMixture(const Reduction& reduction, RememberedResponses& oracle,
    const MixtureSettings& settings, const RunContext& ctx);

} // namespace evenhand
