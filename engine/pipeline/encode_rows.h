#pragma once

#include "engine/data/encoder.h"
#include "engine/pipeline/prepare.h"

namespace evenhand {

/// Rows of a table as a learner sees them.
/// @param rows  of the table, usable ones
[[nodiscard]] Result<EncodedData> encodeRows(const Table& table, const Prepared& prepared,
    const Encoder& encoder, const std::vector<Eigen::Index>& rows);

} // namespace evenhand
