#pragma once

#include "engine/audit/group_comparison.h"
#include "engine/audit/group_means.h"

namespace evenhand {

/// Groups compared by means of a number: those with at least kSmallAuditGroup rows, and the extreme two.
[[nodiscard]] GroupComparison compareMeans(const std::vector<GroupMean>& means);

/// mean(high) - mean(low) with its interval, widened for having picked the extreme pair.
[[nodiscard]] MetricValue meanGapOf(const AttributeAudit& attribute, const GroupComparison& comparison,
    const std::vector<GroupMean>& means, double confidence);

} // namespace evenhand
