#pragma once

#include "engine/core/pack.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace evenhand {

// Kernels of eight squared distances at once, for loops marked EVENHAND_WIDE_LOOPS.

/// Bandwidths as kernels need them.
struct FallingBandwidths {
    std::vector<double> inverseSquares; ///< 1/σ², falling σ
    bool areHalved = true;              ///< each σ is half the one before

    explicit FallingBandwidths(std::vector<double> bandwidths)
    {
        std::sort(bandwidths.begin(), bandwidths.end(), std::greater<>());
        for (std::size_t s = 0; s < bandwidths.size(); ++s) {
            areHalved = areHalved && (s == 0 || bandwidths[s - 1] == 2.0 * bandwidths[s]);
            inverseSquares.push_back(1.0 / (bandwidths[s] * bandwidths[s]));
        }
    }
};

/// Kernel values and the factors of the gradient for eight squared distances.
struct KernelPack {
    Pack value, slope;
};

/// Bandwidths of which each is half the one before: one exponential serves them all, because
/// exp(-d²/2(σ/2)²) = exp(-d²/2σ²)⁴.
struct HalvedBandwidths {
    const std::vector<double>& inverseSquares; ///< 1/σ², falling σ

    [[nodiscard]] EVENHAND_INLINE KernelPack operator()(const Pack& squared) const
    {
        Pack power = boundedExponential(squared * (-0.5 * inverseSquares.front()));
        KernelPack sum {power, power * inverseSquares.front()};
        for (std::size_t s = 1; s < inverseSquares.size(); ++s) {
            power *= power;
            power *= power;
            sum.value += power;
            sum.slope += power * inverseSquares[s];
        }
        return sum;
    }
};

struct AnyBandwidths {
    const std::vector<double>& inverseSquares;

    [[nodiscard]] EVENHAND_INLINE KernelPack operator()(const Pack& squared) const
    {
        KernelPack sum {};
        for (const double inverse : inverseSquares) {
            const Pack value = boundedExponential(squared * (-0.5 * inverse));
            sum.value += value;
            sum.slope += value * inverse;
        }
        return sum;
    }
};

struct NegativeDistance {
    [[nodiscard]] EVENHAND_INLINE KernelPack operator()(const Pack& squared) const
    {
        const Pack distance = rootOf(squared);
        // No direction at distance 0: the derivative there is taken to be 0.
        const Pack inverse = 1.0 / distance;
        return {-distance, squared > 0.0 ? inverse : packOf(0.0)};
    }
};

} // namespace evenhand
