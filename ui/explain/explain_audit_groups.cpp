#include "ui/explain/explain_audit_groups.h"

#include "ui/explain/explain_page.h"
#include "ui/models/rate_text.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QCoreApplication>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("explain", text);
}

/// The groups with the lowest and the highest value; small groups do not count.
QString extremesSentence(
    const AuditReport& audit, const AttributeAudit& attribute, const std::string& metricId)
{
    const std::optional<std::size_t> metric = audit.metricIndex(metricId);
    if (!metric)
        return {};
    const GroupAudit* low = nullptr;
    const GroupAudit* high = nullptr;
    for (const GroupAudit& group : attribute.groups) {
        const auto& value = group.metrics[*metric].value;
        if (!value || group.isSmall)
            continue;
        if (low == nullptr || *value < *low->metrics[*metric].value)
            low = &group;
        if (high == nullptr || *value > *high->metrics[*metric].value)
            high = &group;
    }
    if (low == high)
        return {};
    const MetricInfo* const info = metricInfo(metricId);
    const bool isShare = info != nullptr && info->isShare;
    return tr("The %1 is lowest for <b>%2</b>, %3, and highest for <b>%4</b>, %5.")
        .arg(metricInSentence(metricId), escaped(low->readable),
            rateWithInterval(low->metrics[*metric], isShare), escaped(high->readable),
            rateWithInterval(high->metrics[*metric], isShare));
}

QString reading(AuditPage page)
{
    switch (page) {
    case AuditPage::Rates:
        return tr(
            "A dot is what was measured, the bar its interval. Bars that do not overlap are a difference "
            "that is hardly chance; bars that overlap a little may still be one, which the pairs of "
            "groups tell. Hollow dots are small groups.");
    case AuditPage::Distributions:
        return tr(
            "Curves that lie on each other mean that the score treats the groups alike; a curve further "
            "to the right means higher scores.");
    case AuditPage::Roc:
        return tr(
            "The further a curve lies towards the upper left, the better the score ranks inside that "
            "group. Curves that cross mean that one group is ranked better among low scores and the other "
            "among high ones.");
    case AuditPage::Calibration:
        return tr("On the diagonal a score of 30 % comes true in 30 % of the cases. A group below it is "
                  "overestimated, a group above it underestimated.");
    case AuditPage::Confusion:
        return tr(
            "Each row counts the decisions of one group against what came true. Hover over a cell to see "
            "it in words; Ctrl+C copies the table.");
    case AuditPage::Pairs:
        return tr("The darker a cell, the larger the difference. Hover over it for interval and test; q "
                  "accounts for the number of pairs that are looked at.");
    case AuditPage::ByValue:
        return tr("The line is the rate among people of about that value, the band its interval.");
    case AuditPage::Strata:
        return tr("If the groups agree inside every stratum but not over all rows, the difference comes from "
                  "how the groups are spread over the strata.");
    }
    return {};
}

QString caveats(const AttributeAudit& attribute)
{
    QStringList small;
    for (const GroupAudit& group : attribute.groups)
        if (group.isSmall && group.rows > 0.0)
            small << tr("%1 (%2 rows)").arg(escaped(group.readable), countText(group.rows));
    QStringList absent;
    for (const std::string& name : attribute.absent)
        absent << escaped(name);
    QStringList parts;
    if (!small.isEmpty())
        parts << tr("Small groups, of which little can be said: %1.").arg(small.join(QStringLiteral(", ")));
    if (!absent.isEmpty())
        parts << tr("Nobody is in: %1.").arg(absent.join(QStringLiteral(", ")));
    return parts.join(QStringLiteral("<br>"));
}

} // namespace

QString explainAuditGroups(
    const AuditReport& audit, std::size_t attribute, AuditPage page, const std::string& metricId)
{
    const AttributeAudit& groups = audit.attributes[attribute];
    ExplainPage explained;
    explained.title = tr("How each group is treated");
    explained.first = tr("Judged are %1 of <b>%2</b>: %3 rows in %4 groups by %5.")
                          .arg(translate(audit.source).toHtmlEscaped(), escaped(audit.dataName),
                              countText(audit.overall.rows))
                          .arg(groups.groups.size())
                          .arg(QStringLiteral("<b>%1</b>").arg(escaped(groups.name)));
    const std::vector<std::string> offered = metricsFor(audit, page);
    if (!offered.empty()) {
        explained.second
            = extremesSentence(audit, groups, metricId.empty() ? std::string("selection_rate") : metricId);
        if (const MetricInfo* const metric = metricId.empty() ? nullptr : metricInfo(metricId)) {
            explained.formula = QStringLiteral("<b>%1</b><br>%2")
                                    .arg(translate(metric->name).toHtmlEscaped(),
                                        translate(metric->description).toHtmlEscaped());
            explained.citation = translate(metric->citation).toHtmlEscaped();
        }
    }
    explained.reading = reading(page);
    explained.caveats = caveats(groups);
    return explained.html();
}

} // namespace evenhand::ui
