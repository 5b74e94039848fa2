#pragma once

#include <QWidget>

#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;

namespace evenhand::ui {

class Section;
class SessionController;

/// Every choice, top to bottom in the order in which a person makes them, and the button that runs them.
class StudyPanel final : public QWidget {
    Q_OBJECT
public:
    explicit StudyPanel(SessionController* session, QWidget* parent = nullptr);

signals:
    void openWanted();

private:
    QWidget* makeSections();
    QWidget* makeFoot();
    void refresh();
    void refreshButtons();
    [[nodiscard]] QString stateText() const;

    SessionController* m_session;
    std::vector<QWidget*> m_choices;  ///< absent until there is a table
    std::vector<QWidget*> m_training; ///< those that an audit of the table's predictions does not need
    Section* m_judgement = nullptr;
    QPushButton* m_run;
    QPushButton* m_pause;
    QPushButton* m_stop;
    QLabel* m_state;
    QLabel* m_left; ///< remaining time
    QProgressBar* m_progress;
};

} // namespace evenhand::ui
