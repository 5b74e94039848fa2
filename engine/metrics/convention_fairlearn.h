#pragma once

#include "engine/metrics/confusion.h"

namespace evenhand::fairlearn {

// Numbers as Fairlearn 0.13 gives them, for comparison and export only: a rate with nothing in its
// denominator is 0, an absent group is NaN and passed over.

/// Metrics of a MetricFrame under their names there: "selection_rate", "accuracy_score", …
using Metric = double (*)(const Confusion&);
/// @return nullptr for a name that is not among them
[[nodiscard]] Metric findMetric(std::string_view name);

enum class Method : std::uint8_t { BetweenGroups, ToOverall };
enum class Aggregate : std::uint8_t { WorstCase, Mean };

/// What MetricFrame(...).group_min(), .group_max(), .difference() and .ratio() return for the values of any
/// metric in the groups; NaN for a group without rows.
[[nodiscard]] double lowest(std::span<const double> values);
[[nodiscard]] double highest(std::span<const double> values);
[[nodiscard]] double difference(std::span<const double> values, double overall, Method method);
[[nodiscard]] double ratio(std::span<const double> values, double overall, Method method);

/// The same for a metric of decisions.
[[nodiscard]] double lowest(std::span<const Confusion> cells, Metric metric);
[[nodiscard]] double highest(std::span<const Confusion> cells, Metric metric);
[[nodiscard]] double difference(
    std::span<const Confusion> cells, const Confusion& overall, Metric metric, Method method);
[[nodiscard]] double ratio(
    std::span<const Confusion> cells, const Confusion& overall, Metric metric, Method method);

[[nodiscard]] double equalizedOddsDifference(
    std::span<const Confusion> cells, const Confusion& overall, Method method, Aggregate aggregate);
/// In the worst case Python's min() keeps its first argument when the second is NaN, as Fairlearn does.
[[nodiscard]] double equalizedOddsRatio(
    std::span<const Confusion> cells, const Confusion& overall, Method method, Aggregate aggregate);

} // namespace evenhand::fairlearn
