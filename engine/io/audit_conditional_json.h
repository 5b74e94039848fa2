#pragma once

#include "engine/audit/conditional.h"
#include "engine/io/json.h"

namespace evenhand {

/// One for each attribute of a report; absent where the condition is part of the attribute itself.
using ConditionalAudits = std::vector<std::optional<ConditionalAudit>>;

/// Adds "conditional" to the attributes of auditToJson's object. Its "crude", "weighted", "standardised",
/// "p" and "homogeneity_p" are those of the pair of groups that the first sentence speaks of, which "groups"
/// names; "pairs" has them for every group against the reference.
void addConditionalJson(const AuditReport& report, const ConditionalAudits& audits, json::object& object);

/// The sentences, for a terminal; nothing without audits.
[[nodiscard]] std::string conditionalText(const AuditReport& report, const ConditionalAudits& audits);

} // namespace evenhand
