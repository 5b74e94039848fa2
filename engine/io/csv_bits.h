#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace evenhand::bits {

/// 64 bytes at once: bit i of a mask stands for byte i. SSE2 where there is one, plain loops elsewhere.
class Block {
public:
    static constexpr std::size_t kSize = 64;

#if defined(__SSE2__)
    explicit Block(const char* bytes)
    {
        for (std::size_t i = 0; i < 4; ++i)
            m_part[i] = _mm_loadu_si128(
                reinterpret_cast<const __m128i*>(bytes + 16 * i)); // NOLINT: intrinsics need it
    }
    [[nodiscard]] std::uint64_t equal(char wanted) const
    {
        const __m128i pattern = _mm_set1_epi8(wanted);
        std::uint64_t mask = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto part = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(m_part[i], pattern)));
            mask |= std::uint64_t {part} << (16 * i);
        }
        return mask;
    }
    [[nodiscard]] bool hasHighBit() const
    {
        return _mm_movemask_epi8(
                   _mm_or_si128(_mm_or_si128(m_part[0], m_part[1]), _mm_or_si128(m_part[2], m_part[3])))
            != 0;
    }
    [[nodiscard]] bool has(char wanted) const
    {
        const __m128i pattern = _mm_set1_epi8(wanted);
        return _mm_movemask_epi8(_mm_or_si128(
                   _mm_or_si128(_mm_cmpeq_epi8(m_part[0], pattern), _mm_cmpeq_epi8(m_part[1], pattern)),
                   _mm_or_si128(_mm_cmpeq_epi8(m_part[2], pattern), _mm_cmpeq_epi8(m_part[3], pattern))))
            != 0;
    }

private:
    __m128i m_part[4]; // NOLINT: std::array of a vector type loses its attributes
#else
    explicit Block(const char* bytes)
        : m_bytes(bytes)
    {
    }
    [[nodiscard]] std::uint64_t equal(char wanted) const
    {
        std::uint64_t mask = 0;
        for (std::size_t i = 0; i < kSize; ++i)
            mask |= std::uint64_t {m_bytes[i] == wanted ? 1U : 0U} << i;
        return mask;
    }
    [[nodiscard]] bool hasHighBit() const
    {
        unsigned any = 0;
        for (std::size_t i = 0; i < kSize; ++i)
            any |= static_cast<unsigned char>(m_bytes[i]);
        return any >= 0x80U;
    }
    [[nodiscard]] bool has(char wanted) const
    {
        return equal(wanted) != 0;
    }

private:
    const char* m_bytes;
#endif
};

/// Bit i is the parity of the bits 0 … i: between a quote and its partner all bits are set, the first one
/// included.
[[nodiscard]] inline std::uint64_t prefixParity(std::uint64_t mask)
{
    for (unsigned shift = 1; shift < 64; shift *= 2)
        mask ^= mask << shift;
    return mask;
}

} // namespace evenhand::bits
