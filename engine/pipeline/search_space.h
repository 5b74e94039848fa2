#pragma once

#include "engine/data/study.h"
#include "engine/learners/parameters.h"

namespace evenhand {

struct MethodInfo;

/// Whether the selection of a run has anything to choose: a parameter of the learner, or of the method and
/// not its strength, has several values. Without, such a run is as one without selection.
[[nodiscard]] bool isSearched(const RunSpec& run);

/// Id of the method's strength; empty if it has none, or if there is no such method.
[[nodiscard]] std::string strengthIdOf(std::string_view method);

/// The runs that a searched run stands for, in the order of the report: one for each value of the method's
/// strength, with that value alone and the other grids as they are.
[[nodiscard]] std::vector<RunSpec> searchedRuns(const RunSpec& run);

/// The grid without the parameter @p id.
[[nodiscard]] ParamGrid without(ParamGrid grid, std::string_view id);

} // namespace evenhand
