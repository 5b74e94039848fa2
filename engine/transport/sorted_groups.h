#pragma once

#include "engine/core/run_context.h"
#include "engine/transport/one_dimensional.h"

#include <cstdint>
#include <vector>

namespace evenhand {

/// Scores of some rows by group, each group ascending; what every map and every distance of this folder
/// begins with. -0.0 has become +0.0. When all weights are equal they are forgotten, so that everything is
/// decided by integer counts.
class SortedGroups {
public:
    /// @param scores  (n,) finite
    /// @param group   (n,) in [0, nGroups)
    /// @param weight  (n,) > 0 and finite, or empty: all ones
    /// @errors InvalidArgument  lengths that differ, a group outside [0, nGroups)
    /// @errors InvalidData      scores that are NaN or infinite, weights that are not positive (both with
    /// their number)
    /// @errors Cancelled
    /// @cost O(n); groups are sorted in parallel
    [[nodiscard]] static Result<SortedGroups> create(std::span<const double> scores,
        std::span<const std::int32_t> group, std::span<const double> weight, std::size_t nGroups,
        const RunContext& ctx = {});

    [[nodiscard]] std::size_t groups() const { return m_begin.size() - 1; }
    [[nodiscard]] std::size_t rows() const { return m_values.size(); }
    [[nodiscard]] std::size_t count(std::size_t group) const { return m_begin[group + 1] - m_begin[group]; }
    [[nodiscard]] bool isWeighted() const { return !m_cumulative.empty(); }
    /// A view into this object.
    [[nodiscard]] SortedSample sample(std::size_t group) const;
    /// Weight share of a group among all rows; 0 for an empty group.
    [[nodiscard]] double share(std::size_t group) const { return m_share[group]; }
    /// Groups that have at least one row, ascending.
    [[nodiscard]] std::vector<std::size_t> present() const;

private:
    SortedGroups() = default;
    void place(
        std::span<const double> scores, std::span<const std::int32_t> group, std::span<const double> weight);
    void sortGroup(std::size_t group, std::span<double> weights);
    void computeShares();

    std::vector<std::size_t> m_begin; ///< (groups + 1,) first position of each group
    std::vector<double> m_values;     ///< (n,) one group after another
    std::vector<double> m_cumulative; ///< (n,) starting anew in each group; empty: unweighted
    std::vector<double> m_share;
};

} // namespace evenhand
