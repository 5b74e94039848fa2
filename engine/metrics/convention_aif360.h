#pragma once

#include "engine/metrics/confusion.h"
#include "engine/metrics/inequality.h"

namespace evenhand::aif360 {

// Numbers as the ClassificationMetric of AI Fairness 360 gives them, for comparison and export only:
// differences are unprivileged - privileged and ratios unprivileged / privileged, everyone outside the
// reference group is unprivileged, a rate of 0/0 is NaN but predictive values are 0, and what measures
// inequality between persons ignores weights.

/// A number of ClassificationMetric under its name there, such as "average_odds_difference" or
/// "generalized_entropy_index[alpha=2]"; absent for a name that is not among them. May be NaN or infinite.
[[nodiscard]] std::optional<double> classificationMetric(std::string_view name, const GroupCells& groups);
/// "TPR", "PPV", … of performance_measures().
[[nodiscard]] std::optional<double> performanceMeasure(std::string_view name, const Confusion& cells);

/// A number of BinaryLabelDatasetMetric, which looks at outcomes instead of decisions: "base_rate[overall]",
/// "base_rate[privileged]", "base_rate[unprivileged]", "disparate_impact", "statistical_parity_difference" or
/// "smoothed_empirical_differential_fairness"; absent for a name that is not among them.
[[nodiscard]] std::optional<double> binaryLabelMetric(std::string_view name, const GroupCells& groups);
/// generalized_entropy_index() as the code has it: for α = 0 the logarithm is divided by the mean once more
/// than in the formula of its documentation, which is evenhand::generalizedEntropy.
[[nodiscard]] double generalizedEntropyIndex(std::span<const Benefit> benefits, double alpha);

} // namespace evenhand::aif360
