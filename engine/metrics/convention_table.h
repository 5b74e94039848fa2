#pragma once

#include "engine/metrics/convention.h"

namespace evenhand {

/// One quantity as one tool gives it.
struct ConventionCell {
    std::string function; ///< its name in the tool; empty when the tool has no such number
    std::string shown;    ///< "0.123", "not defined", "NaN", "∞", "–"
    std::optional<double> value;
    Text reason; ///< why there is no value, or why it is not Evenhand's; empty when it is
};

/// One quantity as all tools give it.
struct ConventionRow {
    std::string id; ///< selection_rate_difference, selection_rate_ratio, equal_opportunity, equalized_odds,
                    ///< average_odds, predictive_parity, false_positive_rate, undefined_rate
    Text name;
    std::array<ConventionCell, 4> tools; ///< in the order of kAllConventions
};

/// The same groups as Evenhand, Fairlearn, AI Fairness 360 and Aequitas count them, with the reason for every
/// difference. The last row is a rate of 0/0: one of these groups', or any group's if none has one.
/// @param groups       with names
/// @param hasOutcomes  false: the cells only tell who is selected, and rows that need more are left out
[[nodiscard]] std::vector<ConventionRow> compareConventions(
    const GroupCells& groups, bool hasOutcomes = true);

} // namespace evenhand
