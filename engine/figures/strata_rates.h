#pragma once

#include "engine/audit/conditional.h"
#include "engine/figures/figure.h"

namespace evenhand {

/// The rate of every group (at most eight) inside every stratum, as dots with intervals; all rows together in
/// the first row. What the comparison within strata found is the summary.
[[nodiscard]] Figure strataRates(const ConditionalAudit& audit, const Text& subtitle);

} // namespace evenhand
