#pragma once

#include "engine/audit/audit_report.h"
#include "engine/io/json.h"

namespace evenhand {

/// An audit as other programs read it, format "evenhand-audit" version 1. An undefined number is null with
/// its reason.
[[nodiscard]] json::object auditToJson(const AuditReport& report);

/// The same for people, as plain text: verdicts in words, then a table of the groups and one of the
/// disparities for each attribute.
[[nodiscard]] std::string auditText(const AuditReport& report);

} // namespace evenhand
