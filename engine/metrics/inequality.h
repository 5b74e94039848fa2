#pragma once

#include "engine/metrics/confusion.h"

#include <Eigen/Core>

#include <array>

namespace evenhand {

/// A benefit and the weight of the persons who have it.
struct Benefit {
    double value = 0.0;
    double weight = 1.0;
};

/// Benefits b = ŷ - y + 1 of Speicher et al.: 2 for a false positive, 0 for a false negative, 1 for the rest.
[[nodiscard]] std::array<Benefit, 3> benefitsOf(const Confusion& cells);

/// Generalized entropy index of benefits ≥ 0 with mean μ > 0:
/// E[(b/μ)^α - 1] / (α(α-1)); for α = 1 Theil's E[(b/μ) ln(b/μ)], for α = 0 the mean log deviation
/// -E[ln(b/μ)], which is infinite as soon as one benefit is 0.
/// @return NaN without benefits or when their mean is 0
/// @source Speicher et al. (2018), A unified approach to quantifying algorithmic unfairness, definition 2
[[nodiscard]] double generalizedEntropy(std::span<const Benefit> benefits, double alpha);

} // namespace evenhand
