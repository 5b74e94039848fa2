#include "engine/figures/figure_parts.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/models/rate_text.h"
#include "ui/text/labels.h"
#include "ui/views/threshold_overlay.h"

#include <QPainter>

#include <algorithm>

namespace evenhand::ui {

namespace {

constexpr double kPillHeight = 20.0;
constexpr std::size_t kLayersPerRow = 4; ///< of thresholdFigure(): area and outline of both outcomes

QColor withAlpha(QColor colour, float alpha)
{
    colour.setAlphaF(alpha);
    return colour;
}

/// The area of a layer as it is drawn.
QPainterPath pathOf(const FigureLayer& layer, const FigureLayout& layout)
{
    QPolygonF polygon;
    for (std::size_t i = 0; i < layer.x.size(); ++i)
        polygon << layout.toScene({layer.x[i], layer.high[i]});
    for (std::size_t i = layer.x.size(); i-- > 0;)
        polygon << layout.toScene({layer.x[i], layer.low[i]});
    QPainterPath path;
    path.addPolygon(polygon);
    path.closeSubpath();
    return path;
}

void fillInside(QPainter& painter, const QPainterPath& path, const QRectF& side, const QBrush& brush)
{
    if (side.width() <= 0.0)
        return;
    painter.setClipRect(side);
    painter.fillPath(path, brush);
    painter.setClipping(false);
}

} // namespace

/// Paints the figure below into m_below and finds the rows in it.
void ThresholdOverlay::prepare()
{
    QWidget* const viewport = parentWidget();
    m_below = QPixmap(size() * devicePixelRatioF());
    m_below.setDevicePixelRatio(devicePixelRatioF());
    m_below.fill(picture().palette.background);
    viewport->render(&m_below, {}, {}, QWidget::DrawWindowBackground);
    m_rows.clear();
    if (!m_subject)
        return;
    const std::vector<ShownGroup> shown = shownGroups(m_subject->counts);
    const ChartPicture& drawn = picture();
    if (drawn.figure.layers.size() < kLayersPerRow * shown.size() || !drawn.prepared.hasData)
        return;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto at = static_cast<double>(shown.size() - 1 - i);
        const double top = drawn.layout.toScene({0.0, at + 0.5}).y();
        const double bottom = drawn.layout.toScene({0.0, at - 0.5}).y();
        const FigureLayer* const layers = &drawn.figure.layers[kLayersPerRow * i];
        m_rows.push_back({shown[i].group, drawn.palette.colour(Hue::Group, shown[i].colour),
            QRectF(drawn.layout.plot.left(), top, drawn.layout.plot.width(), bottom - top),
            pathOf(layers[0], drawn.layout), pathOf(layers[2], drawn.layout)});
    }
    m_row = std::min(m_row, m_rows.empty() ? 0 : m_rows.size() - 1);
    describe();
}

QRectF ThresholdOverlay::side(const Row& row, bool isSelected) const
{
    const double x = xOf(m_thresholds[row.group]);
    const bool isRight = isSelected != m_subject->lowIsSelected;
    return isRight ? QRectF(QPointF(x, row.rect.top()), row.rect.bottomRight())
                   : QRectF(row.rect.topLeft(), QPointF(x, row.rect.bottom()));
}

void ThresholdOverlay::paintRow(QPainter& painter, const Row& row) const
{
    const QRectF selected = side(row, true);
    const QRectF rejected = side(row, false);
    const QBrush fill(withAlpha(row.colour, 0.5F));
    const QBrush hatch(withAlpha(picture().palette.text, 0.6F), Qt::BDiagPattern);
    fillInside(painter, row.up, selected, fill);
    fillInside(painter, row.down, selected, fill);
    fillInside(painter, row.down, selected, hatch);
    fillInside(painter, row.up, rejected, hatch);
}

