#pragma once

#include <QWidget>

class QComboBox;

namespace evenhand::ui {

class SessionController;

/// Whom groups are compared with, and what is held fixed meanwhile.
class ComparisonFields final : public QWidget {
    Q_OBJECT
public:
    ComparisonFields(SessionController* session, QWidget* parent = nullptr);
    /// The controls in the order of the keyboard.
    [[nodiscard]] std::vector<QWidget*> controls() const;

private:
    void refreshReference();
    void refreshCondition();

    SessionController* m_session;
    QComboBox* m_reference;
    QComboBox* m_condition;
};

} // namespace evenhand::ui
