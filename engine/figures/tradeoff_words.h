#pragma once

#include "engine/tradeoff/front_measures.h"
#include "engine/tradeoff/target_choice.h"

namespace evenhand {

/// A metric's mean with its interval, for sentences: "84.2 % (83.1 – 85.3 %)"; "undefined" without a mean.
[[nodiscard]] std::string metricWithInterval(const RepeatedMetric& metric, const std::string& metricId);

/// A difference of two values of a metric with its sign and interval, in points where the metric is a share:
/// "+1.3 points (+0.2 to +2.4)".
[[nodiscard]] std::string differenceWords(const RepeatedMetric& difference, const std::string& metricId);

/// "Wasserstein barycenter, strength 0.5", with the learner in front where the report has several.
[[nodiscard]] std::string runWithStrength(const Report& report, std::size_t run);
/// Name of a path, told apart by its learner where the report has several.
[[nodiscard]] std::string pathName(const Report& report, const RunPath& path);

/// "accuracy at most 1 point below the best, then the smallest gap".
[[nodiscard]] Text targetWords(const TradeoffAxes& axes, const Target& target);
/// The recommended run with its figures where it was chosen and on rows kept aside; or that none meets the
/// target, and which comes nearest.
[[nodiscard]] Text targetSentence(const Report& report, const TradeoffAxes& axes, const TargetChoice& choice);

} // namespace evenhand
