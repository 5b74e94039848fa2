#include "engine/core/rng.h"

#include <cmath>
#include <numbers>

namespace evenhand {

std::array<std::uint32_t, 4> Rng::block(std::uint64_t seed, std::uint64_t stream, std::uint64_t counter)
{
    // Constants of Philox4x32 (Salmon et al. 2011, table 2 and section 3.3).
    constexpr std::uint64_t kMultiplier0 = 0xD2511F53;
    constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57;
    constexpr std::uint32_t kWeyl0 = 0x9E3779B9;
    constexpr std::uint32_t kWeyl1 = 0xBB67AE85;

    auto c0 = static_cast<std::uint32_t>(counter);
    auto c1 = static_cast<std::uint32_t>(counter >> 32U);
    auto c2 = static_cast<std::uint32_t>(stream);
    auto c3 = static_cast<std::uint32_t>(stream >> 32U);
    auto k0 = static_cast<std::uint32_t>(seed);
    auto k1 = static_cast<std::uint32_t>(seed >> 32U);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = kMultiplier0 * c0;
        const std::uint64_t p1 = kMultiplier1 * c2;
        const std::uint32_t n0 = static_cast<std::uint32_t>(p1 >> 32U) ^ c1 ^ k0;
        const std::uint32_t n2 = static_cast<std::uint32_t>(p0 >> 32U) ^ c3 ^ k1;
        c0 = n0;
        c1 = static_cast<std::uint32_t>(p1);
        c2 = n2;
        c3 = static_cast<std::uint32_t>(p0);
        k0 += kWeyl0;
        k1 += kWeyl1;
    }
    return {c0, c1, c2, c3};
}

std::uint64_t Rng::bits()
{
    if (m_used >= 4) {
        m_block = block(m_seed, m_stream, m_counter++);
        m_used = 0;
    }
    const auto low = static_cast<std::uint64_t>(m_block[static_cast<std::size_t>(m_used)]);
    const auto high = static_cast<std::uint64_t>(m_block[static_cast<std::size_t>(m_used) + 1]);
    m_used += 2;
    return (high << 32U) | low;
}

double Rng::uniform()
{
    return static_cast<double>(bits() >> 11U) * 0x1.0p-53;
}

std::uint64_t Rng::below(std::uint64_t n)
{
    // Values past the last whole multiple of n are drawn again, which removes the bias of a plain remainder.
    const std::uint64_t excess = (0 - n) % n;
    std::uint64_t drawn = bits();
    while (drawn < excess)
        drawn = bits();
    return drawn % n;
}

double Rng::normal()
{
    const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

} // namespace evenhand
