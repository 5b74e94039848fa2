#pragma once

namespace evenhand {

/// δ(k) = log k! - [(k + ½)·log(k + 1) - (k + 1) + ½·log 2π], to 1e-15, for whole k ≥ 0.
/// @source Hörmann (1993), The generation of binomial random variates, section 2; the series of Stirling
[[nodiscard]] double stirlingRemainder(double k);

/// log m! - log k! without its part linear in m - k, which is (m - k)·(log(m + 1) - 1): that part cancels or
/// is small in every ratio of probabilities, so that their logarithm keeps an absolute error near 1e-11 up to
/// counts of 1e9, where a difference of two log-gammas keeps 1e-6.
[[nodiscard]] double logFactorialCurvature(double m, double k);

} // namespace evenhand
