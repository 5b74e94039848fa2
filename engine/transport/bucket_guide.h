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

    /// #{i : values[i] ≤ x} for values.front() ≤ x ≤ values.back()
    [[nodiscard]] std::size_t countAtMost(std::span<const double> values, double x) const
    {
        return search(values, x, [](double value, double wanted) { return value <= wanted; });
    }
    /// #{i : values[i] < x} for values.front() ≤ x ≤ values.back()
    [[nodiscard]] std::size_t countBelow(std::span<const double> values, double x) const
    {
        return search(values, x, [](double value, double wanted) { return value < wanted; });
    }

private:
    static constexpr std::size_t kWalk = 8;

    [[nodiscard]] std::size_t bucket(double x) const
    {
        return std::min(static_cast<std::size_t>((x - m_origin) * m_bucketsPerUnit), m_first.size() - 2);
    }
    template <class IsBefore>
    [[nodiscard]] std::size_t search(std::span<const double> values, double x, const IsBefore& isBefore) const
    {
        // The bucket number is a non-decreasing function of the value, so all values of earlier buckets are
        // below x and all of later ones above.
        const std::size_t b = bucket(x);
        std::size_t at = m_first[b];
        const std::size_t end = m_first[b + 1];
        if (end - at > kWalk) {
            const auto begin = values.begin();
            return static_cast<std::size_t>(std::partition_point(begin + static_cast<std::ptrdiff_t>(at),
                                                begin + static_cast<std::ptrdiff_t>(end),
                                                [&](double value) { return isBefore(value, x); })
                - begin);
        }
        while (at < end && isBefore(values[at], x))
            ++at;
        return at;
    }

    double m_origin = 0.0;
    double m_bucketsPerUnit = 0.0;
    std::vector<std::uint32_t> m_first; ///< (buckets + 1,) first position of each bucket
};

} // namespace evenhand
