#pragma once

#include "engine/metrics/confusion.h"

#include <array>

namespace evenhand {

/// Whose way of counting numbers follow. The tools differ in what 0/0 is, in signs, and in which groups are
/// compared; theirs are for comparison and export, a verdict always follows Evenhand's.
enum class Convention : std::uint8_t { Evenhand, Fairlearn, Aif360, Aequitas };

inline constexpr std::array<Convention, 4> kAllConventions {
    Convention::Evenhand, Convention::Fairlearn, Convention::Aif360, Convention::Aequitas};

/// @param id  evenhand, fairlearn, aif360 or aequitas
/// @errors InvalidArgument  no such convention; the hint lists them
[[nodiscard]] Result<Convention> findConvention(std::string_view id);
[[nodiscard]] std::string_view idOf(Convention convention);
/// "AI Fairness 360"; names are not translated.
[[nodiscard]] std::string_view nameOf(Convention convention);

/// A group metric of the registry as that tool prints it: Fairlearn puts 0 for 0/0, AI Fairness 360 does so
/// for predictive values only, Aequitas leaves weights aside. What a tool prints as NaN is undefined here,
/// with its reason. Without an interval unless the value is Evenhand's.
/// @return absent for a number that the tool does not have
[[nodiscard]] std::optional<MetricValue> inConvention(
    Convention convention, std::string_view metricId, const Confusion& cells);
/// A disparity of the registry as that tool prints it: AI Fairness 360 with a sign, everyone else against the
/// reference group; Aequitas as the ratio to the reference group that is farthest from 1. What a tool prints
/// as NaN or infinite is undefined here, with its reason.
/// @return absent for a number that the tool does not have
[[nodiscard]] std::optional<MetricValue> inConvention(
    Convention convention, std::string_view disparityId, const GroupCells& groups);

/// Whether two values of a metric are the same number, or both none.
[[nodiscard]] bool isSameNumber(const std::optional<double>& a, const std::optional<double>& b);

} // namespace evenhand
