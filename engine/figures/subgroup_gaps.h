#pragma once

#include "engine/audit/subgroup_search.h"
#include "engine/figures/figure.h"

namespace evenhand {

/// The first @p most of the subgroups found, as dots with intervals on a common axis, with the rate of all
/// rows as a dashed line. Filled dots differ from everyone else with q < 0.05, hollow ones may be chance.
/// @param metricId  the rate that was searched;  @param subtitle  the data and settings behind it
[[nodiscard]] Figure subgroupGaps(
    const SubgroupReport& report, const std::string& metricId, const Text& subtitle, std::size_t most = 12);

} // namespace evenhand
