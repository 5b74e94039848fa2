#pragma once

#include "engine/audit/audit_report.h"

namespace evenhand {

/// Replaces the numbers of a finished audit by those of the tool that `report.spec.convention` names, where
/// the tool has them, and warns of it. An interval stays where the number does; tests and verdicts stay
/// Evenhand's, for a rate of 0/0 that is called 0 must never make a verdict.
/// @errors InvalidArgument  there is no such convention
[[nodiscard]] Result<void> applyConvention(AuditReport& report);

} // namespace evenhand
