#pragma once

#include "engine/audit/audit_report.h"
#include "engine/audit/column_divergence.h"

namespace evenhand {

/// "How different are the groups in all features at once?", in words and numbers: squared MMD of standardised
/// features at the median bandwidth, never without its level by chance.
struct DivergenceAudit {
    Text title, question;
    Text sentence;            ///< of the two groups that differ most, or why nothing can be said
    std::vector<Text> others; ///< of the other pairs
    Text method;              ///< what was compared how; empty without a number
    Text caution;             ///< what the number does not say
    std::optional<ColumnDivergence> found;
};

/// Compares the groups of @p attribute, all pairs of up to four groups, more with the reference only. Rows
/// are drawn by lot, at most 500 of each group (250 of more than two).
///
/// @param attribute  codes are of report.rows
/// @errors Cancelled;  InvalidArgument  report.spec names a column that cannot be compared
[[nodiscard]] Result<DivergenceAudit> divergenceAudit(
    const AuditReport& report, const AttributeAudit& attribute, const Table& table, const RunContext& ctx);

} // namespace evenhand
