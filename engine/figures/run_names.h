#pragma once

#include "engine/metrics/metric.h"
#include "engine/tradeoff/run_paths.h"

namespace evenhand {

/// Names for people; an id that no registry knows stays an id.
[[nodiscard]] std::string learnerName(const RunResult& run);
[[nodiscard]] std::string methodName(const RunResult& run);
/// "Wasserstein barycenter", "no repair"; with the learner in front if @p withLearner.
[[nodiscard]] std::string runName(const RunResult& run, bool withLearner);
/// Name in lower case except for abbreviations and people, to stand inside a sentence.
[[nodiscard]] std::string metricName(const std::string& metricId);
/// True if the report has runs of several learners or learner settings.
[[nodiscard]] bool hasSeveralLearners(const Report& report);

/// A metric of a run as a number for sentences: "84.2 %", "0.1323"; "undefined" if it is.
[[nodiscard]] std::string metricNumber(const std::string& metricId, double value);

[[nodiscard]] const RepeatedMetric* findMetricOf(
    const std::vector<RepeatedMetric>& metrics, const std::string& id);

/// That parameter with its own name: "strength 0.5", "tolerance 0.2 of the unconstrained gap"; empty without
/// one. The name is the first argument, the number the second.
[[nodiscard]] Text strengthWords(const RunResult& run);
/// "strength 0.50, estimator smooth"; empty if there is nothing to say.
[[nodiscard]] std::string describeParameters(const RunResult& run);
/// "chosen: C 0.1 (7 of 10)": the parameters that were chosen most often and in how many repeats; empty for
/// given ones.
[[nodiscard]] std::string describeChoice(const RunResult& run);
/// Ids of the searched parameters of a run with their most frequent values, learner first.
[[nodiscard]] std::vector<std::pair<std::string, ParamValue>> chosenParameters(const RunResult& run);
/// The same of those parameters alone that @p other has otherwise, the strength left out.
[[nodiscard]] std::string describeDifference(const RunResult& run, const RunResult& other);

} // namespace evenhand
