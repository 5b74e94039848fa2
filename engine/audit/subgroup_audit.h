#pragma once

#include "engine/audit/audit_report.h"
#include "engine/audit/subgroup_search.h"

namespace evenhand {

/// The subgroups of an audit with the largest gaps of a rate, over the rows that the rate is made of.
/// @param metricId  selection_rate, true_positive_rate, false_positive_rate, precision or accuracy
/// @param columns   to be searched; empty: all usable columns of the table but outcome, prediction, score and
/// weight
/// @errors InvalidArgument  another metric, an unknown column, regression, no decisions or no outcomes;
///         InvalidData  no row that the rate is made of, no usable column;  Cancelled
[[nodiscard]] Result<SubgroupReport> worstSubgroups(const AuditReport& audit, const Table& table,
    const std::string& metricId, const std::vector<std::string>& columns, const SubgroupSearch& search,
    const RunContext& ctx);

} // namespace evenhand
