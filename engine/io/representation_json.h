#pragma once

#include "engine/io/json.h"
#include "engine/pipeline/report.h"

namespace evenhand {

/// The field "representation" of a run in a results file: what was learned in general, and per repeat tasks,
/// auditors, divergences with their null, spread and training, before and after; null for a repeat without
/// one. Points are left out: they are a picture.
/// @return null if no repeat learned a representation
[[nodiscard]] json::value runRepresentationToJson(const RunResult& run);

/// Numbers of one task, as in a representation's state and in a transfer.
[[nodiscard]] json::object taskReadingToJson(const TaskReading& reading);

} // namespace evenhand
