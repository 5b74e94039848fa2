#pragma once

#include "ui/views/view.h"

class QButtonGroup;
class QComboBox;
class QHBoxLayout;

namespace evenhand::ui {

class FigureView;
class ScoreSource;

/// The groups in the selected run: score distributions before and after the repair, and rates over its
/// repeats.
class RunGroups final : public QWidget {
    Q_OBJECT
public:
    RunGroups(ScoreSource* source, QWidget* parent = nullptr);

    /// Puts @p widget before the choices.
    void putFirst(QWidget* widget);
    void setContext(const ViewContext& context);
    [[nodiscard]] FigureView* currentFigure() const;
    [[nodiscard]] std::string metricId() const;

signals:
    void metricChosen();
    void scoresChanged();

private:
    QWidget* makeBar();
    void fillMetrics();
    void drawDistributions();
    void drawRates();

    ViewContext m_context;
    ScoreSource* m_source;
    QButtonGroup* m_kind;
    QButtonGroup* m_when;
    QComboBox* m_metric;
    FigureView* m_distributions;
    FigureView* m_rates;
    QHBoxLayout* m_bar = nullptr;
    int m_filledFor = -1;
};

} // namespace evenhand::ui
