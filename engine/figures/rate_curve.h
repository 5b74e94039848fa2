#pragma once

#include "engine/audit/rate_curve.h"
#include "engine/figures/figure.h"

namespace evenhand {

/// A rate against a number: the curve in its band, the rates of single values as faint dots, the rate of all
/// rows as a dashed line, and the cuts that make groups of the number, where there are any.
[[nodiscard]] Figure rateCurveFigure(const AuditReport& report, const RateCurve& curve,
    const std::string& column, const std::string& metricId);

} // namespace evenhand
