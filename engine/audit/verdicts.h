#pragma once

#include "engine/audit/audit_report.h"

namespace evenhand {

/// A verdict for every notion of fairness that fits the task.
/// @param report     spec, task, metricIds and rows are read; its attributes are not
/// @param attribute  with groups, codes and disparities
/// @errors Cancelled
[[nodiscard]] Result<std::vector<Verdict>> verdictsOf(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx);

/// Gives every verdict of a report its q-value, over all verdicts, and the sentence about chance.
void explainChance(AuditReport& report);

// One file per kind of notion; called by verdictsOf.
[[nodiscard]] std::vector<Verdict> rateVerdicts(const AuditReport& report, const AttributeAudit& attribute);
[[nodiscard]] Result<Verdict> calibrationVerdict(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx);
[[nodiscard]] Result<std::vector<Verdict>> numberVerdicts(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx);

} // namespace evenhand
