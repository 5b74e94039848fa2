#pragma once

#include "engine/metrics/confusion.h"

namespace evenhand::aequitas {

// Numbers as Aequitas gives them, for comparison and export only: rows count once whatever they weigh, groups
// are compared by ratios to a reference group, a rate of 0/0 is NaN, and a ratio x/0 is written as 10.

/// What a ratio x/0 becomes, the fill_divbyzero of Aequitas.
inline constexpr double kDivisionByZero = 10.0;

/// Against which group the others are compared.
enum class Baseline : std::uint8_t {
    Lowest,    ///< get_disparity_min_metric: the lowest rate, another group for every rate
    Largest,   ///< get_disparity_major_group
    Predefined ///< get_disparity_predefined_groups: GroupCells::reference
};

/// A column of the crosstab of Group.get_crosstabs() under its name there: "tpr", "ppr", "pprev", "k", …
/// @return absent for a name that is not among them; NaN where it has no value
[[nodiscard]] std::optional<double> crosstab(
    std::string_view column, const GroupCells& groups, std::size_t group);

/// The group that a rate is divided by; the first of equals, and the first of all when none has the rate.
[[nodiscard]] std::size_t referenceOf(std::string_view rate, const GroupCells& groups, Baseline baseline);
/// "tpr_disparity" and its like: the group's rate divided by the reference group's.
[[nodiscard]] double disparity(
    std::string_view rate, const GroupCells& groups, std::size_t group, Baseline baseline);

/// A column of Fairness.get_group_value_fairness() under its name there, such as "TPR Parity",
/// "Equalized Odds" or "Supervised Fairness": whether tau ≤ disparity ≤ 1/tau. Of what is made of two, both
/// must hold.
/// @return absent when nothing it is made of has a value, and for a name that is not among them
[[nodiscard]] std::optional<bool> parity(
    std::string_view name, const GroupCells& groups, std::size_t group, Baseline baseline, double tau = 0.8);

} // namespace evenhand::aequitas
