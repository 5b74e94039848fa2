#include "ui/charts/chart_picture.h"

#include "ui/charts/decimate.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

constexpr std::size_t kMostPoints = 2000;
constexpr std::size_t kCloud = 200; ///< points that can still be told apart
constexpr std::size_t kParts = 10;  ///< in which clouds are drawn, by turns

void paintRules(QPainter& painter, const ChartPicture& picture, std::size_t i)
{
    const FigureLayer& layer = picture.figure.layers[i];
    const QRectF& plot = picture.layout.plot;
    painter.setPen(layerPen(picture.palette, layer));
    for (const double at : picture.prepared.layers[i].rules) {
        if (layer.mark == Mark::VerticalRule) {
            const double x = picture.layout.toScene({at, 0.0}).x();
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        } else {
            const double y = picture.layout.toScene({0.0, at}).y();
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        }
    }
}

/// A line with a short foot at either end, so that a distance reads as a distance.
void paintSegments(QPainter& painter, const ChartPicture& picture, std::size_t i)
{
    QPen pen = layerPen(picture.palette, picture.figure.layers[i]);
    pen.setWidthF(2.2);
    painter.setPen(pen);
    for (const QLineF& segment : picture.prepared.layers[i].segments) {
        const QPointF a = picture.layout.toScene(segment.p1());
        const QPointF b = picture.layout.toScene(segment.p2());
        painter.drawLine(a, b);
        for (const QPointF& end : {a, b})
            painter.drawLine(end - QPointF(5, 0), end + QPointF(5, 0));
    }
}

void paintErrorBar(QPainter& painter, const FigureLayout& layout, const ErrorBar& bar)
{
    const QPointF at = layout.toScene({bar.x, bar.y});
    if (!std::isnan(bar.low) && !std::isnan(bar.high)) {
        const double top = layout.toScene({bar.x, bar.high}).y();
        const double bottom = layout.toScene({bar.x, bar.low}).y();
        painter.drawLine(QPointF(at.x(), top), QPointF(at.x(), bottom));
    }
    if (!std::isnan(bar.xLow) && !std::isnan(bar.xHigh)) {
        const double left = layout.toScene({bar.xLow, bar.y}).x();
        const double right = layout.toScene({bar.xHigh, bar.y}).x();
        painter.drawLine(QPointF(left, at.y()), QPointF(right, at.y()));
    }
}

/// The points of a layer that have room, and how they look.
struct Dots {
    std::size_t layer = 0;
    std::vector<std::size_t> shown;
    QPen pen;
    QBrush brush;
    double radius = 0.0;
    bool isCloud = false; ///< too many to be told apart
};

Dots dotsOf(const ChartPicture& picture, std::size_t i)
{
    const FigureLayer& layer = picture.figure.layers[i];
    const QRectF area(picture.layout.x.low, picture.layout.y.low,
        picture.layout.x.high - picture.layout.x.low, picture.layout.y.high - picture.layout.y.low);
    Dots dots;
    dots.layer = i;
    dots.shown = decimatePoints(picture.prepared.layers[i].points, area, kMostPoints);
    const bool many = dots.shown.size() > kCloud;
    dots.isCloud = many;
    dots.radius = many ? 2.2 : layer.faint ? 3.8 : layer.large ? 9.0 : 5.0;
    const QColor colour = layerPen(picture.palette, layer).color();
    const bool hollow = layer.hollow || (layer.faint && !many);
    // A thin edge in the colour of the ground keeps neighbours apart.
    dots.pen = hollow ? QPen(colour, 1.5) : QPen(picture.palette.background, many ? 0.4 : 1.0);
    QColor fill = hollow ? picture.palette.background : colour;
    if (many)
        fill.setAlphaF(0.6F);
    dots.brush = fill;
    return dots;
}

void paintErrorBars(QPainter& painter, const ChartPicture& picture, const Dots& dots)
{
    const FigureLayer& layer = picture.figure.layers[dots.layer];
    QColor colour = layerPen(picture.palette, layer).color();
    colour.setAlphaF(layer.faint ? 0.55F : 0.75F);
    painter.setPen(QPen(colour, layer.faint ? 1.0 : 1.5, Qt::SolidLine, Qt::FlatCap));
    for (const std::size_t k : dots.shown)
        paintErrorBar(painter, picture.layout, picture.prepared.layers[dots.layer].errorBars[k]);
}

