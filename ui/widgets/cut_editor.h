#pragma once

#include "engine/data/table.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QToolButton;

namespace evenhand::ui {

/// Where a numeric column is cut into groups: a list to type, or cuts at its quantiles or decades. What
/// cannot be used is told below the list and changes nothing.
class CutEditor final : public QWidget {
    Q_OBJECT
public:
    explicit CutEditor(QWidget* parent = nullptr);

    /// @param column  numeric
    void setColumn(const std::shared_ptr<const Table>& table, const QString& column, double low, double high);
    void setCuts(const std::vector<double>& cuts);
    [[nodiscard]] const QString& column() const { return m_column; }
    /// The controls in the order of the keyboard.
    [[nodiscard]] std::vector<QWidget*> controls() const;

signals:
    void cutsChanged(const QString& column, const std::vector<double>& cuts);

private:
    void fillMenu();
    void readLine();
    void propose(const std::vector<double>& cuts);
    void complain(const QString& sentence);

    std::shared_ptr<const Table> m_table;
    QString m_column;
    double m_low = 0.0, m_high = 0.0; ///< of the column's values
    QLabel* m_label;
    QLineEdit* m_line;
    QToolButton* m_menu;
    QLabel* m_problem;
};

} // namespace evenhand::ui
