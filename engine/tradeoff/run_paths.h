#pragma once

#include "engine/pipeline/report.h"

namespace evenhand {

/// Id of the run's parameter that walks along the trade-off; empty if the method has none. Of a method that
/// no registry knows it is "strength", if that is there.
[[nodiscard]] std::string strengthIdOf(const RunResult& run);
/// Its value.
[[nodiscard]] std::optional<double> strengthOf(const RunResult& run);

/// The values on offer to the learner, and to the method without its strength: those of the grid where the
/// run chose, else the given ones.
[[nodiscard]] ParamGrid offeredToLearner(const RunResult& run);
[[nodiscard]] ParamGrid offeredToMethod(const RunResult& run);

/// The same learner with the same parameters or, where these are chosen, with the same choices on offer.
[[nodiscard]] bool isSameLearner(const RunResult& a, const RunResult& b);
/// What two runs of one path share: learner, method, and all parameters but the strength.
[[nodiscard]] bool isSamePath(const RunResult& a, const RunResult& b);

/// All the runs that differ in nothing but the strength, weakest first.
struct RunPath {
    std::vector<std::size_t> runs; ///< of the report, at least one
    bool isUnrepaired = false;
};
/// The paths of a report in the order of their first runs.
[[nodiscard]] std::vector<RunPath> runPaths(const Report& report);

} // namespace evenhand
