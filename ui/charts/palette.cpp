#include "ui/charts/palette.h"

#include <QPalette>
#include <QWidget>

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand::ui {

namespace {

double luminance(const QColor& colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

std::vector<QColor> colours(std::initializer_list<QRgb> values)
{
    std::vector<QColor> made;
    for (const QRgb value : values)
        made.emplace_back(value);
    return made;
}

QColor mixed(const QColor& a, const QColor& b, double shareOfB)
{
    const auto mix = [&](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * shareOfB)); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

const QColor& at(const std::vector<QColor>& list, int index)
{
    return list[static_cast<std::size_t>(std::max(index, 0)) % list.size()];
}

} // namespace

Palette Palette::light()
{
    Palette palette;
    palette.background = QColor(QRgb(0xffffffffU));
    palette.text = QColor(QRgb(0xff1b1f24U));
    palette.secondary = QColor(QRgb(0xff59626dU));
    palette.grid = QColor(QRgb(0xffe7e9ecU));
    palette.axis = QColor(QRgb(0xff8b939dU));
    palette.neutral = QColor(QRgb(0xff24292fU));
    palette.muted = QColor(QRgb(0xff87909bU));
    palette.accent = QColor(QRgb(0xffb3261eU));
    palette.groups = colours(
        {0xff0072b2, 0xffd55e00, 0xff008a65, 0xffb5508f, 0xff9a6f00, 0xff3a94cf, 0xff6e6259, 0xff7d7f12});
    palette.methods = colours(
        {0xff4b3aa8, 0xffc2416b, 0xff1b7f8c, 0xff8a5a1e, 0xff5d8a1c, 0xff8e3fb5, 0xff3f6ad8, 0xff7a3b3b});
    return palette;
}

Palette Palette::dark()
{
    Palette palette;
    palette.background = QColor(QRgb(0xff17191dU));
    palette.text = QColor(QRgb(0xffeceef1U));
    palette.secondary = QColor(QRgb(0xffa7afbaU));
    palette.grid = QColor(QRgb(0xff2c3037U));
    palette.axis = QColor(QRgb(0xff6d7580U));
    palette.neutral = QColor(QRgb(0xfff2f4f7U));
    palette.muted = QColor(QRgb(0xff7f8894U));
    palette.accent = QColor(QRgb(0xffff7b6bU));
    palette.groups = colours(
        {0xff4da6e8, 0xfff08a3c, 0xff2cc295, 0xffe58fc3, 0xffe0b32e, 0xff93d2ff, 0xffb9aea3, 0xffd6d84a});
    palette.methods = colours(
        {0xff9d90ff, 0xffff7fa3, 0xff4fc4d3, 0xffd3a15f, 0xffa5d255, 0xffce8df0, 0xff7fa2ff, 0xffd98c8c});
    return palette;
}

Palette Palette::print()
{
    Palette palette = light();
    palette.text = QColor(QRgb(0xff000000U));
    palette.secondary = QColor(QRgb(0xff454c55U));
    palette.neutral = QColor(QRgb(0xff000000U));
    return palette;
}

Palette Palette::forWidget(const QWidget* widget)
{
    const QPalette& system = widget->palette();
    Palette palette = isDark(system) ? dark() : light();
    // A desktop's own background is kept where our lines can be seen on it.
    const QColor base = system.color(QPalette::Base);
    const auto standsOut = [&](const QColor& colour) { return contrast(colour, base) >= 3.0; };
    if (std::all_of(palette.groups.begin(), palette.groups.end(), standsOut)
        && std::all_of(palette.methods.begin(), palette.methods.end(), standsOut)) {
        palette.background = base;
        palette.grid = mixed(base, palette.text, 0.1);
    }
    return palette;
}

QColor Palette::colour(Hue hue, int index) const
{
    switch (hue) {
    case Hue::Group:
        return at(groups, index);
    case Hue::Method:
        return at(methods, index);
    case Hue::Neutral:
        return neutral;
    case Hue::Muted:
        return muted;
    case Hue::Accent:
        return accent;
    }
    return neutral;
}

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::WindowText)) > luminance(palette.color(QPalette::Window));
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

QList<qreal> dashes(int index)
{
    static const std::array<QList<qreal>, 8> kPatterns {QList<qreal> {}, QList<qreal> {6, 2},
        QList<qreal> {2.5, 1.5}, QList<qreal> {7, 2, 1.5, 2}, QList<qreal> {12, 2.5},
        QList<qreal> {4, 1.5, 1, 1.5, 1, 1.5}, QList<qreal> {1.2, 1.2}, QList<qreal> {9, 2, 4, 2}};
    return kPatterns[static_cast<std::size_t>(std::max(index, 0)) % kPatterns.size()];
}

MarkerShape marker(int index)
{
    return static_cast<MarkerShape>(std::max(index, 0) % 6);
}

MarkerShape markerOf(const FigureLayer& layer)
{
    return layer.large && layer.hue == Hue::Neutral ? MarkerShape::Cross : marker(layer.index);
}

QPen layerPen(const Palette& palette, const FigureLayer& layer)
{
    QColor colour = palette.colour(layer.hue, layer.index);
    double width = layer.hue == Hue::Neutral ? 2.6 : 2.0;
    if (layer.hue == Hue::Muted)
        width = 1.3;
    if (layer.faint) {
        colour = mixed(colour, palette.background, 0.45);
        width = 1.2;
    }
    QPen pen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    QList<qreal> pattern;
    if (layer.stroke == Stroke::Dashed || (layer.faint && layer.stroke == Stroke::Solid))
        pattern = {4, 3};
    else if (layer.stroke == Stroke::Dotted)
        pattern = {1.5, 2};
    else if (layer.stroke == Stroke::DashDot)
        pattern = {6, 2, 1.5, 2};
    else if (layer.hue == Hue::Group || layer.hue == Hue::Method)
        pattern = dashes(layer.index);
    if (!pattern.isEmpty())
        pen.setDashPattern(pattern);
    return pen;
}

QColor layerFill(const Palette& palette, const FigureLayer& layer)
{
    QColor colour = palette.colour(layer.hue, layer.index);
    colour.setAlphaF(layer.faint ? 0.06F : layer.hue == Hue::Muted ? 0.18F : 0.16F);
    return colour;
}

} // namespace evenhand::ui
