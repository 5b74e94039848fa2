#pragma once

#include "engine/io/csv_bits.h"

namespace evenhand {

/// The stops of 64 characters: delimiters and line ends outside quotes.
struct Stops {
    std::uint64_t all = 0;
    std::uint64_t lineEnds = 0; ///< of CR LF only the CR
};

/// Tells the stops block by block, for text whose quotes all follow the rule.
class StopFinder {
public:
    explicit StopFinder(char delimiter)
        : m_delimiter(delimiter)
    {
    }

    /// @return false as soon as a quote does not follow the rule
    bool find(const char* bytes, Stops& stops)
    {
        const bits::Block block(bytes);
        const std::uint64_t quotes = block.equal('"');
        const std::uint64_t feeds = block.equal('\n');
        const std::uint64_t returns = block.equal('\r');
        const std::uint64_t lineEnds = feeds | returns;
        const std::uint64_t written = block.equal(m_delimiter) | lineEnds;
        std::uint64_t outside = ~std::uint64_t {0};
        if ((quotes | m_insideBefore) != 0 || m_mustStop) {
            if (!follow(quotes, written))
                return false;
            outside = m_outside;
        } else {
            m_mayOpen = (written >> 63U) != 0;
        }
        const std::uint64_t seconds = feeds & ((returns << 1U) | (m_endsWithReturn ? 1U : 0U));
        stops.all = written & outside & ~seconds;
        stops.lineEnds = lineEnds & outside & ~seconds;
        m_endsWithReturn = ((returns & outside) >> 63U) != 0;
        return true;
    }
    [[nodiscard]] bool isInside() const { return m_insideBefore != 0; }

private:
    bool follow(std::uint64_t quotes, std::uint64_t written)
    {
        const std::uint64_t inside = bits::prefixParity(quotes) ^ m_insideBefore;
        const std::uint64_t closing = quotes & ~inside;
        const std::uint64_t opening = quotes & inside;
        m_outside = ~inside;
        // A quote right after a closing one continues the cell.
        const std::uint64_t outsideStops = (written & ~inside) | closing;
        if ((opening & ~((outsideStops << 1U) | (m_mayOpen ? 1U : 0U))) != 0)
            return false;
        if ((((closing << 1U) | (m_mustStop ? 1U : 0U)) & ~((written & ~inside) | quotes)) != 0)
            return false;
        m_mayOpen = (outsideStops >> 63U) != 0;
        m_mustStop = (closing >> 63U) != 0;
        m_insideBefore = (inside >> 63U) != 0 ? ~std::uint64_t {0} : 0;
        return true;
    }

    char m_delimiter;
    std::uint64_t m_insideBefore = 0; ///< all ones when the block begins inside quotes
    std::uint64_t m_outside = 0;
    bool m_mayOpen = true;   ///< whether a quote at the block's first character may open a cell
    bool m_mustStop = false; ///< whether a cell has just been closed, so that only its end or a doubled
                             ///< quote may follow
    bool m_endsWithReturn = false;
};

} // namespace evenhand
