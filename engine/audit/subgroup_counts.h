#pragma once

#include "engine/audit/subgroup_search.h"

#include <array>

namespace evenhand {

// Counting and testing every combination of conditions.

/// Rows searched: columns, hits and weights of findSubgroups.
struct SubgroupRows {
    std::span<const CodedColumn> columns;
    std::span<const double> hit;
    std::span<const double> weight; ///< may be empty

    [[nodiscard]] std::size_t size() const { return hit.size(); }
    [[nodiscard]] double weightAt(std::size_t row) const { return weight.empty() ? 1.0 : weight[row]; }
};

/// What is counted of a set of rows.
struct SubgroupSums {
    double rows = 0.0;
    double weight = 0.0;
    double squares = 0.0; ///< Σw²
    double hits = 0.0;    ///< Σw over the rows with a hit

    SubgroupSums& operator+=(const SubgroupSums& other);
};

struct LevelRange {
    std::int32_t first = 0, last = 0;
};
/// The conditions that a column offers: its levels and, if it is ordered, joined neighbours; never all of
/// them together.
[[nodiscard]] std::vector<LevelRange> conditionsOf(const CodedColumn& column);

/// A combination of conditions and what was counted of its rows.
struct SubgroupCandidate {
    std::array<std::int16_t, 3> column {-1, -1, -1}; ///< ascending; -1: no more conditions
    std::array<std::int16_t, 3> condition {};        ///< index into conditionsOf(column)
    SubgroupSums sums;
    double p = 1.0;

    [[nodiscard]] std::size_t depth() const { return 1U + (column[1] >= 0) + (column[2] >= 0); }
};

/// The rate of some rows against that of all the others.
struct RateGap {
    double rate = 0.0, count = 0.0; ///< with its effective count
    double restRate = 0.0, restCount = 0.0;
    double variance = 0.0; ///< of the gap, if there is no difference

    [[nodiscard]] double gap() const { return rate - restRate; }
};
[[nodiscard]] RateGap gapOf(const SubgroupSums& part, const SubgroupSums& all);

[[nodiscard]] SubgroupSums sumsOf(const SubgroupRows& rows);

/// Number of combinations of up to @p depth conditions, whether or not anybody is in them.
[[nodiscard]] double combinations(std::span<const CodedColumn> columns, int depth);

/// Every combination of up to @p depth conditions with enough rows inside and outside, tested; in a fixed
/// order.
/// @errors Cancelled
[[nodiscard]] Result<std::vector<SubgroupCandidate>> testSubgroups(
    const SubgroupRows& rows, const SubgroupSums& all, int depth, double minimumRows, const RunContext& ctx);

} // namespace evenhand
