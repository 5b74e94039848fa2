#pragma once

#include "ui/views/view.h"

class QComboBox;
class QLabel;

namespace evenhand::ui {

class FigureView;
class SessionController;

/// What does it cost? Error against unfairness of every run; a click selects the run.
class TradeoffView final : public View {
    Q_OBJECT
public:
    TradeoffView(SessionController* session, QWidget* parent = nullptr);
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override { return m_figure; }

protected:
    void refresh() override;

private:
    void fillMetrics();

    SessionController* m_session;
    QComboBox* m_error;
    QComboBox* m_unfairness;
    QLabel* m_pareto;
    FigureView* m_figure;
    int m_filledFor = -1;
};

} // namespace evenhand::ui
