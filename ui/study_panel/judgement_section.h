#pragma once

#include <QWidget>

class QComboBox;
class QLabel;

namespace evenhand::ui {

class NumberBox;
class SessionController;

/// What is tolerated, and how sure a verdict has to be.
class JudgementSection final : public QWidget {
    Q_OBJECT
public:
    JudgementSection(SessionController* session, QWidget* parent = nullptr);

private:
    void refresh();

    SessionController* m_session;
    QComboBox* m_kind;
    NumberBox* m_ratio;
    NumberBox* m_tolerance;
    QComboBox* m_confidence;
    QLabel* m_kindLabel = nullptr;
    QLabel* m_ratioLabel = nullptr;
    QLabel* m_toleranceLabel = nullptr;
    QLabel* m_note;
};

} // namespace evenhand::ui
