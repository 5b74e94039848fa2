#pragma once

#include "engine/methods/method.h"

namespace evenhand {

/// Ridge regression in which groups explain at most a given share of the predictions' variance.
[[nodiscard]] MethodInfo fairRidge();

/// What the groups add to predictions under a ridge penalty, with the penalty chosen by a bound.
///
/// With one indicator column per group, standardised, the penalised effects solve
/// α_g·(1 + λ_r(1 - p_g)) = t_g + Σ_h p_h·α_h, where t_g is the group's mean outcome less that of all rows
/// and p_g its share of them. Their variance falls as λ_r grows, and λ_r ≥ 0 is the smallest that brings it
/// down to @p mostVariance.
/// @param share  p (groups,) sums to 1; groups with 0 get the effect 0
/// @param means  t (groups,) Σ p·t = 0
/// @return (groups,) effects less their mean, α_g - Σ_h p_h·α_h
/// @source Scutari, Panero, Proissl (2022), Achieving fairness with a simple ridge penalty, Statistics and
/// Computing 32, section 4, equation 9
[[nodiscard]] Eigen::VectorXd boundedGroupEffects(
    const Eigen::VectorXd& share, const Eigen::VectorXd& means, double mostVariance);

} // namespace evenhand
