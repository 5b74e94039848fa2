#pragma once

#include "engine/core/rng.h"

#include <cstdint>
#include <span>

namespace evenhand {

// Exact random counts. Each draws from its generator only, so the outcome is a function of (seed, stream).

/// Number of successes among @p n trials of probability @p p in [0,1]; n up to 2⁵³.
/// Below an expected 10 successes (or failures) by inversion, above by transformed rejection.
/// @cost O(1), about 0.1 µs
/// @source Hörmann (1993), The generation of binomial random variates, algorithm BTRS
[[nodiscard]] std::uint64_t sampleBinomial(Rng& rng, std::uint64_t n, double p);

/// Number of marked balls among @p drawn taken without replacement from @p marked + @p unmarked;
/// drawn ≤ marked + unmarked ≤ 2⁵³. Up to 10 drawn (or left) one by one, above by a ratio of uniforms.
/// @cost O(1), about 0.1 µs
/// @source Stadlober (1990), The ratio of uniforms approach for generating discrete random variates,
/// algorithm HRUA
[[nodiscard]] std::uint64_t sampleHypergeometric(
    Rng& rng, std::uint64_t marked, std::uint64_t unmarked, std::uint64_t drawn);

/// Draws Σ counts rows with replacement from cells of the given whole counts: a binomial for each cell given
/// those before it.
/// @param counts  (k,) whole, ≥ 0;  @param drawn  (k,) filled, the same sum
void sampleMultinomial(Rng& rng, std::span<const double> counts, std::span<double> drawn);

} // namespace evenhand
