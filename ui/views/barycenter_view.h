#pragma once

#include "ui/views/view.h"

#include <QTimer>

#include <array>

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QSlider;
class QToolButton;

namespace evenhand::ui {

class FigureView;
class ScoreSource;

/// What does the repair do? Quantile functions, transport maps, densities and ECDFs, all moved by one slider.
class BarycenterView final : public View {
    Q_OBJECT
public:
    BarycenterView(ScoreSource* source, QWidget* parent = nullptr);
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override;

    [[nodiscard]] double strength() const;
    void setStrength(double t);
    /// Where the slider shall stand when the scores of a newly opened study arrive.
    void restoreStrength(std::optional<double> t) { m_restored = t; }

signals:
    void strengthChanged(double t);

protected:
    void refresh() override;

private:
    QWidget* makeBar();
    void onScores();
    void fillRepeats();
    void scheduleDrawing();
    void draw();
    void play();

    ScoreSource* m_source;
    QSlider* m_slider;
    QDoubleSpinBox* m_spin;
    QToolButton* m_play;
    QComboBox* m_repeat;
    std::array<FigureView*, 4> m_figures {};
    QTimer m_animation;
    QTimer m_drawing; ///< one drawing per turn of the event loop, however many steps the slider made
    const void* m_shownTable = nullptr;
    std::optional<RunKey> m_shownRun;
    std::optional<double> m_restored;
};

} // namespace evenhand::ui
