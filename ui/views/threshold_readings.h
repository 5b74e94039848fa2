#pragma once

#include "engine/thresholds/threshold_state.h"

#include <QWidget>

namespace evenhand::ui {

/// The numbers of the whole in a row of tiles: the gap of each notion, accuracy, cost; with what they were at
/// the start. Painted, so that a step of a drag moves no layout.
class ThresholdReadings final : public QWidget {
    Q_OBJECT
public:
    explicit ThresholdReadings(QWidget* parent = nullptr);

    void setStates(const ThresholdState& start, const ThresholdState& now);
    void clear();
    [[nodiscard]] QStringList plainTexts() const; ///< one per tile
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Tile {
        QString name, tip, before, now;
        bool isChanged = false;
    };
    [[nodiscard]] QRect rectOf(std::size_t tile) const;

    std::vector<Tile> m_tiles;
};

} // namespace evenhand::ui
