#include "ui/charts/figure_probe.h"

#include "ui/charts/ticks.h"
#include "ui/text/translate.h"

#include <QLineF>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

std::optional<double> valueAt(const PreparedLayer& layer, double x)
{
    for (const Run& run : layer.runs) {
        const auto& line = run.upper;
        if (line.empty() || x < line.front().x() || x > line.back().x())
            continue;
        const auto right = std::upper_bound(
            line.begin(), line.end(), x, [](double at, const QPointF& p) { return at < p.x(); });
        if (right == line.end())
            return line.back().y();
        if (right == line.begin())
            return line.front().y();
        const QPointF& a = *std::prev(right);
        const double width = right->x() - a.x();
        return width > 0.0 ? a.y() + (right->y() - a.y()) * (x - a.x()) / width : right->y();
    }
    return {};
}

QString axisNumber(const FigureAxis& axis, const ValueRange& range, double drawn, const QLocale& locale)
{
    if (!axis.categories.empty()) {
        const double last = static_cast<double>(axis.categories.size()) - 1.0;
        return QString::fromStdString(
            axis.categories[static_cast<std::size_t>(std::clamp(std::round(drawn), 0.0, last))]);
    }
    const double value = fromDrawing(axis, drawn);
    const double resolution = axis.logarithmic ? std::abs(value) / 200.0 : (range.high - range.low) / 500.0;
    return readableNumber(value, resolution, axis.percent, locale);
}

QString labelled(const QString& label, const QString& number)
{
    return label.isEmpty() ? number : QStringLiteral("%1: %2").arg(label, number);
}

} // namespace

std::optional<PointRef> nearestPoint(const ChartPicture& picture, const QPointF& scene, double radius)
{
    std::optional<PointRef> nearest;
    double best = radius;
    for (std::size_t i = 0; i < picture.prepared.layers.size(); ++i) {
        const PreparedLayer& layer = picture.prepared.layers[i];
        for (std::size_t k = 0; k < layer.points.size(); ++k) {
            const double distance = QLineF(picture.layout.toScene(layer.points[k]), scene).length();
            if (distance < best) {
                best = distance;
                nearest = PointRef {i, layer.rows[k]};
            }
        }
    }
    return nearest;
}

std::vector<LineProbe> probeLines(const ChartPicture& picture, double x)
{
    std::vector<LineProbe> probes;
    for (std::size_t i = 0; i < picture.prepared.layers.size(); ++i) {
        if (picture.figure.layers[i].faint || picture.figure.layers[i].name.empty())
            continue;
        if (const auto y = valueAt(picture.prepared.layers[i], x))
            probes.push_back({i, QPointF(x, *y)});
    }
    return probes;
}

std::vector<PointRef> pointsInOrder(const ChartPicture& picture)
{
    std::vector<std::pair<QPointF, PointRef>> points;
    for (std::size_t i = 0; i < picture.prepared.layers.size(); ++i) {
        const PreparedLayer& layer = picture.prepared.layers[i];
        for (std::size_t k = 0; k < layer.points.size(); ++k)
            points.emplace_back(layer.points[k], PointRef {i, layer.rows[k]});
    }
    std::stable_sort(points.begin(), points.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first.x(), a.first.y()) < std::pair(b.first.x(), b.first.y());
    });
    std::vector<PointRef> ordered;
    for (const auto& [at, ref] : points)
        ordered.push_back(ref);
    return ordered;
}

std::vector<ReadoutRow> describePoint(const ChartPicture& picture, const PointRef& ref, const QLocale& locale)
{
    const FigureLayer& layer = picture.figure.layers[ref.layer];
    const QColor colour = picture.palette.colour(layer.hue, layer.index);
    std::vector<ReadoutRow> rows;
    if (ref.row < layer.labels.size() && !layer.labels[ref.row].empty()) {
        for (const QString& line : translate(layer.labels[ref.row]).split(QLatin1Char('\n')))
            rows.push_back({rows.empty() ? colour : QColor(), line});
        return rows;
    }
    const QPointF at = picture.layout.toDrawing(picture.pointAt(ref));
    rows.push_back({colour, translate(layer.name)});
    rows.push_back(
        {{}, labelled(picture.texts.xLabel, axisNumber(picture.figure.x, picture.layout.x, at.x(), locale))});
    rows.push_back(
        {{}, labelled(picture.texts.yLabel, axisNumber(picture.figure.y, picture.layout.y, at.y(), locale))});
    return rows;
}

std::vector<ReadoutRow> describeLines(
    const ChartPicture& picture, double x, const std::vector<LineProbe>& probes, const QLocale& locale)
{
    std::vector<ReadoutRow> rows;
    rows.push_back(
        {{}, labelled(picture.texts.xLabel, axisNumber(picture.figure.x, picture.layout.x, x, locale))});
    for (const LineProbe& probe : probes) {
        const FigureLayer& layer = picture.figure.layers[probe.layer];
        rows.push_back({picture.palette.colour(layer.hue, layer.index),
            QStringLiteral("%1: %2").arg(translate(layer.name),
                axisNumber(picture.figure.y, picture.layout.y, probe.at.y(), locale))});
    }
    return rows;
}

int idOf(const Figure& figure, const PointRef& ref)
{
    if (ref.layer >= figure.layers.size() || ref.row >= figure.layers[ref.layer].ids.size())
        return -1;
    return figure.layers[ref.layer].ids[ref.row];
}

} // namespace evenhand::ui
