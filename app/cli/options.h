#pragma once

#include "engine/core/result.h"

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

} // namespace evenhand::cli
