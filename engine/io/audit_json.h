#pragma once

#include "engine/audit/audit_report.h"
#include "engine/io/json.h"

namespace evenhand {

/// An audit as other programs read it, format "evenhand-audit" version 1. An undefined number is null with
/// its reason.
[[nodiscard]] json::object auditToJson(const AuditReport& report);

/// A number with its interval, or null with the reason why it is undefined.
[[nodiscard]] json::object metricValueToJson(const MetricValue& value);

/// Text of the data for one line of a terminal: control characters, which would move the cursor, are spaces.
[[nodiscard]] std::string printable(std::string text);

/// The same for people, as plain text: verdicts in words, then a table of the groups and one of the
/// disparities for each attribute.
[[nodiscard]] std::string auditText(const AuditReport& report);

} // namespace evenhand
