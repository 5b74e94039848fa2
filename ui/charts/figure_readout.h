#pragma once

#include "ui/charts/figure_probe.h"

#include <QWidget>

namespace evenhand::ui {

/// The small box with numbers beside the mouse. Paints its text literally and never takes a mouse event.
class FigureReadout : public QWidget {
    Q_OBJECT
public:
    explicit FigureReadout(QWidget* parent);

    void setStyle(const Palette& palette, const QFont& font);
    /// Shows @p rows beside @p at, inside the parent.
    void showAt(const QPoint& at, const std::vector<ReadoutRow>& rows);
    [[nodiscard]] QString plainText() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<ReadoutRow> m_rows;
    Palette m_palette = Palette::light();
};

} // namespace evenhand::ui
