#pragma once

#include "engine/io/json.h"
#include "engine/tradeoff/tradeoff_answers.h"

namespace evenhand {

/// Where results come from; the only part of them that differs between two runs of one study.
struct Provenance {
    std::string version, commit;
    std::string dataSha256;
    int threads = 1;
};

/// results.json of a report: the same bytes, apart from times and threads, for any number of threads.
[[nodiscard]] std::string resultsJson(
    const Report& report, const Provenance& provenance, const TradeoffAnswers& answers);

/// One line per run and metric (and group): run, learner, method, parameters, group, metric, mean, sd, low,
/// high, repeats.
[[nodiscard]] std::string metricsCsv(const Report& report);

/// predictions.csv of the study file's "predictions": one line per repeat, run and test row.
[[nodiscard]] std::string predictionsCsv(const Report& report);

/// The parameters of a run, those of the learner and of the method together.
[[nodiscard]] ParamSet allParams(const RunResult& run);

} // namespace evenhand
