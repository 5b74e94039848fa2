#include "ui/study_panel/proposed_mark.h"

#include <QCoreApplication>
#include <QLabel>

namespace evenhand::ui {

QLabel* makeProposedMark(QWidget* parent)
{
    auto* const label = new QLabel(QCoreApplication::translate("RolesSection", "proposed"), parent);
    label->setProperty("role", QStringLiteral("proposed"));
    label->setToolTip(QCoreApplication::translate(
        "RolesSection", "The program suggests this; change it, or run to accept it"));
    return label;
}

} // namespace evenhand::ui
