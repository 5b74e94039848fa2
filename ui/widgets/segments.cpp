#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>

namespace evenhand::ui {

QWidget* makeSegments(const QStringList& names, const QString& label, QButtonGroup* group, QWidget* parent)
{
    auto* const row = new QWidget(parent);
    row->setAccessibleName(label);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    group->setExclusive(true);
    for (int i = 0; i < names.size(); ++i) {
        auto* const button = new QPushButton(names[i], row);
        button->setCheckable(true);
        button->setChecked(i == 0);
        button->setProperty("segment", true);
        button->setProperty("first", i == 0);
        button->setProperty("last", i == names.size() - 1);
        QString plain = names[i];
        button->setAccessibleName(QStringLiteral("%1: %2").arg(label, plain.remove(QLatin1Char('&'))));
        group->addButton(button, i);
        layout->addWidget(button);
    }
    return row;
}

} // namespace evenhand::ui
