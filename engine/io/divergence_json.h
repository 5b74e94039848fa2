#pragma once

#include "engine/audit/column_divergence.h"
#include "engine/io/json.h"

namespace evenhand {

/// `mmd`, `sinkhorn`, `energy`, `wasserstein`.
[[nodiscard]] const char* idOf(DistanceKind kind);
/// @errors InvalidArgument  no such kind; the hint lists them
[[nodiscard]] Result<DistanceKind> distanceKind(std::string_view id);

/// "pairs" with value, unbiased, null_mean, null_95 and p of every pair (null with its reason where groups
/// are too small), and what was compared how.
[[nodiscard]] json::object divergenceToJson(const ColumnDivergence& divergence);
/// The same as a table and sentences, for a terminal.
[[nodiscard]] std::string divergenceText(const ColumnDivergence& divergence);

} // namespace evenhand
