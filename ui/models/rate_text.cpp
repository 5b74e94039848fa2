#include "ui/models/rate_text.h"

#include "engine/core/number_text.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("rates", text);
}

QString number(double value, int decimals, bool isShare)
{
    // A rounded zero has no sign.
    const double shown = isShare ? 100.0 * value : value;
    const double unit = std::pow(10.0, -decimals);
    return QLocale().toString(std::abs(shown) < 0.5 * unit ? 0.0 : shown, 'f', decimals);
}

int decimalsOf(double width, bool isShare)
{
    const int decimals = supportedDecimals(width > 0.0 ? width : 0.001, 4);
    return isShare ? std::clamp(decimals - 2, 0, 2) : decimals;
}

} // namespace

QString rateText(const MetricValue& value, bool isShare)
{
    if (!value.value)
        return QStringLiteral("–");
    const double width = value.low && value.high ? *value.high - *value.low : 0.0;
    const QString shown = number(*value.value,
        width > 0.0   ? decimalsOf(width, isShare)
            : isShare ? 1
                      : 3,
        isShare);
    return isShare ? tr("%1\u00a0%").arg(shown) : shown;
}

QString rateWithInterval(const MetricValue& value, bool isShare)
{
    if (!value.value || !value.low || !value.high)
        return rateText(value, isShare);
    const int decimals = decimalsOf(*value.high - *value.low, isShare);
    return tr("%1 (%2 to %3)")
        .arg(rateText(value, isShare), number(*value.low, decimals, isShare),
            number(*value.high, decimals, isShare));
}

QString signedDifference(double difference, double width, bool isShare)
{
    const QString shown = number(difference,
        width > 0.0   ? decimalsOf(width, isShare)
            : isShare ? 1
                      : 3,
        isShare);
    if (difference < 0.0 && shown.startsWith(QLocale().negativeSign()))
        return QStringLiteral("−") + shown.mid(QLocale().negativeSign().size());
    return difference > 0.0 ? QStringLiteral("+") + shown : shown;
}

QString qText(double q)
{
    return q < 0.001 ? QStringLiteral("< %1").arg(QLocale().toString(0.001, 'f', 3))
                     : QLocale().toString(q, 'f', 3);
}

QString countText(double count)
{
    const bool isWhole = std::abs(count - std::round(count)) < 1e-9 * std::max(1.0, std::abs(count));
    return QLocale().toString(count, 'f', isWhole ? 0 : 1);
}

} // namespace evenhand::ui
