#include "ui/charts/decimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace evenhand::ui {

std::vector<QPointF> decimateLine(const std::vector<QPointF>& line, std::size_t columns)
{
    const auto byX = [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); };
    if (columns == 0 || line.size() <= 4 * columns || !std::is_sorted(line.begin(), line.end(), byX))
        return line;
    const double left = line.front().x();
    const double width = line.back().x() - left;
    if (!(width > 0.0))
        return line;
    const auto columnOf = [&](const QPointF& point) {
        const auto column
            = static_cast<std::size_t>((point.x() - left) / width * static_cast<double>(columns));
        return std::min(column, columns - 1);
    };
    std::vector<QPointF> kept;
    kept.reserve(4 * columns);
    for (std::size_t begin = 0; begin < line.size();) {
        std::size_t end = begin + 1;
        while (end < line.size() && columnOf(line[end]) == columnOf(line[begin]))
            ++end;
        std::size_t lowest = begin;
        std::size_t highest = begin;
        for (std::size_t i = begin; i < end; ++i) {
            lowest = line[i].y() < line[lowest].y() ? i : lowest;
            highest = line[i].y() > line[highest].y() ? i : highest;
        }
        std::array<std::size_t, 4> chosen {
            begin, std::min(lowest, highest), std::max(lowest, highest), end - 1};
        for (std::size_t k = 0; k < chosen.size(); ++k) {
            if (k == 0 || chosen[k] != chosen[k - 1])
                kept.push_back(line[chosen[k]]);
        }
        begin = end;
    }
    return kept;
}

std::vector<QPointF> simplifyLine(const std::vector<QPointF>& line, double tolerance)
{
    if (line.size() <= 2 || !(tolerance > 0.0))
        return line;
    std::vector<QPointF> kept {line.front()};
    // Slopes from the last kept point that pass all points since within the tolerance.
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < line.size(); ++i) {
        double dx = line[i].x() - kept.back().x();
        double slope = (line[i].y() - kept.back().y()) / dx;
        if (!(dx > 0.0) || slope < lowest || slope > highest) {
            if (kept.back() != line[i - 1])
                kept.push_back(line[i - 1]);
            lowest = -std::numeric_limits<double>::infinity();
            highest = -lowest;
            dx = line[i].x() - kept.back().x();
            if (!(dx > 0.0)) {
                kept.push_back(line[i]);
                continue;
            }
            slope = (line[i].y() - kept.back().y()) / dx;
        }
        lowest = std::max(lowest, slope - tolerance / dx);
        highest = std::min(highest, slope + tolerance / dx);
    }
    if (kept.back() != line.back())
        kept.push_back(line.back());
    return kept;
}

std::vector<std::size_t> decimatePoints(
    const std::vector<QPointF>& points, const QRectF& area, std::size_t limit)
{
    std::vector<std::size_t> all(points.size());
    std::iota(all.begin(), all.end(), std::size_t {0});
    if (points.size() <= limit || limit < 5)
        return all;
    const auto lessX = [&](std::size_t a, std::size_t b) { return points[a].x() < points[b].x(); };
    const auto lessY = [&](std::size_t a, std::size_t b) { return points[a].y() < points[b].y(); };
    const auto [left, right] = std::minmax_element(all.begin(), all.end(), lessX);
    const auto [bottom, top] = std::minmax_element(all.begin(), all.end(), lessY);
    std::vector<std::size_t> kept {*left, *right, *bottom, *top};

    const auto side = static_cast<std::size_t>(std::sqrt(static_cast<double>(limit - kept.size())));
    std::vector<bool> taken(side * side, false);
    const auto cell = [&](double offset, double extent) {
        const double share = extent > 0.0 ? std::clamp(offset / extent, 0.0, 1.0) : 0.0;
        return std::min(static_cast<std::size_t>(share * static_cast<double>(side)), side - 1);
    };
    for (const std::size_t i : all) {
        const std::size_t place = cell(points[i].x() - area.left(), area.width()) * side
            + cell(points[i].y() - area.top(), area.height());
        if (!taken[place]) {
            taken[place] = true;
            kept.push_back(i);
        }
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    return kept;
}

} // namespace evenhand::ui
