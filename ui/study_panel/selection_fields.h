#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;

namespace evenhand::ui {

class NumberBox;
class SessionController;

/// How a run chooses among several values of its parameters; absent while every parameter has one.
class SelectionFields final : public QWidget {
    Q_OBJECT
public:
    explicit SelectionFields(SessionController* session, QWidget* parent = nullptr);

private:
    void connectControls();
    void refresh();

    SessionController* m_session;
    QComboBox* m_kind;
    QSpinBox* m_folds;
    NumberBox* m_keep;
    QLabel* m_foldsLabel = nullptr;
    QLabel* m_keepLabel = nullptr;
    QLabel* m_note;
};

} // namespace evenhand::ui
