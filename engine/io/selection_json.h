#pragma once

#include "engine/io/json.h"
#include "engine/pipeline/report.h"

namespace evenhand {

/// The field "selection" of a run in a study file.
/// @param path  of the field: "runs[0].selection"
/// @errors Unreadable  a field is missing, unknown, or out of its bounds; the text names it by its path
[[nodiscard]] Result<SelectionSpec> readSelection(
    const json::value& value, const std::string& path, const std::string& file);
[[nodiscard]] json::object selectionToJson(const SelectionSpec& selection);

/// The field "selection" of a run in a results file: what was searched, what each repeat chose, how often
/// each choice was made, and what the folds of the first repeat say about every configuration.
[[nodiscard]] json::object runSelectionToJson(const RunSelection& selection, Task task);

/// A number or the id of a choice.
[[nodiscard]] json::value paramToJson(const ParamValue& value);

} // namespace evenhand
