#pragma once

#include "engine/pipeline/transfer.h"

namespace evenhand {

/// "features themselves", "without fairness", "MMD, strength 10".
[[nodiscard]] std::string transferVariantName(const TransferRow& row);
/// The left-out tasks, each once, in the order of the rows.
[[nodiscard]] std::vector<std::string> transferTasks(const TransferReport& report);

} // namespace evenhand
