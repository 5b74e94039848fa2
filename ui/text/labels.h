#pragma once

#include "engine/metrics/metric.h"
#include "engine/pipeline/report.h"

#include <QString>

namespace evenhand::ui {

// What ids and numbers are called in the window's language. Nothing here is escaped; see escaped().

[[nodiscard]] QString learnerName(const std::string& id);
/// "No repair" for the empty id.
[[nodiscard]] QString methodName(const std::string& id);
[[nodiscard]] QString metricName(const std::string& id);
/// As above inside a sentence: a small first letter unless it is somebody's name.
[[nodiscard]] QString metricInSentence(const std::string& id);
[[nodiscard]] const MetricInfo* metricInfo(const std::string& id);

/// A number with as many digits as its uncertainty supports; a share as a percentage.
/// @param uncertainty  half an interval or a standard deviation; 0 when unknown
[[nodiscard]] QString formatNumber(double value, double uncertainty, bool percent);
/// "84.3 % ± 0.6", or the reason why there is no number.
[[nodiscard]] QString formatMetric(const RepeatedMetric& metric);
/// "0.36" for sentences.
[[nodiscard]] QString plainNumber(double value, int digits = 3);
[[nodiscard]] QString formatSeconds(double seconds);

/// "Barycenter repair, estimator smooth" without the strength.
[[nodiscard]] QString methodLabel(const RunResult& run);
/// "strength 0.3", "tolerance 0.2 of the unconstrained gap"; empty for methods without such a parameter.
[[nodiscard]] QString strengthLabel(const RunResult& run);
/// "Barycenter repair, strength 0.3" with everything that tells it from other runs.
[[nodiscard]] QString runLabel(const RunResult& run);

/// "chosen: C 0.1 (7 of 10 repeats)": the parameters that a run chose most often; empty for given ones.
[[nodiscard]] QString choiceLabel(const RunResult& run);

/// Text of the data, safe inside HTML.
[[nodiscard]] QString escaped(const std::string& text);

/// What happened and where, one sentence each; what to do stands apart.
struct ErrorSentences {
    QString what, where, hint;
};
[[nodiscard]] ErrorSentences errorSentences(const Error& error);

} // namespace evenhand::ui
