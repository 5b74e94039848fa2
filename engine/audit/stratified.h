#pragma once

#include "engine/audit/rate_rows.h"

#include <span>

namespace evenhand {

// Comparisons of means (or shares) of groups within strata, from sums per stratum. Weighted rows count by
// Kish's effective number in each cell, so that multiplying all weights changes nothing.

/// Two groups in one stratum.
struct StratumSums {
    MeanSum a, b;
};

struct StratifiedTest {
    double statistic = 0.0;
    double degreesOfFreedom = 0.0;
    double p = 1.0;
};

/// Weighted mean over strata of mean(a) - mean(b), weights n_a·n_b/(n_a + n_b): of shares the
/// Mantel-Haenszel risk difference with Sato's variance, which holds for few large strata and for many small
/// ones alike.
/// @param strata  both groups have rows in each; of numbers, an effective count above 1
/// @return undefined without strata
/// @source Mantel, Haenszel (1959); Greenland, Robins (1985), Estimation of a common effect parameter from
/// sparse follow-up data, equation 4; Sato (1989), On the variance estimator for the Mantel-Haenszel risk
/// difference
[[nodiscard]] MetricValue mantelHaenszelDifference(
    std::span<const StratumSums> strata, bool isShare, double confidence);

/// Σ share_k · (mean_k(a) - mean_k(b)): both groups as if they were spread over the strata like the standard.
/// Interval by joining those of the strata.
/// @param shares  (k,) ≥ 0, sum 1
/// @source Yan, Su (2010), Stratified Wilson and Newcombe confidence intervals for multiple binomial
/// proportions, with given weights
[[nodiscard]] MetricValue standardisedDifference(
    std::span<const StratumSums> strata, std::span<const double> shares, bool isShare, double confidence);

/// Σ odds of a over b, pooled over strata; absent when its denominator is 0.
/// @source Mantel, Haenszel (1959), Statistical aspects of the analysis of data from retrospective studies
[[nodiscard]] std::optional<double> commonOddsRatio(std::span<const StratumSums> strata);

/// Test that in no stratum the groups differ: of shares the (generalised) Cochran-Mantel-Haenszel test
/// without continuity correction, of numbers its mean score form.
/// @param strata  each (G,) groups, of which some may be empty
/// @return absent when no stratum says anything about the groups
/// @source Cochran (1954); Mantel, Haenszel (1959); Landis, Heyman, Koch (1978), Average partial association
/// in three-way contingency tables, statistic Q_S
[[nodiscard]] std::optional<StratifiedTest> cochranMantelHaenszelTest(
    const std::vector<std::vector<MeanSum>>& strata);

/// Test that mean(a) - mean(b) is the same in every stratum: Cochran's Q with inverse-variance weights. The
/// variance of two shares is that of the score test, with their difference held at the Mantel-Haenszel mean.
/// Strata in which both means are without variance are left out.
/// @return absent with fewer than two strata
/// @source Cochran (1954), The combination of estimates from different experiments; Lipsitz, Dear, Laird,
/// Molenberghs (1998), Tests for homogeneity of the risk difference when data are sparse
[[nodiscard]] std::optional<StratifiedTest> homogeneityTest(
    std::span<const StratumSums> strata, bool isShare);

} // namespace evenhand
