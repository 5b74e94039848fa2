#pragma once

#include "engine/pipeline/report.h"

namespace evenhand {

/// What is on the axes of the trade-off.
struct TradeoffAxes {
    const MetricInfo* error = nullptr;
    const MetricInfo* unfairness = nullptr;

    /// The smaller, the better: what runs are compared by.
    [[nodiscard]] double errorBadness(double value) const { return badness(*error, value); }
    [[nodiscard]] double gap(double value) const { return badness(*unfairness, value); }
    /// The error metric's own value back from its badness.
    [[nodiscard]] double errorValue(double badness) const
    {
        return error->higherIsBetter ? -badness : badness;
    }
};

/// @errors InvalidArgument  an id is unknown, not of that role, or does not fit the report's task
[[nodiscard]] Result<TradeoffAxes> tradeoffAxes(
    const Report& report, const std::string& errorMetric, const std::string& unfairnessMetric);

/// A metric of a run; null if the run has none of that id.
[[nodiscard]] const RepeatedMetric* metricOf(const RunResult& run, std::string_view id);
/// Its mean; absent where it is undefined.
[[nodiscard]] std::optional<double> meanOf(const RunResult& run, const MetricInfo& metric);

/// Test rows divided by training rows of a repeat, for intervals over repeats; 0 without a finished repeat.
[[nodiscard]] double testToTrainOf(const Report& report);

/// Repeats that every run with a finished one has.
[[nodiscard]] std::size_t commonRepeats(const Report& report);
/// Test rows of a run's repeat; null if they are not there.
[[nodiscard]] const RepeatScores* testRowsOf(const Report& report, const RunResult& run, std::size_t repeat);

} // namespace evenhand
