#pragma once

#include "ui/session/session_state.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace evenhand::ui {

class SessionController;
class TaskEditor;

/// Further targets that one representation serves beside the study's own, or the column that says which task
/// a row belongs to. Folded until a person asks for it, and only there for methods that learn several tasks.
class TaskFields final : public QWidget {
    Q_OBJECT
public:
    TaskFields(SessionController* session, QWidget* parent = nullptr);
    /// The controls in the order of the keyboard.
    [[nodiscard]] std::vector<QWidget*> controls() const;

signals:
    /// There are other controls than before.
    void controlsChanged();

private:
    void buildLayout();
    void refresh();
    void refreshEditors();
    void refreshChoices();
    void editTasks(
        const QString& what, const QString& key, const std::function<void(std::vector<TaskTarget>&)>& change);

    SessionController* m_session;
    QPushButton* m_more;
    QWidget* m_body;
    QVBoxLayout* m_list = nullptr;
    std::vector<TaskEditor*> m_editors;
    QComboBox* m_add;
    QLabel* m_columnLabel = nullptr;
    QComboBox* m_column;
};

/// A column that gets another part is no longer a further target or the task column.
void freeFromTasks(Roles& roles, const std::string& column);
/// Columns that a model learns from, as far as the roles say.
[[nodiscard]] int featureCount(const Roles& roles, const Table& table);

} // namespace evenhand::ui
