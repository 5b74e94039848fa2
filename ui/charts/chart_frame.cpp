#include "ui/charts/chart_picture.h"

#include <QPainter>

#include <cmath>
#include <numbers>

namespace evenhand::ui {

namespace {

void paintLines(
    QPainter& painter, const std::vector<PlacedText>& lines, const QFont& font, const QColor& colour)
{
    painter.setFont(font);
    painter.setPen(colour);
    for (const PlacedText& line : lines)
        painter.drawText(
            line.rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, line.text);
}

/// The unnamed line that points belong to: the same colour and dashes.
const FigureLayer* lineOf(const Figure& figure, const FigureLayer& points)
{
    for (const FigureLayer& layer : figure.layers)
        if (points.mark == Mark::Points && layer.mark == Mark::Line && !layer.inLegend
            && layer.hue == points.hue && layer.index == points.index && !layer.faint)
            return &layer;
    return nullptr;
}

void paintLegend(QPainter& painter, const ChartPicture& picture)
{
    for (const Chip& chip : picture.layout.legend) {
        // Marker and dashes together name a path where colours cannot be told apart.
        if (const FigureLayer* const line = lineOf(picture.figure, picture.figure.layers[chip.layer]))
            paintSwatch(painter, picture.palette, *line, chip.swatch.adjusted(-3, 0, 3, 0));
        paintSwatch(painter, picture.palette, picture.figure.layers[chip.layer], chip.swatch);
        painter.setFont(picture.fonts.body);
        painter.setPen(picture.palette.text);
        painter.drawText(chip.rect.adjusted(chip.swatch.width() + 7.0, 0, 4, 0),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, chip.name);
    }
}

void paintAxes(QPainter& painter, const ChartPicture& picture)
{
    const FigureLayout& layout = picture.layout;
    const QRectF& plot = layout.plot;
    const auto isInside
        = [](double at, const ValueRange& range) { return at >= range.low && at <= range.high; };
    painter.setPen(QPen(picture.palette.grid, 1.0));
    for (const PlacedTick& tick : layout.yTicks) {
        const double y = layout.toScene({layout.x.low, tick.at}).y();
        if (isInside(tick.at, layout.y))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
    if (picture.figure.x.categories.empty()) {
        for (const PlacedTick& tick : layout.xTicks) {
            const double x = layout.toScene({tick.at, layout.y.low}).x();
            if (isInside(tick.at, layout.x))
                painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        }
    }
    painter.setPen(QPen(picture.palette.axis, 1.0));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.setFont(picture.fonts.tick);
    for (const PlacedTick& tick : layout.xTicks) {
        const double x = layout.toScene({tick.at, layout.y.low}).x();
        painter.setPen(QPen(picture.palette.axis, 1.0));
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4.0));
        painter.setPen(picture.palette.secondary);
        painter.drawText(tick.label.rect,
            Qt::AlignHCenter | Qt::AlignTop | Qt::TextSingleLine | Qt::TextDontClip, tick.label.text);
    }
    painter.setPen(picture.figure.y.categories.empty() ? picture.palette.secondary : picture.palette.text);
    for (const PlacedTick& tick : layout.yTicks)
        painter.drawText(tick.label.rect,
            Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, tick.label.text);
    painter.setFont(picture.fonts.body);
    painter.setPen(picture.palette.text);
    painter.drawText(
        layout.yLabel.rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, layout.yLabel.text);
    painter.drawText(layout.xLabel.rect,
        Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, layout.xLabel.text);
}

void paintEmpty(QPainter& painter, const ChartPicture& picture)
{
    const QRectF area = picture.layout.plot.adjusted(12, 12, -12, -12);
    painter.setFont(picture.fonts.body);
    painter.setPen(picture.palette.secondary);
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, picture.texts.empty);
}

} // namespace

