#pragma once

#include "engine/pipeline/preprocess.h"

namespace evenhand {

/// The transformed features, then target, sensitive columns and weight as they were in the table.
[[nodiscard]] std::string transformedCsv(
    const Table& table, const Roles& roles, const TransformedTable& transformed);

} // namespace evenhand
