#pragma once

#include "engine/data/study.h"
#include "engine/io/json.h"

namespace evenhand {

/// Reads the further targets of a study's roles: a list of objects with “column” and either “favourable” (a
/// value or a list of values), “above” (a number), or “task”: “regression”.
/// @errors Unreadable  names the entry and the field: “roles.tasks[1].above”
[[nodiscard]] Result<std::vector<TaskTarget>> readTaskTargets(
    const json::value& value, const std::string& path, const std::string& file);
[[nodiscard]] json::array taskTargetsToJson(const std::vector<TaskTarget>& tasks);

} // namespace evenhand
