#pragma once

#include "ui/views/tradeoff_source.h"
#include "ui/views/view.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QTableView;

namespace evenhand::ui {

class FigureView;
class RankingModel;
class SessionController;
class TargetPane;

/// What does it cost? Error against unfairness of every run with what thresholds can do behind them; a click
/// selects the run. Besides: the selected run beside the frontier, the run that meets a target, and the
/// methods ranked.
class TradeoffView final : public View {
    Q_OBJECT
public:
    TradeoffView(SessionController* session, QWidget* parent = nullptr);
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override { return m_figure; }
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void refresh() override;

private:
    [[nodiscard]] QLayout* makeAxes();
    [[nodiscard]] QWidget* makeStrip();
    /// Pages and switches share a row: the figure needs the height.
    [[nodiscard]] QLayout* makeControls();
    [[nodiscard]] QWidget* makeRanking();
    void fillMetrics();
    void showFigure();
    void showStrip();
    void showPage(int page);
    [[nodiscard]] QString judgement() const;
    /// The answers if they are of this report's runs.
    [[nodiscard]] const TradeoffAnswers* answers() const;

    SessionController* m_session;
    QComboBox* m_error;
    QComboBox* m_unfairness;
    QCheckBox* m_frontier;
    QCheckBox* m_single;
    QCheckBox* m_bars;
    QCheckBox* m_onlyFront;
    FigureView* m_figure;
    QButtonGroup* m_page;
    QLabel* m_judgement;
    TargetPane* m_target;
    QTableView* m_ranking;
    RankingModel* m_rankingModel;
    TradeoffSource m_source;
    int m_filledFor = -1;
};

} // namespace evenhand::ui
