#pragma once

#include "engine/divergence/pair_sweep.h"
#include "engine/divergence/transport_side.h"

namespace evenhand {

/// TransportSide::measure() of @p rows with the largest exponent of each row taken off before the
/// exponential, which nothing overflows. Costs two passes over the pairs for one side.
/// @errors Cancelled
Result<void> measureSafely(
    TransportSide& rows, const TransportSide& columns, SweepSums sums, const RunContext& ctx);

} // namespace evenhand