/// The share [from, to) of the points, in tenths.
void paintDots(QPainter& painter, const ChartPicture& picture, const Dots& dots, int from, int to)
{
    const FigureLayer& layer = picture.figure.layers[dots.layer];
    const std::vector<QPointF>& points = picture.prepared.layers[dots.layer].points;
    painter.setPen(dots.pen);
    painter.setBrush(dots.brush);
    for (std::size_t k = 0; k < dots.shown.size(); ++k)
        if (const auto part = static_cast<int>(k % kParts); part >= from && part < to)
            painter.drawPath(
                markerPath(markerOf(layer), picture.layout.toScene(points[dots.shown[k]]), dots.radius));
    painter.setBrush(Qt::NoBrush);
}

/// Clouds of points lie among each other: no group hides another by being drawn last.
void paintPoints(QPainter& painter, const ChartPicture& picture, bool faint)
{
    std::vector<Dots> all;
    const std::size_t n = std::min(picture.figure.layers.size(), picture.prepared.layers.size());
    for (std::size_t i = 0; i < n; ++i)
        if (picture.figure.layers[i].mark == Mark::Points && picture.figure.layers[i].faint == faint)
            all.push_back(dotsOf(picture, i));
    for (int part = 0; part < static_cast<int>(kParts); ++part)
        for (const Dots& dots : all)
            if (dots.isCloud)
                paintDots(painter, picture, dots, part, part + 1);
    for (const Dots& dots : all) {
        paintErrorBars(painter, picture, dots);
        if (!dots.isCloud)
            paintDots(painter, picture, dots, 0, static_cast<int>(kParts));
    }
}

void paintRing(QPainter& painter, const QPointF& at, const QColor& colour, double radius)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 2.2));
    painter.drawEllipse(at, radius, radius);
}

void paintSelection(QPainter& painter, const ChartPicture& picture)
{
    if (picture.figure.selectedId < 0)
        return;
    for (std::size_t i = 0; i < picture.figure.layers.size(); ++i) {
        const PreparedLayer& prepared = picture.prepared.layers[i];
        const std::vector<int>& ids = picture.figure.layers[i].ids;
        for (std::size_t k = 0; k < prepared.points.size(); ++k) {
            if (prepared.rows[k] < ids.size() && ids[prepared.rows[k]] == picture.figure.selectedId)
                paintRing(painter, picture.layout.toScene(prepared.points[k]), picture.palette.accent, 9.5);
        }
    }
}

void paintLabels(QPainter& painter, const ChartPicture& picture)
{
    painter.setFont(picture.fonts.body);
    for (const DirectLabel& label : picture.labels) {
        QColor ground = picture.palette.background;
        ground.setAlphaF(0.55F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(label.rect, 3, 3);
        painter.setPen(label.colour);
        painter.drawText(label.rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, label.name);
    }
    painter.setBrush(Qt::NoBrush);
}

void paintCursor(QPainter& painter, const ChartPicture& picture)
{
    const Cursor& cursor = picture.cursor;
    const QRectF& plot = picture.layout.plot;
    if (cursor.x) {
        const double x = picture.layout.toScene({*cursor.x, 0.0}).x();
        painter.setPen(QPen(picture.palette.axis, 1.0));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
    for (std::size_t i = 0; i < cursor.dots.size(); ++i) {
        painter.setPen(QPen(picture.palette.background, 1.5));
        painter.setBrush(cursor.dotColours[i]);
        painter.drawEllipse(picture.layout.toScene(cursor.dots[i]), 4.5, 4.5);
    }
    if (cursor.point)
        paintRing(painter, picture.pointAt(*cursor.point), picture.palette.text, 7.5);
    painter.setBrush(Qt::NoBrush);
}

} // namespace

QPointF ChartPicture::pointAt(const PointRef& ref) const
{
    if (ref.layer >= prepared.layers.size())
        return {};
    const PreparedLayer& layer = prepared.layers[ref.layer];
    const auto found = std::find(layer.rows.begin(), layer.rows.end(), ref.row);
    return found == layer.rows.end()
        ? QPointF()
        : layout.toScene(layer.points[static_cast<std::size_t>(found - layer.rows.begin())]);
}

void paintMarks(QPainter& painter, const ChartPicture& picture)
{
    if (!picture.prepared.hasData)
        return;
    const std::size_t n = std::min(picture.figure.layers.size(), picture.prepared.layers.size());
    painter.save();
    painter.setClipRect(picture.layout.plot.adjusted(-1, -1, 1, 1));
    for (std::size_t i = 0; i < n; ++i) {
        const Mark mark = picture.figure.layers[i].mark;
        if (mark == Mark::VerticalRule || mark == Mark::HorizontalRule)
            paintRules(painter, picture, i);
        else if (mark == Mark::Segment)
            paintSegments(painter, picture, i);
    }
    for (const bool faint : {true, false})
        paintPoints(painter, picture, faint);
    paintSelection(painter, picture);
    paintCursor(painter, picture);
    painter.restore();
    paintLabels(painter, picture);
}

} // namespace evenhand::ui
