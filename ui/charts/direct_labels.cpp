#include "ui/charts/direct_labels.h"

#include <QLineF>

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand::ui {

namespace {

constexpr double kFar = 48.0; ///< farther away than this is not better

double squaredDistance(const QRectF& rect, const QPointF& point)
{
    const double dx = std::max({rect.left() - point.x(), 0.0, point.x() - rect.right()});
    const double dy = std::max({rect.top() - point.y(), 0.0, point.y() - rect.bottom()});
    return dx * dx + dy * dy;
}

/// Distance to the nearest of @p points, at most kFar; negative as soon as one is nearer than @p tolerated.
double clearance(const QRectF& rect, const std::vector<QPointF>& points, double tolerated)
{
    double nearest = kFar * kFar;
    for (const QPointF& point : points) {
        nearest = std::min(nearest, squaredDistance(rect, point));
        if (nearest < tolerated * tolerated)
            return -1.0;
    }
    return std::sqrt(nearest);
}

std::array<QRectF, 6> rectsAround(const QPointF& at, const QSizeF& size)
{
    const double w = size.width();
    const double h = size.height();
    return {QRectF(at.x() - w / 2, at.y() - h - 5, w, h), QRectF(at.x() - w / 2, at.y() + 5, w, h),
        QRectF(at.x() + 7, at.y() - h / 2, w, h), QRectF(at.x() - w - 7, at.y() - h / 2, w, h),
        QRectF(at.x() + 5, at.y() - h - 3, w, h), QRectF(at.x() - w - 5, at.y() - h - 3, w, h)};
}

/// True if the middle of @p rect is below a filled curve.
bool isInsideFill(const QRectF& rect, const std::vector<LabelledCurve>& curves)
{
    const QPointF middle = rect.center();
    const auto covers = [&](const LabelledCurve& curve) {
        const auto& points = curve.points;
        if (!curve.filled || points.empty() || middle.x() < points.front().x()
            || middle.x() > points.back().x())
            return false;
        const auto right = std::lower_bound(
            points.begin(), points.end(), middle.x(), [](const QPointF& p, double x) { return p.x() < x; });
        return right != points.end() && right->y() < middle.y();
    };
    return std::any_of(curves.begin(), curves.end(), covers);
}

struct Candidate {
    QRectF rect;
    double score = -1e9;
};

void consider(Candidate& best, const QRectF& rect, std::size_t own, const std::vector<LabelledCurve>& curves,
    const std::vector<QRectF>& taken, const std::vector<QPointF>& obstacles, double bonus)
{
    for (const QRectF& other : taken) {
        if (other.adjusted(-6, -2, 6, 2).intersects(rect))
            return;
    }
    if (clearance(rect, obstacles, 3.0) < 0.0 || clearance(rect, curves[own].points, 1.5) < 0.0)
        return;
    double nearest = kFar;
    for (std::size_t i = 0; i < curves.size() && nearest >= 0.0; ++i) {
        if (i != own)
            nearest = std::min(nearest, clearance(rect, curves[i].points, 6.0));
    }
    const double score = nearest + bonus - (isInsideFill(rect, curves) ? 30.0 : 0.0);
    if (nearest >= 0.0 && score > best.score)
        best = {rect, score};
}

} // namespace

std::vector<QPointF> resample(const std::vector<QPointF>& line, std::size_t count)
{
    if (line.size() < 2 || count < 2)
        return line;
    double length = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i)
        length += QLineF(line[i - 1], line[i]).length();
    const double spacing = length / static_cast<double>(count - 1);
    if (!(spacing > 0.0))
        return {line.front()};
    std::vector<QPointF> points {line.front()};
    double until = spacing;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const QLineF piece(line[i - 1], line[i]);
        const double pieceLength = piece.length();
        double done = 0.0;
        while (pieceLength - done >= until && points.size() < count) {
            done += until;
            points.push_back(piece.pointAt(done / pieceLength));
            until = spacing;
        }
        until -= pieceLength - done;
    }
    return points;
}

std::optional<std::vector<QRectF>> placeLabels(
    const std::vector<LabelledCurve>& curves, const QRectF& plot, const std::vector<QPointF>& obstacles)
{
    std::vector<QRectF> places(curves.size());
    std::vector<QRectF> taken;
    for (std::size_t own = 0; own < curves.size(); ++own) {
        if (curves[own].label.isEmpty())
            continue;
        Candidate best;
        const std::vector<QPointF> anchors = resample(curves[own].points, 36);
        for (std::size_t k = 0; k < anchors.size(); ++k) {
            // Between equally free places the end of the line is where the eye looks first.
            const double bonus = 6.0 * static_cast<double>(k) / static_cast<double>(anchors.size());
            const auto rects = rectsAround(anchors[k], curves[own].label);
            for (std::size_t r = 0; r < rects.size(); ++r) {
                if (plot.contains(rects[r]))
                    consider(best, rects[r], own, curves, taken, obstacles, bonus - static_cast<double>(r));
            }
        }
        if (best.score <= -1e9)
            return {};
        places[own] = best.rect;
        taken.push_back(best.rect);
    }
    return places;
}

} // namespace evenhand::ui
