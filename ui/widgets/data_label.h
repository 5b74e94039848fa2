#pragma once

#include <QLabel>

namespace evenhand::ui {

/// A label for text of the data: never read as markup, wraps, can be selected with the mouse and then with
/// the keyboard. Not a stop of the Tab key: a page of such labels would have too many.
[[nodiscard]] QLabel* dataLabel(QWidget* parent, const QString& role = {});

} // namespace evenhand::ui
