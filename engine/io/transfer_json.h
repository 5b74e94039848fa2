#pragma once

#include "engine/pipeline/transfer.h"

#include <string>

namespace evenhand {

/// A transfer comparison for programs: every number with its interval and its repeats.
[[nodiscard]] std::string transferJson(const TransferReport& report);
/// One line per task, variant and metric.
[[nodiscard]] std::string transferCsv(const TransferReport& report);
/// The table for people, columns aligned; "-" where a number is not defined.
[[nodiscard]] std::string transferText(const TransferReport& report);

} // namespace evenhand
