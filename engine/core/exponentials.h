#pragma once

#include <span>

namespace evenhand {

/// exp(x) for x ≤ 0 to one unit in the last place, written so that a compiler can work on several numbers at
/// once; the bits of a result do not depend on the numbers beside it.
void exponentials(std::span<double> nonPositive);

} // namespace evenhand
