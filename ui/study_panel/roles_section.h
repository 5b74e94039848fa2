#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace evenhand::ui {

class ColumnPicker;
class NumberBox;
class SessionController;

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
    void refreshCut();
    [[nodiscard]] QString reasonFor(const std::string& column) const;

    SessionController* m_session;
    QComboBox* m_task;
    QComboBox* m_target;
    QComboBox* m_favourable;
    QLabel* m_favourableLabel = nullptr;
    QLabel* m_targetProposed;
    QLabel* m_sensitiveProposed;
    ColumnPicker* m_sensitive;
    QLabel* m_cutLabel = nullptr;
    NumberBox* m_cut;
    QPushButton* m_moreFeatures;
    ColumnPicker* m_exclude;
    QComboBox* m_weight;
    QCheckBox* m_sensitiveAsFeature;
};

} // namespace evenhand::ui
