#pragma once

#include "ui/charts/figure_probe.h"
#include "ui/charts/figure_readout.h"
#include "ui/charts/qtcharts_renderer.h"

#include <QGraphicsView>

namespace evenhand::ui {

/// The drawing inside a FigureView: follows the mouse and the keyboard.
class FigureCanvas : public QGraphicsView {
    Q_OBJECT
public:
    explicit FigureCanvas(QWidget* parent = nullptr);

    void setFigure(const Figure& figure);
    [[nodiscard]] const QtChartsRenderer& renderer() const { return m_renderer; }
    [[nodiscard]] QString readoutText() const;

signals:
    void pointActivated(int id);
    void pointHovered(int id); ///< -1: none any more
    void drawingChanged();     ///< another figure, size or look

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void restyle();
    void pointTo(const PointRef& ref);
    void lookAt(double x, const QPoint& at);
    void lookNowhere();
    void walkPoints(int step);
    void walkLines(int step);
    void announce(const std::vector<ReadoutRow>& rows);

    QtChartsRenderer m_renderer;
    FigureReadout* m_readout;
    std::optional<PointRef> m_point;
    std::optional<double> m_x; ///< of the readout over lines
    std::optional<PointRef> m_pressed;
};

} // namespace evenhand::ui
