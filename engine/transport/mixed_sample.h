#pragma once

#include "engine/transport/one_dimensional.h"

namespace evenhand {

/// A sample at strength t of its repair: value i is (1-t)·base[i] + t·repaired[i], computed when asked for.
/// Ascending, since both ends are; a view.
struct MixedSample {
    std::span<const double> base, repaired;
    std::span<const double> cumulative; ///< as in SortedSample
    double t = 0.0;

    [[nodiscard]] std::size_t size() const { return base.size(); }
    [[nodiscard]] double operator[](std::size_t i) const { return (1.0 - t) * base[i] + t * repaired[i]; }
    [[nodiscard]] double weightOf(std::size_t count) const
    {
        if (cumulative.empty())
            return static_cast<double>(count);
        return count == 0 ? 0.0 : cumulative[count - 1];
    }
    [[nodiscard]] double total() const { return weightOf(size()); }

    /// First place in [begin, end) whose value is not before x: ≥ x, or > x when @p isAfterTies.
    [[nodiscard]] std::size_t find(double x, bool isAfterTies, std::size_t begin, std::size_t end) const
    {
        while (begin < end) {
            const std::size_t middle = begin + (end - begin) / 2;
            const double value = (*this)[middle];
            if (value < x || (isAfterTies && value == x))
                begin = middle + 1;
            else
                end = middle;
        }
        return begin;
    }
    /// The same by doubling steps from @p begin: fast when the place is near.
    [[nodiscard]] std::size_t findNear(double x, bool isAfterTies, std::size_t begin, std::size_t end) const
    {
        std::size_t step = 1;
        std::size_t low = begin;
        while (begin + step < end) {
            const double value = (*this)[begin + step];
            if (!(value < x || (isAfterTies && value == x)))
                return find(x, isAfterTies, low, begin + step);
            low = begin + step;
            step *= 2;
        }
        return find(x, isAfterTies, low, end);
    }
};

} // namespace evenhand
