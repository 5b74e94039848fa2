#pragma once

#include "engine/audit/audit_report.h"

namespace evenhand {

/// Metrics that an audit of these rows shows for every group: those of the registry that fit the task.
[[nodiscard]] std::vector<std::string> auditMetricIds(Task task);

/// Fills cells, metrics and intervals of all groups of an attribute, and of the report's `overall`.
///
/// Intervals: Wilson for rates, DeLong for the AUC, Student for means, that of calibrationErrorInterval,
/// percentile bootstrap by multinomial resampling of the cells for what is made of several rates.
/// @param report  task, spec, rows and metricIds are read
/// @param names   of the groups that @p codes number;  @param readable  the same for people
/// @errors Cancelled
[[nodiscard]] Result<std::vector<GroupAudit>> measureGroups(const AuditReport& report,
    const std::vector<std::int32_t>& codes, const std::vector<std::string>& names,
    const std::vector<std::string>& readable, const RunContext& ctx);

/// Disparities between the groups of an attribute, with interval and test.
/// @param attribute  with groups, codes and reference
[[nodiscard]] Result<std::vector<DisparityAudit>> measureDisparities(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx);

/// The part of measureDisparities that compares the laws of the scores: KS, Wasserstein and the distance to
/// the barycenter, exact, with bootstrap intervals and permutation tests on histograms.
[[nodiscard]] Result<std::vector<DisparityAudit>> measureScoreDisparities(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx);

} // namespace evenhand
