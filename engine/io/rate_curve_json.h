#pragma once

#include "engine/audit/rate_curve.h"
#include "engine/io/json.h"

namespace evenhand {

/// Rates along numbers with their simultaneous bands, as part of an audit's JSON.
[[nodiscard]] json::array rateCurvesToJson(const std::vector<RateCurve>& curves);

} // namespace evenhand
