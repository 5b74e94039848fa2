#pragma once

#include <QIcon>
#include <QTabWidget>

namespace evenhand::ui {

/// Tabs that give up their icons when there is not room for all names beside them.
class FittingTabs final : public QTabWidget {
    Q_OBJECT
public:
    using QTabWidget::QTabWidget;

    /// To be called when tabs were shown or hidden, which Qt tells nobody.
    void fit();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int namesWidth() const;

    QList<QIcon> m_icons; ///< while they are not shown; else empty
    int m_iconWidth = 0;  ///< at most what an icon took
};

} // namespace evenhand::ui
