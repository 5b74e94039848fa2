#pragma once

#include <QWidget>

class QComboBox;
class QGridLayout;
class QLabel;
class QSpinBox;

namespace evenhand::ui {

class NumberBox;
class SessionController;

/// How results are checked on rows that the model has not seen.
class SplitSection final : public QWidget {
    Q_OBJECT
public:
    SplitSection(SessionController* session, QWidget* parent = nullptr);

private:
    void buildLayout();
    void connectControls();
    void refresh();
    QLabel* addRow(QGridLayout* layout, const QString& label, QWidget* control);

    SessionController* m_session;
    QComboBox* m_kind;
    NumberBox* m_test;
    QComboBox* m_calibration;
    NumberBox* m_calibrationShare;
    QSpinBox* m_repeats;
    QSpinBox* m_folds;
    QSpinBox* m_seed;
    QLabel* m_testLabel = nullptr;
    QLabel* m_shareLabel = nullptr;
    QLabel* m_repeatsLabel = nullptr;
    QLabel* m_foldsLabel = nullptr;
    QLabel* m_columnNote;
};

} // namespace evenhand::ui
