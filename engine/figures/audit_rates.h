#pragma once

#include "engine/audit/audit_report.h"
#include "engine/figures/figure.h"

#include <span>

namespace evenhand {

enum class GroupOrder : std::uint8_t { AsInData, ByValue, BySize };

/// Most groups that one figure has room for; of more the largest are shown and the rest is counted in a note.
inline constexpr std::size_t kMostRateRows = 40;

/// One metric of every group of an attribute as dots with intervals on a common axis, everybody together as a
/// dashed line. Small groups are hollow and named in a note, as are groups in which the metric is undefined.
/// @param attribute  index into audit.attributes
/// @param metricId   one of audit.metricIds; of another one the figure is empty and says so
/// @param order      ByValue: the largest on top;  BySize: the group with most rows on top
[[nodiscard]] Figure attributeRate(
    const AuditReport& audit, std::size_t attribute, const std::string& metricId, GroupOrder order);

/// Several metrics under each other, the groups of an attribute (at most eight, the largest) side by side in
/// each. Metrics that the audit does not have are left out.
/// @param metricIds  of the same unit, from top to bottom
[[nodiscard]] Figure attributeRates(const AuditReport& audit, std::size_t attribute,
    std::span<const std::string> metricIds, GroupOrder order);

/// The rates that a reader looks at first: selection rate, true and false positive rate, precision, accuracy;
/// those that the audit has.
[[nodiscard]] std::vector<std::string> mainRates(const AuditReport& audit);

/// "loans.csv · race · column “score” · 7214 rows"
[[nodiscard]] Text auditSubtitle(const AuditReport& audit, std::size_t attribute);

/// The colour of each group in every figure of its attribute; absent: beyond the colours that the palette
/// has.
[[nodiscard]] std::vector<std::optional<int>> groupColours(const AttributeAudit& attribute);

} // namespace evenhand
