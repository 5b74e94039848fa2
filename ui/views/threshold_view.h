#pragma once

#include "engine/thresholds/threshold_goal.h"
#include "ui/jobs/job_runner.h"
#include "ui/views/threshold_source.h"
#include "ui/views/view.h"

#include <QTimer>

class QButtonGroup;
class QComboBox;
class QLabel;
class QTableView;
class QToolButton;

namespace evenhand::ui {

class NumberBox;
class ThresholdControls;
class ThresholdModel;
class ThresholdOverlay;
class ThresholdReadings;

/// What if we cut elsewhere? Scores by group with thresholds that can be dragged or set to an exact optimum,
/// and everything that follows from them.
class ThresholdView final : public View {
    Q_OBJECT
public:
    explicit ThresholdView(QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override;
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] const std::vector<double>& thresholds() const { return m_thresholds; }
    [[nodiscard]] bool isCommon() const;

protected:
    void refresh() override;

private:
    /// What a person did last; a row of the same small steps is undone at once.
    enum class Deed : std::uint8_t { None, Step, Jump };

    QWidget* makeBar();
    void makeTable();
    void fillChoices();
    void onSubject();
    void makeNumberBoxes();
    void start();
    void remember(Deed deed);
    void setCommon(bool isCommon);
    void move(int group, double threshold);
    void reset(int group);
    void pursue(const ThresholdGoal& goal, const QString& name);
    void apply(std::vector<double> thresholds);
    void evaluate();
    void tell();
    void reserveSentence();
    void undo();

    ThresholdSource m_source;
    JobRunner m_optimum;
    std::shared_ptr<const ThresholdSubject> m_subject; ///< the one on show
    std::vector<double> m_thresholds;
    ThresholdState m_start, m_now;
    struct Memory {
        std::vector<double> thresholds;
        bool isCommon = true;
    };
    std::vector<Memory> m_history;
    Deed m_lastDeed = Deed::None;
    QString m_goalName; ///< of the button that set the thresholds; empty once they were moved
    QString m_wantedName;
    bool m_wasCommon = true; ///< before a segment was pressed

    QButtonGroup* m_mode;
    QComboBox* m_choice; ///< repeat of a run, attribute of an audit
    QLabel* m_choiceLabel = nullptr;
    QToolButton* m_undo;
    QToolButton* m_reset;
    QLabel* m_sentence;
    FigureView* m_figure;
    ThresholdOverlay* m_overlay;
    ThresholdReadings* m_readings;
    ThresholdControls* m_controls;
    ThresholdModel* m_model;
    QTableView* m_table;
    std::vector<std::pair<std::size_t, NumberBox*>> m_boxes; ///< group and its number; one for all: group 0
    QLabel* m_note;
    QTimer m_explained; ///< the text follows when the hand rests
};

} // namespace evenhand::ui
