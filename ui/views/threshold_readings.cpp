#include "ui/views/threshold_readings.h"

#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr int kGap = 6;
constexpr int kPadding = 7;

QFont smallFont(const QFont& base)
{
    QFont font = base;
    font.setPointSizeF(0.88 * base.pointSizeF());
    return font;
}

QFont strongFont(const QFont& base)
{
    QFont font = base;
    font.setWeight(QFont::DemiBold);
    font.setPointSizeF(1.1 * base.pointSizeF());
    return font;
}

QString share(const std::optional<double>& value)
{
    return value ? QStringLiteral("%1\u00a0%").arg(QLocale().toString(100.0 * *value, 'f', 1))
                 : QStringLiteral("–");
}

QString points(const std::optional<double>& value)
{
    return value ? QLocale().toString(*value, 'f', 3) : QStringLiteral("–");
}

} // namespace

ThresholdReadings::ThresholdReadings(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Gaps between the groups, accuracy and cost"));
}

void ThresholdReadings::setStates(const ThresholdState& start, const ThresholdState& now)
{
    const auto tile
        = [](const QString& name, const QString& tip, const QString& before, const QString& after) {
              return Tile {name, tip, before, after, before != after};
          };
    m_tiles = {tile(tr("Demographic parity"),
                   tr("Largest difference of the selection rates of two groups; 0 is parity"),
                   points(start.demographicParity), points(now.demographicParity)),
        tile(tr("Equal opportunity"),
            tr("Largest difference of the true positive rates of two groups; 0 is parity"),
            points(start.equalOpportunity), points(now.equalOpportunity)),
        tile(tr("Equalised odds"),
            tr("Largest difference of the true or of the false positive rates of two groups; 0 is parity"),
            points(start.equalizedOdds), points(now.equalizedOdds)),
        tile(
            tr("Accuracy"), tr("Rightly decided among all rows"), share(start.accuracy), share(now.accuracy)),
        tile(tr("Mean cost"), tr("Of the errors, with the costs chosen beside the figure"),
            QLocale().toString(start.cost, 'f', 3), QLocale().toString(now.cost, 'f', 3))};
    setAccessibleDescription(plainTexts().join(QStringLiteral("; ")));
    update();
}

void ThresholdReadings::clear()
{
    m_tiles.clear();
    update();
}

QStringList ThresholdReadings::plainTexts() const
{
    QStringList texts;
    for (const Tile& tile : m_tiles)
        texts << (tile.isChanged ? tr("%1: %2, before %3").arg(tile.name, tile.now, tile.before)
                                 : tr("%1: %2").arg(tile.name, tile.now));
    return texts;
}

QSize ThresholdReadings::sizeHint() const
{
    return {
        5 * 120, QFontMetrics(smallFont(font())).height() + QFontMetrics(strongFont(font())).height() + 10};
}

QSize ThresholdReadings::minimumSizeHint() const
{
    return {300, sizeHint().height()};
}

QRect ThresholdReadings::rectOf(std::size_t tile) const
{
    // Each as wide as its name asks for, and an equal part of what is left.
    const QFontMetrics metrics(smallFont(font()));
    const int numbers = QFontMetrics(strongFont(font())).horizontalAdvance(share(0.888)) + 7
        + metrics.horizontalAdvance(tr("was %1").arg(share(0.888)));
    const auto wanted = [&](const Tile& each) {
        return std::max(metrics.horizontalAdvance(each.name), numbers) + 2 * kPadding;
    };
    const int n = static_cast<int>(m_tiles.size());
    int left = width() - (n - 1) * kGap;
    for (const Tile& each : m_tiles)
        left -= wanted(each);
    int x = 0;
    for (std::size_t i = 0;; ++i) {
        const int wide = wanted(m_tiles[i]) + left / n;
        if (i == tile)
            return {x, 0, wide, height()};
        x += wide + kGap;
    }
}

void ThresholdReadings::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColours colours = currentColours();
    const QFont small = smallFont(font());
    const QFont strong = strongFont(font());
    const QFontMetrics smallMetrics(small);
    const QFontMetrics strongMetrics(strong);
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const Tile& tile = m_tiles[i];
        const QRect box = rectOf(i);
        painter.setPen(colours.border);
        painter.setBrush(colours.surface);
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        const QRect inside = box.adjusted(kPadding, 4, -kPadding + 4, -4);
        painter.setFont(small);
        painter.setPen(colours.muted);
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
            smallMetrics.elidedText(tile.name, Qt::ElideRight, inside.width()));
        painter.setFont(strong);
        painter.setPen(colours.text);
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine, tile.now);
        const int used = strongMetrics.horizontalAdvance(tile.now) + 7;
        const QString before = tr("was %1").arg(tile.before);
        if (!tile.isChanged || used + smallMetrics.horizontalAdvance(before) > inside.width())
            continue;
        painter.setFont(small);
        painter.setPen(colours.muted);
        painter.drawText(
            inside.adjusted(used, 0, 0, -1), Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine, before);
    }
}

bool ThresholdReadings::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < m_tiles.size(); ++i)
        if (rectOf(i).contains(help->pos()))
            QToolTip::showText(help->globalPos(),
                QStringLiteral("%1\n%2").arg(plainTexts()[static_cast<qsizetype>(i)], m_tiles[i].tip), this,
                rectOf(i));
    return true;
}

} // namespace evenhand::ui
