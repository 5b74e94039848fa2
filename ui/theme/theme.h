#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

class QApplication;

namespace evenhand::ui {

/// The colours of the window outside its figures.
struct ThemeColours {
    bool dark = false;
    QColor window, panel, surface, alternate, grid, border, strongBorder, text, muted, disabled, accent,
        button, buttonHover, hover, selection, scroll, noteBack, noteBorder, warnBack, warnBorder, warnText,
        errorBack, errorBorder;
};

[[nodiscard]] ThemeColours themeColours(bool dark);
/// The colours that belong to the application's present palette.
[[nodiscard]] ThemeColours currentColours();

/// Makes icons, style and samples available; any number of calls have the effect of one.
void loadResources();
/// Style, palette, font and style sheet. @p wanted is "light", "dark", or anything else for what the desktop
/// has.
void applyTheme(QApplication& application, const QString& wanted);

/// A drawing of resources/icons in the colour of text, sharp at any scale.
[[nodiscard]] QIcon themeIcon(const QString& name);
/// As above in a colour of its own.
[[nodiscard]] QIcon themeIcon(const QString& name, const QColor& colour);

} // namespace evenhand::ui
