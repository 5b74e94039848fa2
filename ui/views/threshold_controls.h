#pragma once

#include "engine/thresholds/threshold_goal.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace evenhand::ui {

class NumberBox;

/// The buttons that ask for the exact best thresholds, with what they need to know.
class ThresholdControls final : public QWidget {
    Q_OBJECT
public:
    explicit ThresholdControls(QWidget* parent = nullptr);

    /// Of a newly shown study: @p most weight there is, @p selected weight at the start.
    void setCapacity(double most, double selected, bool isWeighted);
    [[nodiscard]] ErrorCosts costs() const;

signals:
    /// @p name of the button, for the sentence about it. A goal with a notion needs a threshold per group.
    void goalWanted(const evenhand::ThresholdGoal& goal, const QString& name);
    void costsChanged();

private:
    QPushButton* addButton(QVBoxLayout* layout, const QString& text, const QString& tip);
    void addNotions(QVBoxLayout* layout);
    void addCosts(QVBoxLayout* layout);
    void addCapacity(QVBoxLayout* layout);

    NumberBox* m_tolerance;
    NumberBox* m_falsePositive;
    NumberBox* m_falseNegative;
    NumberBox* m_capacity;
    QComboBox* m_capacityNotion;
};

} // namespace evenhand::ui
