#include "engine/audit/apply_convention.h"

#include "engine/metrics/convention.h"

#include <algorithm>

namespace evenhand {

namespace {

/// Whether the rows have what the metric needs; without it there is nothing that tools could count otherwise.
bool canBeHad(std::string_view metricId, const AuditRows& rows)
{
    const auto found = std::ranges::find(metrics(), metricId, &MetricInfo::id);
    return found != metrics().end() && (!found->needs.decision || !rows.decision.empty())
        && (!found->needs.outcome || !rows.y.empty());
}

void replace(MetricValue& own, std::optional<MetricValue> theirs)
{
    if (theirs && !(own.value && isSameNumber(own.value, theirs->value)))
        own = std::move(*theirs);
}

} // namespace

Result<void> applyConvention(AuditReport& report)
{
    EH_TRY(const Convention convention, findConvention(report.spec.convention));
    if (convention == Convention::Evenhand)
        return kOk;
    if (report.task != Task::Classification) {
        report.warnings.push_back(text(
            "%1 differs from Evenhand in decisions only; these numbers are Evenhand's", nameOf(convention)));
        return kOk;
    }
    const auto replaceRates = [&](GroupAudit& group) {
        for (std::size_t i = 0; i < group.metrics.size(); ++i)
            if (canBeHad(report.metricIds[i], *report.rows))
                replace(group.metrics[i], inConvention(convention, report.metricIds[i], group.cells));
    };
    replaceRates(report.overall);
    for (AttributeAudit& attribute : report.attributes) {
        std::ranges::for_each(attribute.groups, replaceRates);
        const std::vector<std::string> names = attribute.names();
        std::vector<Confusion> cells;
        for (const GroupAudit& group : attribute.groups)
            cells.push_back(group.cells);
        const GroupCells groups {cells, &names, attribute.reference};
        for (DisparityAudit& disparity : attribute.disparities)
            replace(disparity.value, inConvention(convention, disparity.id, groups));
    }
    report.warnings.push_back(
        text("rates and disparities are shown as %1 counts them, for comparison only; what it does not have, "
             "tests and verdicts are Evenhand's",
            nameOf(convention)));
    return kOk;
}

} // namespace evenhand
