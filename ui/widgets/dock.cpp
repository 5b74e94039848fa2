#include "ui/widgets/dock.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace evenhand::ui {

QDockWidget* makeDock(const QString& title, const QString& name, QWidget* content, QWidget* parent)
{
    auto* const dock = new QDockWidget(title, parent);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    auto* const bar = new QWidget(dock);
    bar->setProperty("role", QStringLiteral("panel"));
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 4, 4, 2);
    auto* const label = new QLabel(title.toUpper(), bar);
    label->setProperty("role", QStringLiteral("dock"));
    auto* const close = new QToolButton(bar);
    close->setIcon(themeIcon(QStringLiteral("close"), currentColours().muted));
    close->setIconSize({13, 13});
    close->setStyleSheet(QStringLiteral("QToolButton { padding: 3px; }"));
    close->setToolTip(QDockWidget::tr("Close this panel; the View menu brings it back"));
    close->setAccessibleName(QDockWidget::tr("Close %1").arg(title));
    QObject::connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
    layout->addWidget(label, 1);
    layout->addWidget(close);
    dock->setTitleBarWidget(bar);
    content->setAttribute(Qt::WA_StyledBackground);
    dock->setWidget(content);
    return dock;
}

void addToDockTitle(QDockWidget* dock, QWidget* widget)
{
    auto* const layout = static_cast<QHBoxLayout*>(dock->titleBarWidget()->layout());
    layout->setStretch(0, 0);
    layout->insertWidget(1, widget, 1);
}

} // namespace evenhand::ui
