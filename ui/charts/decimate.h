#pragma once

#include <QPointF>
#include <QRectF>

#include <cstddef>
#include <vector>

namespace evenhand::ui {

/// A line with x ascending, thinned so that its picture stays the same: of the points in each of @p columns
/// equal parts of the x range, the first, the lowest, the highest and the last are kept, in order. Lines that
/// are short enough already, or whose x is not ascending, come back unchanged. O(n).
[[nodiscard]] std::vector<QPointF> decimateLine(const std::vector<QPointF>& line, std::size_t columns);

/// A line with x ascending, without the points that lie within @p tolerance, measured in y, of a straight
/// line between those that are kept. Ends and vertical pieces stay. O(n).
/// @source Bristol (1990), Swinging door trending
[[nodiscard]] std::vector<QPointF> simplifyLine(const std::vector<QPointF>& line, double tolerance);

/// Indices, ascending, of at most @p limit points that cover the same area: the extremes in x and y always,
/// then the first point of each cell of a square grid over @p area. O(n).
[[nodiscard]] std::vector<std::size_t> decimatePoints(
    const std::vector<QPointF>& points, const QRectF& area, std::size_t limit);

} // namespace evenhand::ui
