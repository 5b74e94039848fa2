#include "ui/views/interval_bar.h"

#include "ui/theme/theme.h"
#include "ui/views/verdict_level.h"

#include <QPainter>

#include <algorithm>

namespace evenhand::ui {

namespace {
constexpr int kRowHeight = 22;
constexpr int kAxisHeight = 18;
constexpr int kGap = 14; ///< between the drawing and the numbers

QFont bold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont small(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}
} // namespace

IntervalBar::IntervalBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void IntervalBar::setVerdict(const Verdict& now, const Verdict* before, Task task, double reach)
{
    m_rows.clear();
    m_unit = measureUnit(now, task);
    m_limit = now.limit;
    const auto add = [this](const Verdict& verdict, const QString& label, bool isFaint) {
        const MetricValue& measure = verdict.measure;
        m_rows.push_back({label, *measure.value, measure.low.value_or(*measure.value),
            measure.high.value_or(*measure.value), verdict.level, isFaint});
    };
    const bool hasBefore = before != nullptr && before->measure.value && measureUnit(*before, task) == m_unit;
    QStringList words;
    if (now.measure.value) {
        if (hasBefore)
            add(*before, tr("before"), true);
        add(now, hasBefore ? tr("after") : QString(), false);
        words
            << tr("%1, limit %2").arg(measureWithInterval(now.measure, m_unit), limitNumber(m_limit, m_unit));
        if (hasBefore)
            words << tr("before the repair %1").arg(measureWithInterval(before->measure, m_unit));
    }
    m_axisLow = 0.0;
    m_axisHigh = std::max(reach, m_limit);
    for (const Row& row : m_rows) {
        m_axisLow = std::min(m_axisLow, row.low);
        m_axisHigh = std::max(m_axisHigh, row.high);
    }
    if (!(m_axisHigh > m_axisLow))
        m_axisHigh = m_axisLow + 1.0;
    setAccessibleName(words.join(QStringLiteral("; ")));
    setToolTip(accessibleName());
    setVisible(!m_rows.empty());
    updateGeometry();
    update();
}

QSize IntervalBar::sizeHint() const
{
    return {420, static_cast<int>(m_rows.size()) * kRowHeight + kAxisHeight};
}

QSize IntervalBar::minimumSizeHint() const
{
    return {280, sizeHint().height()};
}

QString IntervalBar::numbersOf(const Row& row) const
{
    return measureNumber(row.value, m_unit, row.high - row.low);
}

QString IntervalBar::rangeOf(const Row& row) const
{
    MetricValue measure;
    measure.value = row.value;
    measure.low = row.low;
    measure.high = row.high;
    return measureWithInterval(measure, m_unit).mid(numbersOf(row).size());
}

QRectF IntervalBar::plotArea() const
{
    double labels = 6.0;
    // As wide as usual numbers at least, so that the limit stands at one place on all cards.
    double numbers = fontMetrics().horizontalAdvance(m_unit == MeasureUnit::Ratio
            ? QStringLiteral("0.000 (0.000 to 0.000)")
            : tr("00.0 points (00.0 to 00.0)"));
    for (const Row& row : m_rows) {
        if (!row.label.isEmpty())
            labels = std::max(labels, 20.0 + fontMetrics().horizontalAdvance(row.label) + 14.0);
        numbers = std::max<double>(numbers,
            QFontMetrics(bold(font())).horizontalAdvance(numbersOf(row))
                + fontMetrics().horizontalAdvance(rangeOf(row)));
    }
    return {labels, 0.0, std::max(60.0, width() - labels - kGap - numbers - 2.0),
        static_cast<double>(m_rows.size()) * kRowHeight};
}

double IntervalBar::position(double value) const
{
    const QRectF plot = plotArea();
    return plot.left() + plot.width() * (value - m_axisLow) / (m_axisHigh - m_axisLow);
}

void IntervalBar::paintAxis(QPainter& painter) const
{
    const ThemeColours colours = currentColours();
    const QRectF plot = plotArea();
    const bool isRatio = m_unit == MeasureUnit::Ratio;
    const double limit = position(m_limit);
    const double parity = position(isRatio ? 1.0 : 0.0);
    QRectF allowed = plot;
    // A difference may point either way; a ratio is that of the smaller to the larger rate.
    allowed.setLeft(isRatio ? limit : std::max(plot.left(), position(-m_limit)));
    allowed.setRight(isRatio ? plot.right() : limit);
    painter.fillRect(plot, colours.alternate);
    QColor inside = levelColour(VerdictLevel::Within, colours.dark);
    inside.setAlphaF(colours.dark ? 0.20F : 0.13F);
    painter.fillRect(allowed, inside);
    painter.setPen(QPen(colours.strongBorder, 1.0));
    painter.drawLine(QPointF(parity, plot.top()), QPointF(parity, plot.bottom()));
    painter.setPen(QPen(colours.text, 1.6));
    painter.drawLine(QPointF(limit, plot.top()), QPointF(limit, plot.bottom() + 3.0));

    painter.setFont(small(font()));
    const QFontMetrics metrics(painter.font());
    const auto label = [&](double x, const QString& words) {
        const double wide = metrics.horizontalAdvance(words) + 2.0;
        return QRectF(
            std::clamp(x - wide / 2.0, 0.0, width() - wide), plot.bottom() + 2.0, wide, kAxisHeight - 2.0);
    };
    const QString limitWords = tr("limit %1").arg(limitNumber(m_limit, m_unit));
    const QRectF limitBox = label(limit, limitWords);
    painter.drawText(limitBox, Qt::AlignCenter, limitWords);
    painter.setPen(colours.muted);
    const QString equal = tr("equal");
    const QRectF equalBox = label(parity, equal);
    if (!equalBox.adjusted(-5, 0, 5, 0).intersects(limitBox))
        painter.drawText(equalBox, Qt::AlignCenter, equal);
    const QRectF zeroBox = label(position(0.0), QStringLiteral("0"));
    if (isRatio && !zeroBox.adjusted(-5, 0, 5, 0).intersects(limitBox))
        painter.drawText(zeroBox, Qt::AlignCenter, QStringLiteral("0"));
}

void IntervalBar::paintRow(QPainter& painter, const Row& row, double y) const
{
    const ThemeColours colours = currentColours();
    const QRectF plot = plotArea();
    const double centre = y + kRowHeight / 2.0;
    const QColor ink = row.isFaint ? colours.muted : colours.text;
    painter.setFont(font());
    if (!row.label.isEmpty()) {
        paintLevelSymbol(painter, QRectF(0.0, centre - 6.5, 13.0, 13.0), row.level, colours.dark);
        painter.setPen(ink);
        painter.drawText(QRectF(20.0, y, plot.left() - 20.0, kRowHeight), Qt::AlignVCenter, row.label);
    }
    const QColor colour = row.isFaint ? colours.muted : levelColour(row.level, colours.dark);
    painter.setPen(QPen(colour, row.isFaint ? 1.4 : 2.6, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(position(row.low), centre), QPointF(position(row.high), centre));
    for (const double end : {row.low, row.high})
        painter.drawLine(QPointF(position(end), centre - 4.0), QPointF(position(end), centre + 4.0));
    painter.setBrush(row.isFaint ? colours.surface : colour);
    painter.setPen(QPen(row.isFaint ? colour : colours.surface, 1.4));
    // The dot must not hide a narrow interval.
    const double radius = position(row.high) - position(row.low) < 14.0 ? 3.0 : 4.6;
    painter.drawEllipse(QPointF(position(row.value), centre), radius, radius);

    const double left = plot.right() + kGap;
    painter.setPen(ink);
    painter.setFont(row.isFaint ? font() : bold(font()));
    const QString number = numbersOf(row);
    painter.drawText(QRectF(left, y, width() - left, kRowHeight), Qt::AlignVCenter, number);
    const double after = left + QFontMetrics(painter.font()).horizontalAdvance(number);
    painter.setFont(font());
    painter.setPen(colours.muted);
    painter.drawText(QRectF(after, y, width() - after, kRowHeight), Qt::AlignVCenter, rangeOf(row));
}

void IntervalBar::paintEvent(QPaintEvent*)
{
    if (m_rows.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxis(painter);
    double y = 0.0;
    for (const Row& row : m_rows) {
        paintRow(painter, row, y);
        y += kRowHeight;
    }
}

} // namespace evenhand::ui
