#pragma once

#include "engine/pipeline/repeat.h"

namespace evenhand {

/// Finished units of a study: [learner job][repeat], absent while they are not done.
using Outcomes = std::vector<std::vector<std::shared_ptr<const RepeatOutcome>>>;

/// Turns whatever is finished into a report: means, spreads and intervals over the repeats, warnings said
/// once, Pareto front.
[[nodiscard]] std::shared_ptr<Report> assemble(const Study& study, const Dataset& data,
    const Prepared& prepared, const Plan& plan, const Outcomes& outcomes);

/// Runs that no other run beats in both metrics' means (smaller unfairness, better error); ties stay.
/// Undefined runs are out.
[[nodiscard]] std::vector<int> paretoFront(
    const std::vector<RunResult>& runs, const std::string& errorMetric, const std::string& unfairnessMetric);

/// The metrics on the axes of the trade-off plot, with the defaults of the task where the study names none.
[[nodiscard]] std::string errorMetricOf(const Study& study);
[[nodiscard]] std::string unfairnessMetricOf(const Study& study);

} // namespace evenhand
