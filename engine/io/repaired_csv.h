#pragma once

#include "engine/pipeline/repair.h"

namespace evenhand {

/// The table with the column fair_score (or "fair_score (2)" if there is one already) added, as CSV.
[[nodiscard]] std::string repairedCsv(const Table& table, const RepairedScores& repaired);

} // namespace evenhand
