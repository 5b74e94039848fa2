#include "ui/views/measure_text.h"

#include "engine/core/number_text.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("verdicts", text);
}

/// The number alone, without its unit.
QString bareNumber(double value, MeasureUnit unit, double width)
{
    switch (unit) {
    case MeasureUnit::Ratio:
        return QLocale().toString(value, 'f', std::clamp(supportedDecimals(width), 2, 3));
    case MeasureUnit::Points:
        return QLocale().toString(100.0 * value, 'f', std::min(1, supportedDecimals(100.0 * width)));
    case MeasureUnit::Number:
        break;
    }
    return plainNumber(value, 3);
}

QString intervalWords(const MetricValue& value, const QString& low, const QString& high)
{
    return value.low && value.high ? tr("%1 to %2").arg(low, high) : tr("interval unknown");
}

} // namespace

MeasureUnit measureUnit(const Verdict& verdict, Task task)
{
    if (verdict.isRatio)
        return MeasureUnit::Ratio;
    return task == Task::Regression ? MeasureUnit::Number : MeasureUnit::Points;
}

QString measureNumber(double value, MeasureUnit unit, double width)
{
    const QString number = bareNumber(value, unit, width);
    return unit == MeasureUnit::Points ? tr("%1 points").arg(number) : number;
}

QString measureWithInterval(const MetricValue& measure, MeasureUnit unit)
{
    if (!measure.value)
        return {};
    const double low = measure.low.value_or(*measure.value);
    const double high = measure.high.value_or(*measure.value);
    return QStringLiteral("%1 (%2)").arg(measureNumber(*measure.value, unit, high - low),
        intervalWords(measure, bareNumber(low, unit, high - low), bareNumber(high, unit, high - low)));
}

QString limitNumber(double limit, MeasureUnit unit)
{
    return unit == MeasureUnit::Points ? tr("%1 points").arg(plainNumber(100.0 * limit, 3))
                                       : plainNumber(limit, 3);
}

QString metricWithInterval(const MetricValue& value, bool isShare, double confidence)
{
    if (!value.value)
        return value.undefined.empty() ? tr("not known") : translate(value.undefined);
    const double low = value.low.value_or(*value.value);
    const double high = value.high.value_or(*value.value);
    const auto number
        = [&](double x) { return isShare ? formatNumber(x, (high - low) / 2.0, true) : plainNumber(x, 4); };
    if (!value.low || !value.high)
        return number(*value.value);
    return tr("%1 (%2\u00a0% interval %3 to %4)")
        .arg(number(*value.value), plainNumber(100.0 * confidence, 4), number(low), number(high));
}

QString attributeLabel(const AuditReport& report, const AttributeAudit& attribute)
{
    if (!attribute.isIntersection)
        return QString::fromStdString(attribute.name);
    QStringList names;
    for (const std::string& name : report.roles.sensitive)
        names << QString::fromStdString(name);
    return names.join(QStringLiteral(" × "));
}

QString headlineOf(const AttributeAudit& attribute)
{
    if (attribute.verdicts.empty())
        return tr("there is nothing to judge");
    const auto total = static_cast<int>(attribute.verdicts.size());
    std::array<int, 4> counts {};
    for (const Verdict& verdict : attribute.verdicts)
        ++counts[static_cast<std::size_t>(verdict.level)];
    const int within = counts[static_cast<std::size_t>(VerdictLevel::Within)];
    const int beyond = counts[static_cast<std::size_t>(VerdictLevel::Beyond)];
    const int unclear = counts[static_cast<std::size_t>(VerdictLevel::Unclear)];
    const int undecidable = counts[static_cast<std::size_t>(VerdictLevel::Undecidable)];
    if (within == total)
        return total == 1 ? tr("the one notion judged is within the limit")
                          : tr("all %1 notions are within the limit").arg(total);
    if (undecidable == total)
        return total == 1 ? tr("the one notion cannot be decided")
                          : tr("none of the %1 notions can be decided").arg(total);
    QStringList parts;
    if (beyond > 0) {
        parts << (beyond == 1 ? tr("1 of %1 notions is beyond the limit").arg(total)
                              : tr("%1 of %2 notions are beyond the limit").arg(beyond).arg(total));
        if (within > 0)
            parts << (within == 1 ? tr("1 is within") : tr("%1 are within").arg(within));
    } else if (within > 0) {
        parts << (within == 1 ? tr("1 of %1 notions is within the limit").arg(total)
                              : tr("%1 of %2 notions are within the limit").arg(within).arg(total));
    } else {
        parts << tr("no verdict on any of %1 notions").arg(total);
    }
    if (unclear > 0)
        parts << (unclear == 1 ? tr("1 is not decided") : tr("%1 are not decided").arg(unclear));
    if (undecidable > 0)
        parts << (undecidable == 1 ? tr("1 cannot be decided") : tr("%1 cannot be decided").arg(undecidable));
    return parts.join(QStringLiteral("; "));
}

} // namespace evenhand::ui
