#include "ui/views/audit_pages.h"

#include "engine/audit/conditional.h"
#include "engine/figures/audit_curves.h"
#include "engine/figures/rate_curve.h"

#include <QCoreApplication>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("audit_pages", text);
}

bool hasOutcomes(const AuditRows& rows)
{
    return !rows.y.empty() || !rows.scoreOutcome.empty();
}

/// Whether groups are made of a number, so that the number itself can be looked at.
bool isOfNumber(const AttributeAudit& attribute, const Table& table)
{
    if (attribute.isIntersection)
        return false;
    const auto column = table.column(attribute.name);
    return column.has_value() && (*column)->numeric() != nullptr;
}

Result<Figure> byValue(const PageRequest& request, const RunContext& ctx)
{
    const std::string& column = request.audit->attributes[request.attribute].name;
    EH_TRY(const RateCurve curve,
        rateCurve(*request.audit, *request.table->data.table, column, request.metricId, ctx));
    return rateCurveFigure(*request.audit, curve, column, request.metricId);
}

Result<Figure> strata(const PageRequest& request, const RunContext& ctx)
{
    EH_TRY(const ConditionalAudit audit,
        conditionalAudit(*request.audit, request.attribute, *request.table->data.table,
            request.audit->spec.condition, request.metricId, ctx));
    return conditionalRates(audit, auditDataLine(*request.audit, request.attribute));
}

Result<Figure> figureOf(const PageRequest& request, const RunContext& ctx)
{
    const AuditReport& audit = *request.audit;
    switch (request.page) {
    case AuditPage::Rates:
        return request.metricId.empty()
            ? attributeRates(audit, request.attribute, mainRates(audit), request.order)
            : attributeRate(audit, request.attribute, request.metricId, request.order);
    case AuditPage::Distributions:
        return auditDistributions(audit, request.attribute, request.kind);
    case AuditPage::Roc: {
        EH_TRY(const RocCurves curves, rocByGroup(audit, request.attribute, ctx));
        return auditRoc(audit, request.attribute, curves);
    }
    case AuditPage::Calibration: {
        EH_TRY(const CalibrationCurves curves, calibrationByGroup(audit, request.attribute, {}, ctx));
        return auditCalibration(audit, request.attribute, curves);
    }
    case AuditPage::ByValue:
        return byValue(request, ctx);
    case AuditPage::Strata:
        return strata(request, ctx);
    default:
        return Figure {};
    }
}

} // namespace

QString pageName(AuditPage page)
{
    switch (page) {
    case AuditPage::Rates:
        return tr("Rates");
    case AuditPage::Distributions:
        return tr("Distributions");
    case AuditPage::Roc:
        return tr("ROC curves");
    case AuditPage::Calibration:
        return tr("Calibration");
    case AuditPage::Confusion:
        return tr("Confusion table");
    case AuditPage::Pairs:
        return tr("Pairs of groups");
    case AuditPage::ByValue:
        return tr("By value");
    case AuditPage::Strata:
        return tr("Within strata");
    }
    return {};
}

std::vector<AuditPage> pagesFor(const AuditReport& audit, const LoadedTable* table, std::size_t attribute)
{
    if (!audit.rows)
        return {AuditPage::Rates, AuditPage::Pairs};
    const AuditRows& rows = *audit.rows;
    const bool classifies = audit.task == Task::Classification;
    std::vector<AuditPage> pages {AuditPage::Rates};
    if (!rows.score.empty())
        pages.push_back(AuditPage::Distributions);
    if (classifies && !rows.score.empty() && hasOutcomes(rows)) {
        pages.push_back(AuditPage::Roc);
        if (rows.scoreIsProbability)
            pages.push_back(AuditPage::Calibration);
    }
    if (classifies && !rows.decision.empty() && hasOutcomes(rows))
        pages.push_back(AuditPage::Confusion);
    if (audit.attributes[attribute].groups.size() > 1)
        pages.push_back(AuditPage::Pairs);
    if (table != nullptr && table->data.table && isOfNumber(audit.attributes[attribute], *table->data.table))
        pages.push_back(AuditPage::ByValue);
    if (table != nullptr && !audit.spec.condition.empty())
        pages.push_back(AuditPage::Strata);
    return pages;
}

std::vector<std::string> metricsFor(const AuditReport& audit, AuditPage page)
{
    std::vector<std::string> found;
    switch (page) {
    case AuditPage::Rates:
    case AuditPage::Pairs:
        std::ranges::copy_if(
            audit.metricIds, std::back_inserter(found), [](const std::string& id) { return id != "count"; });
        break;
    case AuditPage::ByValue:
    case AuditPage::Strata:
        if (audit.rows)
            std::ranges::copy_if(audit.metricIds, std::back_inserter(found),
                [&](const std::string& id) { return rateRows(*audit.rows, id).has_value(); });
        break;
    default:
        break;
    }
    return found;
}

bool showsMainRates(const AuditReport& audit, AuditPage page)
{
    return page == AuditPage::Rates && mainRates(audit).size() > 1;
}

Result<PageContent> makePage(const PageRequest& request, const RunContext& ctx)
{
    PageContent content;
    if (request.page == AuditPage::Pairs) {
        EH_TRY(PairMatrix matrix, pairMatrix(*request.audit, request.attribute, request.metricId, ctx));
        content.pairs = std::make_shared<const PairMatrix>(std::move(matrix));
    } else if (request.page != AuditPage::Confusion) {
        EH_TRY(content.figure, figureOf(request, ctx));
    }
    return content;
}

} // namespace evenhand::ui
