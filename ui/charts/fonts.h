#pragma once

#include <QFont>

namespace evenhand::ui {

/// Registers the font that comes with the program (Inter, SIL Open Font License). Needs a QGuiApplication;
/// any number of calls have the effect of one.
/// @return family name; the system's default family if the font could not be read
QString loadFonts();

/// Fonts of a figure. Sizes are in logical pixels so that screen, PNG, SVG and PDF are laid out alike;
/// hinting is off so that widths scale with the picture.
struct ChartFonts {
    QFont title, subtitle, body, tick, note;

    /// @param basePixels  height of the body text, 14 (10.5 pt) unless the widget's font is another
    [[nodiscard]] static ChartFonts withBase(int basePixels = 14);
};

} // namespace evenhand::ui
