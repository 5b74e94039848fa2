#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <optional>
#include <vector>

namespace evenhand::ui {

/// A line that wants its name beside it, in logical pixels.
struct LabelledCurve {
    std::vector<QPointF> points; ///< sampled densely enough that a label cannot slip through
    bool filled = false;         ///< down to the axis: a name above it reads better than one inside
    QSizeF label;                ///< size of its name; empty: only in the way of the others
};

/// A place beside its own line for every label, away from all other lines, from each other and inside @p
/// plot.
/// @return       absent if one of them has no place
[[nodiscard]] std::optional<std::vector<QRectF>> placeLabels(
    const std::vector<LabelledCurve>& curves, const QRectF& plot, const std::vector<QPointF>& obstacles);

/// About @p count points along the polyline, equally far apart in pixels.
[[nodiscard]] std::vector<QPointF> resample(const std::vector<QPointF>& line, std::size_t count);

} // namespace evenhand::ui
