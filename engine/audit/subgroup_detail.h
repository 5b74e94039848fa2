#pragma once

#include "engine/audit/audit_report.h"
#include "engine/audit/subgroup_search.h"

namespace evenhand {

/// One rate inside a subgroup and among everybody else.
struct SubgroupRate {
    std::string metricId;
    MetricValue inside, outside; ///< with Wilson's intervals
    MetricValue gap;             ///< inside minus outside, with Newcombe's interval
};

/// All audited rows, whether or not the rate that was searched speaks of them.
struct SubgroupDetail {
    Confusion inside, outside;
    std::vector<SubgroupRate> rates; ///< selection, true and false positive rate, precision, accuracy
};

/// Who meets the conditions of a subgroup, and how they and everybody else are treated.
///
/// Conditions are found anew from the rows that the search looked at: the ranges of numbers depend on them.
/// @param metricId  the rate that was searched
/// @param searched  the report that lists @p subgroup
/// @errors those of rateRows and codeColumns;  InvalidArgument  the search was of another table
[[nodiscard]] Result<SubgroupDetail> subgroupDetail(const AuditReport& audit, const Table& table,
    const std::string& metricId, const SubgroupReport& searched, const Subgroup& subgroup,
    const RunContext& ctx);

} // namespace evenhand
