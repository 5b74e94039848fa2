#include "ui/explain/base_rates.h"

#include "ui/text/labels.h"

#include <QCoreApplication>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("explain", text);
}

/// Null without a base rate.
const MetricValue* baseRateOf(const AuditReport& report, const GroupAudit& group)
{
    const auto index = report.metricIndex("base_rate");
    if (!index || *index >= group.metrics.size() || !group.metrics[*index].value)
        return nullptr;
    return &group.metrics[*index];
}

QString percentOf(const MetricValue& rate)
{
    return formatNumber(*rate.value, rate.low && rate.high ? (*rate.high - *rate.low) / 2.0 : 0.0, true);
}

} // namespace

QString baseRateLines(const AuditReport& report, const AttributeAudit& attribute)
{
    constexpr int kMost = 12;
    QStringList lines;
    for (const GroupAudit& group : attribute.groups)
        if (const MetricValue* const rate = baseRateOf(report, group);
            rate != nullptr && lines.size() < kMost)
            lines << tr("%1: %2").arg(QString::fromStdString(group.readable), percentOf(*rate));
    return lines.join(QLatin1Char('\n'));
}

QString baseRateSentence(const AuditReport& report, const AttributeAudit& attribute)
{
    const GroupAudit* low = nullptr;
    const GroupAudit* high = nullptr;
    for (const GroupAudit& group : attribute.groups) {
        const MetricValue* const rate = baseRateOf(report, group);
        if (rate == nullptr || group.isSmall)
            continue;
        if (low == nullptr || *rate->value < *baseRateOf(report, *low)->value)
            low = &group;
        if (high == nullptr || *rate->value > *baseRateOf(report, *high)->value)
            high = &group;
    }
    if (low == high)
        return {};
    const MetricValue& least = *baseRateOf(report, *low);
    const MetricValue& most = *baseRateOf(report, *high);
    const QString rates = tr("In these data the outcome was favourable for %1 of %2 and for %3 of %4.")
                              .arg(percentOf(least), QString::fromStdString(low->readable), percentOf(most),
                                  QString::fromStdString(high->readable));
    // Intervals that overlap leave it open whether the groups differ at all.
    const bool differ = least.high && most.low && *least.high < *most.low;
    return rates + QLatin1Char(' ')
        + (differ
                ? tr("So long as these shares differ and the model errs, equal error rates, equal precision "
                     "and calibrated scores cannot all hold: one has to be chosen.")
                : tr("These shares may be equal; if they are, equal error rates, equal precision and "
                     "calibrated scores can hold together."));
}

} // namespace evenhand::ui
