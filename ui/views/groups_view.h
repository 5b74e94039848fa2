#pragma once

#include "engine/figures/build.h"
#include "ui/views/view.h"

class QButtonGroup;
class QComboBox;
class QLabel;

namespace evenhand::ui {

class FigureView;
class ScoreSource;

/// Who is treated how? Score distributions and rates of every group, before and after.
class GroupsView final : public View {
    Q_OBJECT
public:
    GroupsView(ScoreSource* source, QWidget* parent = nullptr);
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override;

protected:
    void refresh() override;

private:
    QWidget* makeBar();
    void fillMetrics();
    void drawDistributions();
    void drawRates();

    ScoreSource* m_source;
    QButtonGroup* m_kind;
    QButtonGroup* m_when;
    QComboBox* m_metric;
    FigureView* m_distributions;
    FigureView* m_rates;
    int m_filledFor = -1;
};

} // namespace evenhand::ui
