#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace evenhand::ui {

/// A row of buttons of which one is pressed; the group's ids count from 0. The first is pressed.
[[nodiscard]] QWidget* makeSegments(
    const QStringList& names, const QString& label, QButtonGroup* group, QWidget* parent);

} // namespace evenhand::ui
