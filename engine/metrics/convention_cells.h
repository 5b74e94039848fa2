#pragma once

#include "engine/metrics/confusion.h"

namespace evenhand {

/// Every row once, whatever it weighs: what tools without weights count.
[[nodiscard]] Confusion unweighted(Confusion cells);
/// All groups but the reference, together.
[[nodiscard]] Confusion everyoneElse(const GroupCells& groups);

} // namespace evenhand
