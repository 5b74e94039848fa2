#pragma once

#include <QWidget>

#include <vector>

class QAction;
class QLabel;
class QProgressBar;
class QSortFilterProxyModel;
class QTableView;
class QToolButton;

namespace evenhand::ui {

class RunsModel;
class SessionController;

/// The memory of the session: every run with its numbers, and how far those are that are being computed. The
/// selected one is what the views show; two can be compared.
class RunsPanel final : public QWidget {
    Q_OBJECT
public:
    explicit RunsPanel(SessionController* session, QWidget* parent = nullptr);

    /// How far all runs are together, with what can be done about it: for the title of the panel's dock.
    [[nodiscard]] QWidget* titleWidget() const { return m_title; }
    [[nodiscard]] QAction* compareAction() const { return m_compare; }

private:
    void makeTable();
    void makeTitle();
    void makeActions();
    void connectSession();
    void refresh();
    void refreshTitle();
    void followSelection();
    [[nodiscard]] std::vector<int> selectedRuns() const;

    SessionController* m_session;
    RunsModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QLabel* m_empty;
    QAction* m_remove;
    QAction* m_compare;
    QWidget* m_title;
    QProgressBar* m_progress;
    QLabel* m_state;
    QToolButton* m_pause;
    QToolButton* m_stop;
    QToolButton* m_compareButton;
    bool m_following = false;
};

} // namespace evenhand::ui
