#pragma once

#include "ui/charts/figure_layout.h"
#include "ui/charts/palette.h"

#include <QPainterPath>

#include <optional>

class QPainter;

namespace evenhand::ui {

struct DirectLabel {
    QRectF rect;
    QString name;
    QColor colour;
};

/// A point of a figure: which layer, and which of its rows.
struct PointRef {
    std::size_t layer = 0, row = 0;

    friend bool operator==(const PointRef&, const PointRef&) = default;
};

/// What the mouse or the keyboard is at. Never part of an export.
struct Cursor {
    std::optional<double> x;   ///< in drawing coordinates: a rule with a dot on every line
    std::vector<QPointF> dots; ///< in drawing coordinates
    std::vector<QColor> dotColours;
    std::optional<PointRef> point; ///< a ring around it
};

/// A figure with all decisions about its look taken. The painters below only carry them out, on screen and in
/// exports alike.
struct ChartPicture {
    Figure figure;
    PreparedFigure prepared;
    FigureTexts texts;
    FigureLayout layout;
    Palette palette = Palette::light();
    ChartFonts fonts;
    std::vector<DirectLabel> labels;
    Cursor cursor;

    [[nodiscard]] QPointF pointAt(
        const PointRef& ref) const; ///< in logical pixels; null point if it is not drawn
};

/// Background, words, legend, grid and axes: what lies behind the lines.
void paintFrame(QPainter& painter, const ChartPicture& picture);
/// Rules, segments, error bars, points, direct labels and the cursor: what lies on top of the lines.
void paintMarks(QPainter& painter, const ChartPicture& picture);

[[nodiscard]] QPainterPath markerPath(MarkerShape shape, const QPointF& centre, double radius);
/// A small sample of the layer, as in the legend.
void paintSwatch(QPainter& painter, const Palette& palette, const FigureLayer& layer, const QRectF& rect);

} // namespace evenhand::ui
