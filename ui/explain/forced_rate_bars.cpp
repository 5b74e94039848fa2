#include "ui/explain/forced_rate_bars.h"

#include "ui/text/labels.h"
#include "ui/theme/theme.h"
#include "ui/views/verdict_level.h"

#include <QPainter>

#include <algorithm>

namespace evenhand::ui {

namespace {
constexpr int kRowHeight = 22;
constexpr int kBar = 8;
} // namespace

ForcedRateBars::ForcedRateBars(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ForcedRateBars::setChoice(const ForcedRate& choice, const std::vector<std::string>& names)
{
    m_values = choice.values;
    m_names.clear();
    QStringList words;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        m_names << QString::fromStdString(names[i]);
        words << tr("%1: %2").arg(m_names.last(), numberOf(m_values[i]));
    }
    setAccessibleName(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize ForcedRateBars::sizeHint() const
{
    return {300, static_cast<int>(m_values.size()) * kRowHeight};
}

QString ForcedRateBars::numberOf(double value) const
{
    const QString number = formatNumber(value, 0.0, true);
    return value >= 0.0 && value <= 1.0 ? number : tr("%1, impossible").arg(number);
}

void ForcedRateBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColours colours = currentColours();
    double names = 0.0;
    double numbers = 0.0;
    for (int i = 0; i < m_names.size(); ++i) {
        names = std::max<double>(names, fontMetrics().horizontalAdvance(m_names[i]));
        numbers = std::max<double>(
            numbers, fontMetrics().horizontalAdvance(numberOf(m_values[static_cast<std::size_t>(i)])));
    }
    names = std::min(names, 0.4 * width());
    const double left = names + 12.0;
    const double wide = std::max(40.0, width() - left - numbers - 12.0);
    for (int i = 0; i < m_names.size(); ++i) {
        const double value = m_values[static_cast<std::size_t>(i)];
        const bool isPossible = value >= 0.0 && value <= 1.0;
        const double top = i * kRowHeight;
        painter.setPen(colours.text);
        painter.drawText(QRectF(0.0, top, names, kRowHeight), Qt::AlignVCenter,
            fontMetrics().elidedText(m_names[i], Qt::ElideRight, static_cast<int>(names) + 1));
        const QRectF track(left, top + (kRowHeight - kBar) / 2.0, wide, kBar);
        const QColor fill = isPossible ? colours.accent : levelColour(VerdictLevel::Beyond, colours.dark);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.border);
        painter.drawRoundedRect(track, 4, 4);
        painter.setBrush(isPossible ? QBrush(fill) : QBrush(fill, Qt::BDiagPattern));
        painter.drawRoundedRect(
            QRectF(track.left(), track.top(), std::clamp(value, 0.0, 1.0) * wide, kBar), 4, 4);
        painter.setPen(isPossible ? colours.text : fill);
        painter.drawText(
            QRectF(left + wide + 12.0, top, numbers + 2.0, kRowHeight), Qt::AlignVCenter, numberOf(value));
    }
}

} // namespace evenhand::ui
