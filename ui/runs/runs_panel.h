#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace evenhand::ui {

class RunsModel;
class SessionController;

/// The memory of the session: every run with its numbers. The selected one is what the views show.
class RunsPanel final : public QWidget {
    Q_OBJECT
public:
    explicit RunsPanel(SessionController* session, QWidget* parent = nullptr);

private:
    void refresh();
    void followSelection();

    SessionController* m_session;
    RunsModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QLabel* m_empty;
    QAction* m_remove;
    bool m_following = false;
};

} // namespace evenhand::ui