void paintFrame(QPainter& painter, const ChartPicture& picture)
{
    painter.fillRect(QRectF(QPointF(0, 0), picture.layout.size), picture.palette.background);
    paintLines(painter, picture.layout.title, picture.fonts.title, picture.palette.text);
    paintLines(painter, picture.layout.subtitle, picture.fonts.subtitle, picture.palette.secondary);
    paintLines(painter, picture.layout.notes, picture.fonts.note, picture.palette.secondary);
    if (!picture.prepared.hasData) {
        paintEmpty(painter, picture);
        return;
    }
    paintLegend(painter, picture);
    paintAxes(painter, picture);
}

QPainterPath markerPath(MarkerShape shape, const QPointF& centre, double radius)
{
    QPainterPath path;
    if (shape == MarkerShape::Circle) {
        path.addEllipse(centre, radius, radius);
        return path;
    }
    if (shape == MarkerShape::Square) {
        path.addRect(
            QRectF(centre.x() - 0.88 * radius, centre.y() - 0.88 * radius, 1.76 * radius, 1.76 * radius));
        return path;
    }
    if (shape == MarkerShape::Cross) {
        const double arm = 0.3 * radius;
        path.addPolygon(QPolygonF() << QPointF(-arm, -radius) << QPointF(arm, -radius) << QPointF(arm, -arm)
                                    << QPointF(radius, -arm) << QPointF(radius, arm) << QPointF(arm, arm)
                                    << QPointF(arm, radius) << QPointF(-arm, radius) << QPointF(-arm, arm)
                                    << QPointF(-radius, arm) << QPointF(-radius, -arm)
                                    << QPointF(-arm, -arm));
        path.closeSubpath();
        path.translate(centre);
        return path;
    }
    const bool star = shape == MarkerShape::Star;
    const int corners = shape == MarkerShape::Diamond ? 4 : shape == MarkerShape::Triangle ? 3 : 5;
    const double reach = radius * (shape == MarkerShape::Triangle || star ? 1.25 : 1.15);
    const int steps = star ? 2 * corners : corners;
    QPolygonF polygon;
    for (int i = 0; i < steps; ++i) {
        const double angle = -std::numbers::pi / 2 + 2 * std::numbers::pi * i / steps;
        const double r = star && i % 2 == 1 ? 0.45 * reach : reach;
        polygon << centre + QPointF(r * std::cos(angle), r * std::sin(angle));
    }
    path.addPolygon(polygon);
    path.closeSubpath();
    return path;
}

void paintSwatch(QPainter& painter, const Palette& palette, const FigureLayer& layer, const QRectF& rect)
{
    const QColor colour = palette.colour(layer.hue, layer.index);
    const QPointF middle = rect.center();
    switch (layer.mark) {
    case Mark::Points:
        painter.setPen(QPen(layerPen(palette, layer).color(), 1.4));
        painter.setBrush(layer.hollow || layer.faint ? palette.background : colour);
        painter.drawPath(markerPath(markerOf(layer), middle, 4.6));
        break;
    case Mark::Area:
    case Mark::Bars:
        painter.fillRect(
            QRectF(rect.left(), middle.y() - 5.0, rect.width(), 10.0), layerFill(palette, layer));
        painter.setPen(layerPen(palette, layer));
        painter.drawLine(QPointF(rect.left(), middle.y() - 5.0), QPointF(rect.right(), middle.y() - 5.0));
        break;
    case Mark::VerticalRule:
    case Mark::Segment:
        painter.setPen(layerPen(palette, layer));
        painter.drawLine(QPointF(middle.x(), middle.y() - 7.0), QPointF(middle.x(), middle.y() + 7.0));
        break;
    case Mark::Line:
    case Mark::Step:
    case Mark::HorizontalRule:
        painter.setPen(layerPen(palette, layer));
        painter.drawLine(QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y()));
        break;
    }
    painter.setBrush(Qt::NoBrush);
}

} // namespace evenhand::ui
