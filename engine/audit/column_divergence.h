#pragma once

#include "engine/data/groups.h"
#include "engine/divergence/permutation_null.h"

namespace evenhand {

/// Groups with fewer rows are not compared: without any difference a divergence of so few rows is far from 0.
inline constexpr std::size_t kFewestDivergenceRows = 100;
/// Groups with fewer rows are compared with a warning.
inline constexpr std::size_t kRecommendedDivergenceRows = 250;

struct ColumnDivergenceSpec {
    std::vector<std::string>
        columns;              ///< compared together; numbers as they are, levels as columns of 0 and 1
    bool standardise = false; ///< numbers less their mean, divided by their standard deviation
    PermutationSpec distance;
    std::optional<std::size_t> against; ///< group that the others are compared with; absent: all pairs
};

/// Two groups in all columns at once.
struct PairDivergence {
    std::size_t groupA = 0, groupB = 0;   ///< index into ColumnDivergence::groups
    std::optional<PermutationTest> found; ///< absent: see undefined
    Text undefined;
};

struct ColumnDivergence {
    ColumnDivergenceSpec spec;
    std::string attribute;             ///< "sex", or "sex,race"
    std::vector<std::string> groups;   ///< names as in the data
    std::vector<std::string> readable; ///< for a reader who does not see the attribute
    std::vector<std::size_t> rows;     ///< of each group
    std::vector<std::string> features; ///< what the columns became
    std::vector<PairDivergence> pairs; ///< of groups, in their order
    std::vector<Text> warnings;
};

/// How different groups of rows are in several columns at once, each pair with its permutation null. Means,
/// scales and levels are those of all rows; a missing number is the mean, with an indicator column.
///
/// @param groups  of every table row;  @param rows  the table rows to look at
/// @errors InvalidArgument  unknown column, no column, free text or an identifier, or a sensitive column
/// among
///         the columns;  InvalidData  fewer than two groups, columns that are constant, or that make too many
///         features;  NoAnswer  no two groups have enough rows;  Cancelled
[[nodiscard]] Result<ColumnDivergence> columnDivergence(const Table& table, const Groups& groups,
    const std::vector<Eigen::Index>& rows, const ColumnDivergenceSpec& spec, const RunContext& ctx);

/// Columns that can be compared: no free text, identifiers or constants, and none of @p leftOut.
[[nodiscard]] std::vector<std::string> comparableColumns(
    const Table& table, const std::vector<std::string>& leftOut);

/// "Male" and "Female" in words: the value, what it would be by chance, and whether it could be.
[[nodiscard]] Text divergenceSentence(const ColumnDivergence& divergence, const PairDivergence& pair);

} // namespace evenhand
