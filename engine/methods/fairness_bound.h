#pragma once

#include "engine/methods/constraint_insight.h"
#include "engine/statistics/interval.h"

#include <span>

namespace evenhand {

/// The two groups of a family whose numbers lie furthest apart.
struct WidestGap {
    std::size_t low = 0, high = 0; ///< indices of the groups
    double gap = 0.0;              ///< of the highest minus the lowest, ≥ 0
};

/// @param value  &GroupMean::linear or &GroupMean::rate
/// @return       absent when fewer than two groups have the number
[[nodiscard]] std::optional<WidestGap> widestGap(std::span<const ConstraintInsight::GroupMean> groups,
    std::optional<double> ConstraintInsight::GroupMean::*value);

/// Δ̂, how far the gap of the decisions may exceed half the gap of the means of f: with d_g the mean of
/// sign f - f over the rows of group g it is ½(|d_a| + |d_b|) for the two groups with the largest |d_g|.
///
/// The share decided favourably is p_g = ½(1 + mean sign f), so for any two groups
///   p_a - p_b = ½(mean_a f - mean_b f) + ½(d_a - d_b), hence |p_a - p_b| ≤ ½|mean_a f - mean_b f| + Δ̂.
/// The paper writes ε + Δ̂: its ε bounds the gap of the linear loss (1 - y f)/2, which is half that of f.
/// @return  absent when fewer than two groups have rows
/// @source  Donini et al. (2018), section 3.1, proposition on the linear loss
[[nodiscard]] std::optional<double> surrogateDistance(std::span<const ConstraintInsight::GroupMean> groups);

/// B(δ, n): with probability at least 1 - δ over n independent people of one group, for every linear function
/// with ‖w‖ ≤ Λ at once the mean linear loss (1 - y f)/2 of these n differs from that of the whole population
/// by at most
///   B = ΛR/(2√n) + ΛR·√(ln(1/δ)/(2n)).
///
/// y is the same for all rows of a group's family and the intercept cancels in a difference of two groups, so
/// what has to be bounded is sup_w ½|⟨w, μ̂ - μ⟩| = ½Λ‖μ̂ - μ‖. Its expectation, the Rademacher complexity of
/// the ball, is at most ½ΛR/√n, and exchanging one person moves it by at most ΛR/n (McDiarmid). Because the
/// supremum over a ball is a norm, neither the factor 2 of symmetrisation nor a second tail is needed.
/// @param radius  R ≥ ‖φ(x)‖;  @param norm  Λ;  @param rows  n > 0;  @param delta  in (0,1)
/// @source  form: Donini et al. (2018), theorem 1; Rademacher complexity of the ball: Bartlett, Mendelson
/// (2002), Rademacher and Gaussian complexities, lemma 22; concentration: McDiarmid (1989)
[[nodiscard]] double linearLossDeviation(double radius, double norm, double rows, double delta);

/// What one repeat's model promises about one family, and what became of it.
struct FairnessGuarantee {
    std::optional<WidestGap> trainLinear, testLinear; ///< of the means of f, in units of f
    std::optional<WidestGap> trainHard, testHard;     ///< of the shares decided favourably
    /// 95 % interval of testHard between its two groups, by Newcombe; of more than two groups the extreme
    /// pair was picked after looking, so its confidence is raised to 1 - 0.05/pairs (Bonferroni).
    std::optional<Interval> testHardInterval;
    std::optional<double> surrogate; ///< Δ̂ of the training rows
    std::optional<double> hardBound; ///< ½·trainLinear + Δ̂ ≥ trainHard
    /// Of the linear loss: ½·trainLinear plus B(δ/k, n) of the two groups (of k) with fewest rows. Holds with
    /// probability 1 - δ for the whole population, for norm and radius that were fixed beforehand.
    std::optional<double> lossBound;
    double reach = 0.0; ///< RΛ: no gap of the linear loss can be larger, whatever the data
};

/// @param family  index into insight.families;  @param delta  in (0,1), of lossBound
/// @note   rows count alike, also where they have weights
[[nodiscard]] FairnessGuarantee guaranteeOf(
    const ConstraintInsight& insight, std::size_t family, double delta = 0.05);

} // namespace evenhand