/// Four counts in the four corners of a row; in words where there is room for them.
void ThresholdOverlay::paintCounts(QPainter& painter, const Row& row) const
{
    const QFont& font = picture().fonts.tick;
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(font);
    const QFontMetricsF strongMetrics(strong);
    const double height = metrics.height();
    if (row.rect.height() < 2.0 * height + 6.0)
        return;
    const Confusion& cells = m_state.cells[row.group];
    const auto paint = [&](const RowSum& count, const QString& words, bool isSelected, bool isTop) {
        const QRectF room = side(row, isSelected).adjusted(6, 3, -6, -3);
        const QString number = countText(count.rows);
        const double numberWidth = strongMetrics.horizontalAdvance(number);
        const double wordsWidth = metrics.horizontalAdvance(words) + 5.0;
        const bool hasWords = room.width() >= numberWidth + wordsWidth + 12.0;
        const double width = numberWidth + (hasWords ? wordsWidth : 0.0);
        if (room.width() < numberWidth + 4.0)
            return;
        const bool isRight = isSelected != m_subject->lowIsSelected;
        const double left = isRight ? room.right() - width : room.left();
        const double top = isTop ? room.top() : room.bottom() - height;
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(picture().palette.background, 0.82F));
        painter.drawRoundedRect(QRectF(left - 3, top - 1, width + 6, height + 1), 3, 3);
        painter.setPen(picture().palette.text);
        painter.setFont(strong);
        painter.drawText(
            QRectF(left, top, numberWidth + 2, height), Qt::AlignLeft | Qt::AlignVCenter, number);
        if (!hasWords)
            return;
        painter.setPen(picture().palette.secondary);
        painter.setFont(font);
        painter.drawText(QRectF(left + numberWidth + 5.0, top, wordsWidth + 2, height),
            Qt::AlignLeft | Qt::AlignVCenter, words);
    };
    paint(cells.truePositive, tr("rightly selected"), true, true);
    paint(cells.falsePositive, tr("wrongly selected"), true, false);
    paint(cells.falseNegative, tr("wrongly rejected"), false, true);
    paint(cells.trueNegative, tr("rightly rejected"), false, false);
}

void ThresholdOverlay::paintLine(
    QPainter& painter, double threshold, const QColor& colour, double top, double bottom) const
{
    const double x = xOf(threshold);
    painter.setPen(QPen(picture().palette.background, 5.0));
    painter.drawLine(QPointF(x, top), QPointF(x, bottom));
    painter.setPen(QPen(colour, 2.4));
    painter.drawLine(QPointF(x, top), QPointF(x, bottom));
}

/// A flag with the number, wide enough for a finger; a ring where the keyboard is.
void ThresholdOverlay::paintHandle(
    QPainter& painter, double threshold, const QColor& colour, double centre, bool isCurrent) const
{
    const bool isNobody = threshold > m_subject->high;
    const QString number = isNobody ? tr("nobody") : plainNumber(m_subject->shown(threshold), 4);
    QFont font = picture().fonts.tick;
    font.setWeight(QFont::DemiBold);
    const double width = QFontMetricsF(font).horizontalAdvance(number) + 16.0;
    const double left
        = std::clamp(xOf(threshold) - 0.5 * width, 2.0, std::max(2.0, this->width() - width - 2.0));
    const QRectF pill(left, centre - 0.5 * kPillHeight, width, kPillHeight);
    if (isCurrent && hasFocus()) {
        painter.setPen(QPen(picture().palette.text, 2.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(pill.adjusted(-3, -3, 3, 3), 12, 12);
    }
    painter.setPen(QPen(picture().palette.background, 1.5));
    painter.setBrush(colour);
    painter.drawRoundedRect(pill, 10, 10);
    painter.setPen(picture().palette.background);
    painter.setFont(font);
    painter.drawText(pill, Qt::AlignCenter, number);
}

/// Where the threshold was, for comparison.
void ThresholdOverlay::paintStart(QPainter& painter, const Row& row) const
{
    const double x = xOf(m_subject->start);
    if (std::abs(x - xOf(m_thresholds[row.group])) < 1.0)
        return;
    painter.setPen(QPen(picture().palette.secondary, 1.2, Qt::DashLine));
    painter.drawLine(QPointF(x, row.rect.top() + 2), QPointF(x, row.rect.bottom() - 2));
}

void ThresholdOverlay::paintEvent(QPaintEvent* /*event*/)
{
    if (m_below.isNull())
        prepare();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_below);
    if (!m_subject || m_thresholds.empty() || m_rows.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Row& row : m_rows)
        paintRow(painter, row);
    for (const Row& row : m_rows) {
        paintStart(painter, row);
        paintCounts(painter, row);
    }
    const QRectF& plot = picture().layout.plot;
    if (m_isCommon) {
        const double threshold = m_thresholds[m_rows.front().group];
        paintLine(painter, threshold, picture().palette.neutral, plot.top(), plot.bottom());
        paintHandle(painter, threshold, picture().palette.neutral, plot.center().y(), true);
        return;
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        paintLine(painter, m_thresholds[row.group], row.colour, row.rect.top() + 2, row.rect.bottom() - 2);
        paintHandle(painter, m_thresholds[row.group], row.colour, row.rect.center().y(), i == m_row);
    }
}

} // namespace evenhand::ui
