#pragma once

#include "engine/figures/figure.h"

#include <QColor>
#include <QList>
#include <QPen>

#include <vector>

class QPalette;
class QWidget;

namespace evenhand::ui {

enum class MarkerShape : std::uint8_t { Circle, Square, Diamond, Triangle, Pentagon, Star, Cross };

/// Colours of a figure. Group colours derive from Okabe & Ito (2008), Color Universal Design, with the
/// lightness moved until each stands out from the background by at least 3:1; methods have colours of their
/// own so that no one takes a method for a group.
struct Palette {
    QColor background, text, secondary; ///< secondary: subtitle, notes, tick labels
    QColor grid, axis;
    QColor neutral, muted, accent; ///< of data: barycenter, diagonal, what the eye should find
    std::vector<QColor> groups, methods;

    [[nodiscard]] static Palette light();
    [[nodiscard]] static Palette dark();
    /// Black on white, for exports and reports.
    [[nodiscard]] static Palette print();
    /// Light or dark as the widget is, on the widget's own background.
    [[nodiscard]] static Palette forWidget(const QWidget* widget);

    [[nodiscard]] QColor colour(Hue hue, int index) const;
};

/// True if the window text is lighter than the window.
[[nodiscard]] bool isDark(const QPalette& palette);

/// Contrast ratio of two opaque colours, 1 to 21.
/// @source WCAG 2.1, definition of contrast ratio
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

/// Dashes of line number @p index in pen widths, empty for a solid line: the second channel beside the
/// colour.
[[nodiscard]] QList<qreal> dashes(int index);
/// One of the first six.
[[nodiscard]] MarkerShape marker(int index);
/// Of a layer's points: that of its index, or, for large neutral ones (what everything else is compared
/// with), a cross that no index has.
[[nodiscard]] MarkerShape markerOf(const FigureLayer& layer);

/// How a layer's lines are drawn: the layer's own stroke if it asks for one, else that of its index; faint
/// layers are thin, dotted and half-way to the background.
[[nodiscard]] QPen layerPen(const Palette& palette, const FigureLayer& layer);
/// Colour of the layer's fill, with its transparency.
[[nodiscard]] QColor layerFill(const Palette& palette, const FigureLayer& layer);

} // namespace evenhand::ui
