#pragma once

#include <QWidget>

class QButtonGroup;
class QComboBox;
class QLabel;

namespace evenhand::ui {

class NumberBox;
class SessionController;

/// Whether the table's own predictions are audited or a model is trained; and which columns hold them.
class PredictionFields final : public QWidget {
    Q_OBJECT
public:
    PredictionFields(SessionController* session, QWidget* parent = nullptr);
    /// The controls in the order of the keyboard.
    [[nodiscard]] std::vector<QWidget*> controls() const;

private:
    void buildLayout();
    void connectControls();
    void chooseMode(bool audits);
    void choosePrediction();
    void chooseScore();
    void refreshChoices();
    void refresh();
    void refreshScore();

    SessionController* m_session;
    QButtonGroup* m_mode;
    QWidget* m_fields = nullptr; ///< absent when a model is trained
    QComboBox* m_prediction;
    QComboBox* m_score;
    QComboBox* m_high;
    NumberBox* m_threshold;
    QLabel* m_proposed;
    QLabel* m_highLabel = nullptr;
    QLabel* m_thresholdLabel = nullptr;
};

} // namespace evenhand::ui
