#pragma once

#include "engine/tradeoff/run_comparison.h"

#include <QString>

namespace evenhand::ui {

/// What the Explain panel says about two compared runs; both may be null while nothing is compared.
[[nodiscard]] QString explainCompare(const Report* report, const RunComparison* comparison);

} // namespace evenhand::ui
