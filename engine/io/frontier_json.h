#pragma once

#include "engine/audit/table_frontier.h"
#include "engine/io/json.h"

namespace evenhand {

/// "points" with tolerance, accuracy of drawn rules, deterministic_accuracy of single thresholds and the
/// rates of every group under the drawn rules; with a band, "low" and "high" of the accuracy. With other
/// costs than (1, 1) also "cost" and "deterministic_cost", which are then what is best possible.
[[nodiscard]] json::object frontierToJson(const TableFrontier& frontier);
/// The same as a table, for a terminal.
[[nodiscard]] std::string frontierText(const TableFrontier& frontier);

} // namespace evenhand
