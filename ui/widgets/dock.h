#pragma once

#include <QDockWidget>

namespace evenhand::ui {

/// A dock with a quiet title and a button that closes it; it cannot float.
[[nodiscard]] QDockWidget* makeDock(
    const QString& title, const QString& name, QWidget* content, QWidget* parent);

/// Puts @p widget between the title and the button of a dock that makeDock() made.
void addToDockTitle(QDockWidget* dock, QWidget* widget);

} // namespace evenhand::ui
