#include "ui/text/remaining_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("remaining", text);
}

/// The nearest multiple, at least one.
int rounded(double value, int step)
{
    return std::max(step, static_cast<int>(std::lround(value / step)) * step);
}

} // namespace

QString remainingText(std::optional<double> seconds)
{
    if (!seconds || !std::isfinite(*seconds))
        return {};
    if (*seconds < 5.0)
        return tr("a few seconds left");
    if (*seconds < 55.0)
        return tr("about %1 s left").arg(rounded(*seconds, *seconds < 20.0 ? 5 : 10));
    const double minutes = *seconds / 60.0;
    if (minutes < 55.0)
        return tr("about %1 min left").arg(rounded(minutes, minutes < 10.0 ? 1 : 5));
    const double hours = minutes / 60.0;
    if (hours < 9.75) {
        const int quarters = rounded(hours * 4.0, 1);
        return quarters % 4 == 0 ? tr("about %1 h left").arg(quarters / 4)
                                 : tr("about %1 h %2 min left").arg(quarters / 4).arg(quarters % 4 * 15);
    }
    return hours < 36.0 ? tr("about %1 h left").arg(rounded(hours, 1))
                        : tr("about %1 days left").arg(rounded(hours / 24.0, 1));
}

} // namespace evenhand::ui
