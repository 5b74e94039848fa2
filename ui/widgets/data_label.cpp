#include "ui/widgets/data_label.h"

namespace evenhand::ui {

QLabel* dataLabel(QWidget* parent, const QString& role)
{
    auto* const label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::ClickFocus);
    if (!role.isEmpty())
        label->setProperty("role", role);
    return label;
}

} // namespace evenhand::ui
