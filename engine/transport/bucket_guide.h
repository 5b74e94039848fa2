#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace evenhand {

/// Finds places in an ascending array in O(1) on average: equally wide buckets say where to look, a short
/// walk or, in a crowded bucket, a binary search finds the place exactly. Never linear, whatever the numbers
/// (heavy tails, one outlier).
///
/// The array stays with the caller, who passes the same one each time. Searching is in the header because it
/// is done for every row that is mapped.
class BucketGuide {
public:
    BucketGuide() = default;
    /// @param values  ascending, finite, at least one and less than 2³²
    explicit BucketGuide(std::span<const double> values);

    /// Places between which a number belongs.
    struct Between {
        std::uint32_t first = 0, last = 0;
    };

    /// Half of a search, for x in [values.front(), values.back()]. Many rows are mapped faster when all are
    /// looked up here before any is searched for, since then their cache misses overlap; `first` may be
    /// prefetched.
    [[nodiscard]] Between lookUp(double x) const
    {
        const std::size_t b = bucket(x);
        return {m_first[b], m_first[b + 1]};
    }
    /// The other half: #{i : values[i] ≤ x}
    [[nodiscard]] static std::size_t countAtMost(std::span<const double> values, double x, Between between)
    {
        return search(values, between, [x](double value) { return value <= x; });
    }
    /// #{i : values[i] < x}
    [[nodiscard]] static std::size_t countBelow(std::span<const double> values, double x, Between between)
    {
        return search(values, between, [x](double value) { return value < x; });
    }
    /// Both halves.
    [[nodiscard]] std::size_t countAtMost(std::span<const double> values, double x) const
    {
        return countAtMost(values, x, lookUp(x));
    }
    [[nodiscard]] std::size_t countBelow(std::span<const double> values, double x) const
    {
        return countBelow(values, x, lookUp(x));
    }

private:
    static constexpr std::size_t kWalk = 8;

    /// A non-decreasing function of x, so all values of earlier buckets are below x and all of later ones
    /// above.
    [[nodiscard]] std::size_t bucket(double x) const
    {
        return std::min(static_cast<std::size_t>((x - m_origin) * m_bucketsPerUnit), m_first.size() - 2);
    }
    template <class IsBefore>
    [[nodiscard]] static std::size_t search(
        std::span<const double> values, Between between, const IsBefore& isBefore)
    {
        std::size_t at = between.first;
        const std::size_t end = between.last;
        if (end - at > kWalk) {
            const auto begin = values.begin();
            return static_cast<std::size_t>(std::partition_point(begin + static_cast<std::ptrdiff_t>(at),
                                                begin + static_cast<std::ptrdiff_t>(end), isBefore)
                - begin);
        }
        while (at < end && isBefore(values[at]))
            ++at;
        return at;
    }

    double m_origin = 0.0;
    double m_bucketsPerUnit = 0.0;
    std::vector<std::uint32_t> m_first; ///< (buckets + 1,) first position of each bucket
};

} // namespace evenhand
