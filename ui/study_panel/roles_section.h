#pragma once

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace evenhand::ui {

class ColumnPicker;
class ComparisonFields;
class CutEditor;
class PredictionFields;
class SessionController;
class TaskFields;

/// Which column plays which part. What was proposed is marked until the person has confirmed or changed it.
class RolesSection final : public QWidget {
    Q_OBJECT
public:
    RolesSection(SessionController* session, QWidget* parent = nullptr);

private:
    void buildLayout();
    void connectControls();
    void refreshChoices();
    void refresh();
    void refreshFavourable();
    void refreshTarget();
    void refreshCuts();
    void chooseTarget();
    void setTabOrders();
    [[nodiscard]] QString reasonFor(const std::string& column) const;

    SessionController* m_session;
    PredictionFields* m_predictions;
    ComparisonFields* m_comparison;
    QComboBox* m_task;
    QComboBox* m_target;
    QComboBox* m_favourable;
    QLabel* m_favourableLabel = nullptr;
    QLabel* m_targetProposed;
    QLabel* m_sensitiveProposed;
    ColumnPicker* m_sensitive;
    QLabel* m_targetLabel = nullptr;
    QLabel* m_taskLabel = nullptr;
    QVBoxLayout* m_cutsLayout = nullptr;
    std::vector<CutEditor*> m_cuts; ///< of the sensitive columns with many different numbers
    QPushButton* m_moreFeatures;
    ColumnPicker* m_exclude;
    TaskFields* m_tasks;
    QComboBox* m_weight;
    QCheckBox* m_sensitiveAsFeature;
};

} // namespace evenhand::ui
