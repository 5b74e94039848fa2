#pragma once

#include "engine/audit/subgroup_detail.h"

#include <QString>

namespace evenhand::ui {

// Words about a search of subgroups. HTML where it says so; what comes from the data is escaped there.

/// What was searched and what q means, plain text.
[[nodiscard]] QString searchedText(const SubgroupReport& report, const SubgroupSearch& search);
/// Why nothing is listed, plain text.
[[nodiscard]] QString nothingFoundText(const SubgroupReport& report, const SubgroupSearch& search);
/// Counts and rates of a subgroup beside everyone else's, as an HTML table.
[[nodiscard]] QString detailHtml(const Subgroup& subgroup, const SubgroupDetail& detail, bool hasOutcomes);
/// What the Explain panel says; @p report may be null. HTML.
[[nodiscard]] QString explainSearch(const SubgroupReport* report, const std::string& metricId);

} // namespace evenhand::ui
