#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace evenhand {

/// Counter-based generator Philox 4x32-10: the k-th number of a (seed, stream) pair is a pure function of the
/// three, so results never depend on the order in which threads draw. Distributions are our own because those
/// of the standard library differ between implementations.
/// @source Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3
class Rng {
public:
    explicit Rng(std::uint64_t seed, std::uint64_t stream = 0)
        : m_seed(seed)
        , m_stream(stream)
    {
    }

    [[nodiscard]] std::uint64_t bits();
    /// Uniform on [0, 1), 53 random bits.
    [[nodiscard]] double uniform();
    /// Uniform on {0, …, n-1} without bias; n ≥ 1.
    [[nodiscard]] std::uint64_t below(std::uint64_t n);
    /// Standard normal (Box-Muller; two draws of bits each).
    [[nodiscard]] double normal();

    template <class T> void shuffle(std::span<T> values)
    {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[below(i)]);
    }

    /// The block of four words at position @p counter of the pair (seed, stream).
    [[nodiscard]] static std::array<std::uint32_t, 4> block(
        std::uint64_t seed, std::uint64_t stream, std::uint64_t counter);

private:
    std::uint64_t m_seed;
    std::uint64_t m_stream;
    std::uint64_t m_counter = 0;
    std::array<std::uint32_t, 4> m_block {};
    int m_used = 4;
};

} // namespace evenhand
