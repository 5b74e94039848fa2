#pragma once

#include "engine/metrics/convention.h"

namespace evenhand {

/// A comparison of groups as a tool gives it, NaN and infinity included.
struct ToolNumber {
    std::string_view function; ///< its name in the tool
    double value = 0.0;
    std::vector<std::string> groups;   ///< the two groups it is attained between, if it is
    std::vector<std::string> excluded; ///< groups that the tool passes over
    Text reason;                       ///< why the value is NaN or infinite
};

/// What a tool gives for a disparity of the registry or for "false_positive_rate_difference",
/// "false_positive_rate_ratio", "predictive_parity_ratio" and "equalized_odds_mean". Aequitas has one ratio
/// per group: the one farthest from 1, as a factor.
/// @return absent for what the tool does not have, and for Convention::Evenhand
[[nodiscard]] std::optional<ToolNumber> toolNumber(
    Convention convention, std::string_view id, const GroupCells& groups);

/// The name of a group rate in the tool; empty if the tool does not have it.
[[nodiscard]] std::string_view toolRateName(Convention convention, std::string_view metricId);
/// A group rate of 0/0 included: NaN where the tool has NaN.
/// @return absent for what the tool does not have, and for Convention::Evenhand
[[nodiscard]] std::optional<double> toolRate(
    Convention convention, std::string_view metricId, const Confusion& cells);

} // namespace evenhand
