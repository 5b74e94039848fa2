#include "ui/widgets/fitting_tabs.h"

#include <QEvent>
#include <QTabBar>

#include <algorithm>

namespace evenhand::ui {

namespace {
/// Icons come back only when there is clearly room for them, so that they never come and go by turns.
constexpr int kSlack = 24;
} // namespace

void FittingTabs::resizeEvent(QResizeEvent* event)
{
    QTabWidget::resizeEvent(event);
    fit();
}

bool FittingTabs::event(QEvent* event)
{
    const bool done = QTabWidget::event(event);
    // Tabs have come or gone.
    if (event->type() == QEvent::LayoutRequest)
        fit();
    return done;
}

/// Width of all shown tabs as they are now.
int FittingTabs::namesWidth() const
{
    int width = 0;
    for (int i = 0; i < count(); ++i)
        width += isTabVisible(i) ? tabBar()->tabRect(i).width() : 0;
    return width;
}

void FittingTabs::fit()
{
    int shown = 0;
    for (int i = 0; i < count(); ++i)
        shown += isTabVisible(i) ? 1 : 0;
    if (shown == 0)
        return;
    const int now = namesWidth();
    if (m_icons.isEmpty() && now > width()) {
        for (int i = 0; i < count(); ++i) {
            m_icons << tabIcon(i);
            setTabIcon(i, {});
        }
        m_iconWidth = std::max(0, now - namesWidth()) / shown + 1;
    } else if (!m_icons.isEmpty() && now + shown * m_iconWidth + kSlack <= width()) {
        const QList<QIcon> icons = std::exchange(m_icons, {});
        for (int i = 0; i < count(); ++i)
            setTabIcon(i, icons.value(i));
    }
}

} // namespace evenhand::ui
