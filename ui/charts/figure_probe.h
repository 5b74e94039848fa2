#pragma once

#include "ui/charts/chart_picture.h"

namespace evenhand::ui {

/// The value of one line under the mouse.
struct LineProbe {
    std::size_t layer = 0;
    QPointF at; ///< in drawing coordinates
};

/// One line of the box beside the mouse.
struct ReadoutRow {
    QColor colour; ///< of the chip; invalid: none
    QString text;
};

/// The drawn point nearest to @p scene within @p radius logical pixels.
[[nodiscard]] std::optional<PointRef> nearestPoint(
    const ChartPicture& picture, const QPointF& scene, double radius);

/// Every main (not faint) line, step and area at @p x; those that have a gap there are left out.
[[nodiscard]] std::vector<LineProbe> probeLines(const ChartPicture& picture, double x);

/// All drawn points in the order in which the arrow keys visit them: from left to right, equal ones upwards.
[[nodiscard]] std::vector<PointRef> pointsInOrder(const ChartPicture& picture);

/// What is said about a point: its own label, or its layer's name and coordinates.
[[nodiscard]] std::vector<ReadoutRow> describePoint(
    const ChartPicture& picture, const PointRef& ref, const QLocale& locale);
/// What is said about the lines at @p x.
[[nodiscard]] std::vector<ReadoutRow> describeLines(
    const ChartPicture& picture, double x, const std::vector<LineProbe>& probes, const QLocale& locale);

/// What a click on the point selects; -1 if nothing.
[[nodiscard]] int idOf(const Figure& figure, const PointRef& ref);

} // namespace evenhand::ui
