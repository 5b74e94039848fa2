#pragma once

#include "tests/support/memory_store.h"

#include "engine/io/samples.h"
#include "engine/pipeline/run.h"

namespace evenhand::test {

inline Dataset simulated(std::size_t rows = 500, int groups = 2)
{
    SimulationSpec spec;
    spec.rows = rows;
    spec.groups = groups;
    return simulateTable(spec).value();
}

/// The model as it comes and repaired at three strengths, two repeats.
inline Study smallStudy()
{
    Study study = simulatedStudy();
    study.split.repeats = 2;
    study.runs[1].method.params["strength"] = {0.0, 0.5, 1.0};
    return study;
}

/// Units of smallStudy(): per repeat the base model, its calibration scores, and four runs.
inline constexpr std::size_t kAllUnits = 2 * 6;

inline Study withMethod(const char* id, ParamGrid params)
{
    Study study = smallStudy();
    study.runs = {{{"logistic", {}}, {}}, {{"logistic", {}}, {id, std::move(params)}}};
    return study;
}

inline Study searchedStudy()
{
    Study study = smallStudy();
    RunSpec run {{"logistic", {{"C", {0.01, 1.0}}}}, {"wasserstein_barycenter", {{"strength", {0.0, 1.0}}}},
        SelectionSpec {}};
    run.selection->folds = 3;
    study.runs = {run};
    return study;
}

inline std::shared_ptr<const Report> runWith(const Study& study, const Dataset& data, UnitStore* store,
    int threads = 2, const std::string& program = "test")
{
    return run(study, data, RunContext {{}, nullptr, threads}, RunOptions {store, program, {}, nullptr})
        .value();
}

} // namespace evenhand::test
