#pragma once

#include "engine/data/study.h"
#include "engine/data/table.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand::cli {

[[nodiscard]] std::vector<std::string> splitAt(std::string_view list, char separator);

/// "age=25,40" → cuts of age.
/// @errors InvalidArgument  not COLUMN=VALUE,VALUE
[[nodiscard]] Result<void> readCuts(
    const std::string& given, std::map<std::string, std::vector<double>>& cuts);

/// "strength=10" → a number, "divergence=mmd" → a choice.
/// @errors InvalidArgument  not NAME=VALUE
[[nodiscard]] Result<ParamSet> readSettings(const std::vector<std::string>& given);

/// "age" (a number), "hours>40", "married=yes|widowed".
/// @errors InvalidArgument  no column, a cut that is not a number
[[nodiscard]] Result<TaskTarget> readTask(const std::string& given);

/// Fills in the favourable outcome that "1" or "yes" of the column @p judged means when nobody says, as the
/// window proposes it, and says so on standard error.
void proposeFavourable(const Table& table, const std::string& judged, Roles& roles);

} // namespace evenhand::cli
