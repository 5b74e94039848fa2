#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace evenhand {

/// The bytes of a cell of up to 32 bytes, zeros behind them.
class ShortCell {
public:
    static constexpr std::size_t kLongest = 32;

    ShortCell() = default;
#if defined(__SSE2__)
    /// @param bytes  kLongest readable bytes, of which the first @p size are the cell
    ShortCell(const char* bytes, std::size_t size)
    {
        const unsigned char* const mask = kKeep.data() + kLongest - size;
        m_low = _mm_and_si128(load(bytes), load(mask));
        m_high = _mm_and_si128(load(bytes + 16), load(mask + 16));
    }
    [[nodiscard]] bool equals(const ShortCell& other) const
    {
        const __m128i same
            = _mm_and_si128(_mm_cmpeq_epi8(m_low, other.m_low), _mm_cmpeq_epi8(m_high, other.m_high));
        return _mm_movemask_epi8(same) == 0xffff;
    }
    [[nodiscard]] std::uint64_t hash() const
    {
        const __m128i both = _mm_add_epi64(m_low, _mm_slli_epi64(m_high, 1));
        const auto first = static_cast<std::uint64_t>(_mm_cvtsi128_si64(both));
        const auto second = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(both, both)));
        return (first ^ (second * 0x9e3779b97f4a7c15ULL)) * 0xd6e8feb86659fd93ULL;
    }

private:
    static __m128i load(const void* bytes)
    {
        return _mm_loadu_si128(static_cast<const __m128i*>(bytes));
    }

    __m128i m_low;
    __m128i m_high;
#else
    ShortCell(const char* bytes, std::size_t size)
    {
        std::memcpy(m_words.data(), bytes, size);
    }
    [[nodiscard]] bool equals(const ShortCell& other) const
    {
        return m_words == other.m_words;
    }
    [[nodiscard]] std::uint64_t hash() const
    {
        const std::uint64_t first = m_words[0] + (m_words[2] << 1U);
        const std::uint64_t second = m_words[1] + (m_words[3] << 1U);
        return (first ^ (second * 0x9e3779b97f4a7c15ULL)) * 0xd6e8feb86659fd93ULL;
    }

private:
    std::array<std::uint64_t, 4> m_words {};
#endif

    using Keep = std::array<unsigned char, 2 * kLongest>;
    /// Ones, then zeros: from kLongest - n on, they keep the first n bytes.
    static constexpr Keep kKeep = [] {
        Keep keep {};
        for (std::size_t i = 0; i < kLongest; ++i)
            keep[i] = 0xff;
        return keep;
    }();
};

/// What the most recent short cells of a column were taken for, by their bytes as written.
///
/// Tables repeat a few words very often; one look here replaces trimming, the search among the missing
/// markers and the search in the dictionary. A cell that displaces another costs time, never correctness.
class CellCache {
public:
    struct alignas(64) Entry {
        ShortCell cell;
        std::uint32_t size = kFree;
        std::int32_t code = -1;
        std::int32_t marker = -1; ///< index of the missing marker, or -1
        bool isTrimmed = false;
        bool isOdd = false; ///< missing or trimmed
    };

    /// The place of a cell, which it may have to be given.
    /// @param bytes  ShortCell::kLongest readable bytes, of which the first @p size are the cell
    Entry& at(const char* bytes, std::uint32_t size, bool& isKnown)
    {
        const ShortCell cell(bytes, size);
        Entry& entry = m_entries[(cell.hash() + std::uint64_t {size} * 0x9e3779b97f4a7c15ULL) >> 56U];
        isKnown = entry.size == size && entry.cell.equals(cell);
        if (!isKnown) {
            entry.cell = cell;
            entry.size = size;
        }
        return entry;
    }
    void clear()
    {
        for (Entry& entry : m_entries)
            entry.size = kFree;
    }

private:
    static constexpr std::uint32_t kFree = ~std::uint32_t {0};

    std::array<Entry, 256> m_entries;
};

} // namespace evenhand
