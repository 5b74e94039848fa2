#pragma once

#include "engine/transport/sorted_groups.h"

namespace evenhand {

/// The map of every group's values onto the median distribution, whose quantile function is the median over
/// the groups of theirs, each group counting once: F_A⁻¹(u) = median_g F_g⁻¹(u).
///
/// A value that occurs in training stands for the shares of its rows, from F_g(v-) to F_g(v), and goes to the
/// mean of F_A⁻¹ over them. So ties are treated alike and every group has exactly the same mean afterwards.
/// Between values the map is linear, beyond the outermost constant. With two groups (or any even number) the
/// median is the mean of the middle two.
/// @source Feldman, Friedler, Moeller, Scheidegger, Venkatasubramanian (2015), Certifying and removing
/// disparate impact, definitions 5.1 and 5.4
class MedianMap {
public:
    /// @param groups  at least one group with rows; groups without are not mapped
    /// @errors Cancelled
    /// @cost O(distinct values of all groups · groups) time
    [[nodiscard]] static Result<MedianMap> fit(const SortedGroups& groups, const RunContext& ctx);

    /// Image of a value; never falls as the value rises. A group without rows keeps its values.
    [[nodiscard]] double apply(std::size_t group, double value) const;

private:
    struct Knots {
        std::vector<double> value; ///< ascending, distinct
        std::vector<double> image; ///< of each value
    };
    std::vector<Knots> m_groups;
};

} // namespace evenhand
