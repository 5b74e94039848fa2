#pragma once

#include "engine/audit/subgroup_columns.h"

namespace evenhand {

struct SubgroupSearch {
    int depth = 3;             ///< most conditions of a subgroup, 1 to 3
    double minimumRows = 50.0; ///< inside a subgroup and outside it
    std::size_t most = 50;     ///< subgroups listed
    double confidence = 0.95;
};

struct SubgroupCondition {
    std::size_t column = 0;                     ///< index into the columns searched
    std::int32_t firstLevel = 0, lastLevel = 0; ///< both included
    std::string text;                           ///< "sex = Female", "25 < age ≤ 40"
};

/// The rows that meet all conditions, compared with all other rows.
struct Subgroup {
    std::vector<SubgroupCondition> conditions;
    double rows = 0.0, weight = 0.0;
    double rate = 0.0, low = 0.0, high = 0.0; ///< with Wilson's interval
    double restRate = 0.0;
    double gap = 0.0, gapLow = 0.0, gapHigh = 0.0; ///< rate - restRate, with Newcombe's interval
    double shrunkenGap = 0.0;                      ///< what of the gap is left after shrinkage
    double p = 1.0;
    double q = 1.0; ///< p after Benjamini-Hochberg over every subgroup tested, ranked among the listed

    [[nodiscard]] std::string name() const; ///< its conditions: "sex = Female, 25 < age ≤ 40"
};

struct SubgroupReport {
    std::vector<Subgroup> found; ///< by descending |shrunkenGap|
    std::vector<std::string> columns;
    double overallRate = 0.0;
    double rows = 0.0;
    double confidence = 0.95;
    std::size_t tested = 0;
    std::vector<Text> notes;
};

/// Searches the intersections of up to three columns for the largest gaps of a rate.
///
/// Every combination of levels, and of joined neighbouring levels of ordered columns, with enough rows is
/// tested against all other rows. The list is ranked by the shrunken gap, so that chance in small subgroups
/// does not lead it (see shrunkenGaps), and leaves out subgroups whose gap a listed one explains (see
/// listSubgroups). A combination with the same rows as one with fewer conditions is not counted again.
///
/// p is Fisher's exact test where the chi-square test with continuity correction comes near to rejecting, and
/// that test elsewhere; both rest on effective counts when rows are weighted.
/// @param columns  (n,) codes each; at most 64 levels, ordered ones at most 8
/// @param hit      (n,) 1 for rows in the numerator of the rate, 0 for the rest of its denominator
/// @param weight   (n,) > 0, or empty: all ones
/// @return the same bits for any number of threads
/// @errors InvalidData  no rows;  InvalidArgument  columns, hits, weights or settings out of their bounds;
///         Cancelled
/// @cost   O(n·C) for C column combinations, plus about a microsecond per subgroup
[[nodiscard]] Result<SubgroupReport> findSubgroups(std::span<const CodedColumn> columns,
    std::span<const double> hit, std::span<const double> weight, const SubgroupSearch& search,
    const RunContext& ctx);

/// Positions, ascending, of a subgroup's rows among those searched.
[[nodiscard]] std::vector<std::size_t> rowsOf(const Subgroup& subgroup, std::span<const CodedColumn> columns);

} // namespace evenhand
