#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace evenhand::ui {

class SessionController;

/// Which table, what was recognised in it, and what is doubtful about it.
class DataSection final : public QWidget {
    Q_OBJECT
public:
    DataSection(SessionController* session, QWidget* parent = nullptr);

signals:
    void openWanted();

private:
    void refresh();
    void refreshNotes();
    void chooseSimulation();

    SessionController* m_session;
    QLabel* m_name;
    QLabel* m_size;
    QLabel* m_notes;
    QPushButton* m_open;
    QPushButton* m_import;
    QPushButton* m_simulate;
    QPushButton* m_more;
};

} // namespace evenhand::ui
