#pragma once

#include "engine/audit/audit_report.h"
#include "engine/audit/subgroup_search.h"
#include "engine/io/json.h"

namespace evenhand {

/// The worst subgroups by one rate.
struct RateSubgroups {
    std::string metricId;
    SubgroupReport report;
};

[[nodiscard]] json::array subgroupsToJson(const std::vector<RateSubgroups>& searches);
/// The first ten of each search as a sentence and a list, for a terminal.
[[nodiscard]] std::string subgroupsText(const std::vector<RateSubgroups>& searches);

/// Adds "tools" to the attributes of auditToJson's object: what Fairlearn, AIF360 and Aequitas make of the
/// same groups, and why it differs. Nothing without decisions.
void addToolsJson(const AuditReport& report, json::object& object);
[[nodiscard]] std::string toolsText(const AuditReport& report);

/// Adds "divergence" to the attributes: the groups in all features at once, as divergenceToJson() with the
/// sentence, or null with the reason.
void addDivergenceJson(const AuditReport& report, json::object& object);
[[nodiscard]] std::string divergencesText(const AuditReport& report);

} // namespace evenhand
