#pragma once

#include "engine/audit/audit_rows.h"
#include "engine/metrics/metric.h"

namespace evenhand {

/// The columns of one group's rows; views into the audited rows when there is only one group.
struct GroupColumns {
    std::vector<double> ownScore, ownY, ownOutcome, ownWeight;
    std::span<const double> score, y, scoreOutcome, weight;

    [[nodiscard]] MetricInput input(Task task) const
    {
        MetricInput rows;
        rows.task = task;
        rows.score = score;
        rows.y = y;
        rows.scoreOutcome = scoreOutcome;
        rows.weight = weight;
        return rows;
    }
};

/// The columns of every group.
/// @param codes  (n,) group of every audited row, in [0, nGroups)
[[nodiscard]] std::vector<GroupColumns> splitColumns(
    const AuditRows& rows, const std::vector<std::int32_t>& codes, std::size_t nGroups);

} // namespace evenhand
