#include "engine/metrics/decision.h"

#include "engine/core/rng.h"

namespace evenhand {

namespace {
constexpr std::uint64_t kDecisionStream = 0x4445'4349'4445'0000ULL;
}

double drawnDecision(double probability, std::uint64_t seed, std::ptrdiff_t row)
{
    if (probability <= 0.0 || probability >= 1.0)
        return probability >= 1.0 ? 1.0 : 0.0;
    Rng rng(seed, kDecisionStream + static_cast<std::uint64_t>(row));
    return rng.uniform() < probability ? 1.0 : 0.0;
}

} // namespace evenhand
