#pragma once

#include "engine/audit/audit_report.h"

#include <QString>

namespace evenhand::ui {

/// Every group's base rate, a line each: "Female: 35.3 %". Empty when no outcome is known.
[[nodiscard]] QString baseRateLines(const AuditReport& report, const AttributeAudit& attribute);
/// Which of the groups that are large enough differ most in how frequent the favourable outcome is, and what
/// that means for the notions. Empty when no outcome is known or it is a number.
/// @source Chouldechova (2017), eq. (2.6); Kleinberg, Mullainathan & Raghavan (2017), Theorem 1.1
[[nodiscard]] QString baseRateSentence(const AuditReport& report, const AttributeAudit& attribute);

} // namespace evenhand::ui
