#pragma once

#include "engine/figures/figure.h"

#include <QLineF>
#include <QPointF>

#include <limits>
#include <vector>

namespace evenhand::ui {

struct ValueRange {
    double low = 0.0, high = 1.0;
};

/// A piece of a layer without gaps. @p lower is empty for lines; for areas it has the same x as @p upper.
struct Run {
    std::vector<QPointF> upper, lower;
};

/// NaN where there is no interval in that direction.
struct ErrorBar {
    double x = 0.0, y = 0.0;
    double low = std::numeric_limits<double>::quiet_NaN(), high = low, xLow = low, xHigh = low;
};

/// One layer in the coordinates in which it is drawn: logarithms on logarithmic axes, finite numbers only.
struct PreparedLayer {
    std::vector<Run> runs;         ///< Line, Step, Area, Bars
    std::vector<QPointF> points;   ///< Points
    std::vector<std::size_t> rows; ///< of points: index into the layer's own arrays
    std::vector<ErrorBar> errorBars;
    std::vector<double> rules;
    std::vector<QLineF> segments;
    bool outlined = false; ///< an area on the axis: its upper edge is drawn as a line
};

/// A figure ready to be drawn. A gap is a gap, never a line through it; what cannot be drawn is counted,
/// never guessed.
struct PreparedFigure {
    std::vector<PreparedLayer> layers;
    ValueRange x, y;             ///< in drawing coordinates, with margins
    std::size_t infinite = 0;    ///< values left out because they are infinite
    std::size_t notPositive = 0; ///< values left out because a logarithmic axis has no place for them
    bool hasData = false;
};

[[nodiscard]] PreparedFigure prepareFigure(const Figure& figure);

/// True if figure @p b can be shown by replacing the numbers of @p a: the same marks in the same looks with
/// as many gaps.
[[nodiscard]] bool sameStructure(
    const Figure& a, const PreparedFigure& preparedA, const Figure& b, const PreparedFigure& preparedB);

/// From the axis's own unit to drawing coordinates and back.
[[nodiscard]] double toDrawing(const FigureAxis& axis, double value);
[[nodiscard]] double fromDrawing(const FigureAxis& axis, double value);

} // namespace evenhand::ui
