#pragma once

#include "ui/session/session_state.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListWidget;
class QToolButton;

namespace evenhand::ui {

class NumberBox;

/// One further target: which of its values count as the outcome, from where on, or that it is a number.
class TaskEditor final : public QWidget {
    Q_OBJECT
public:
    explicit TaskEditor(QWidget* parent = nullptr);

    void setTarget(const LoadedTable& loaded, const TaskTarget& target);
    /// The controls in the order of the keyboard.
    [[nodiscard]] std::vector<QWidget*> controls() const;

signals:
    void edited(const evenhand::TaskTarget& target);
    void removed(const QString& column);

private:
    enum Kind : int { Values, Above, Number };

    void fill(const LoadedTable& loaded, std::size_t column);
    void chooseKind();
    void readValues();

    TaskTarget m_target;
    std::shared_ptr<const Table> m_table;
    double m_proposedCut = 0.0;
    QLabel* m_label;
    QToolButton* m_remove;
    QComboBox* m_kind;
    QListWidget* m_values;
    NumberBox* m_above;
    QLabel* m_problem;
};

/// What a column becomes that a person makes a further target: its likely outcome, or whether it is more than
/// its mean.
[[nodiscard]] TaskTarget proposedTarget(const LoadedTable& loaded, const std::string& column);

} // namespace evenhand::ui
