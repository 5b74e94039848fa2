#pragma once

#include "engine/io/results_json.h"

namespace evenhand::test {

/// Everything that results files say of a report, without times and threads.
inline std::string untimedBytes(const Report& report)
{
    Report plain = report;
    plain.seconds = 0.0;
    for (RunResult& run : plain.runs) {
        run.seconds = 0.0;
        for (auto& insight : run.representations) {
            if (!insight)
                continue;
            auto copy = std::make_shared<RepresentationInsight>(*insight);
            for (RepresentationState* const state : {&copy->before, &copy->after})
                if (state->training) {
                    auto training = std::make_shared<TrainingCurve>(*state->training);
                    training->seconds = 0.0;
                    state->training = std::move(training);
                }
            insight = std::move(copy);
        }
    }
    return resultsJson(plain, {}, tradeoffAnswers(plain, RunContext {}).value()) + metricsCsv(plain)
        + predictionsCsv(plain);
}

} // namespace evenhand::test
