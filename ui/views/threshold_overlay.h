#pragma once

#include "engine/figures/threshold_subject.h"
#include "ui/charts/chart_picture.h"

#include <QPainterPath>
#include <QPixmap>
#include <QWidget>

#include <memory>

namespace evenhand::ui {

class FigureView;

/// The movable thresholds over a thresholdFigure(): lines with handles, what they select, what is wrong of
/// it, and the four counts of every group.
///
/// It keeps a picture of the figure below, so that a step of a drag paints neither the chart nor its layout.
/// Keys: left and right move a threshold, with Ctrl to the next score; up and down change the group; Home and
/// End select everybody and nobody; Delete puts it back.
class ThresholdOverlay final : public QWidget {
    Q_OBJECT
public:
    static constexpr int kEverybody = -1;

    explicit ThresholdOverlay(FigureView* figure);

    void setSubject(std::shared_ptr<const ThresholdSubject> subject);
    /// @param thresholds  one per group, all the same when @p isCommon
    void setThresholds(const std::vector<double>& thresholds, bool isCommon, const ThresholdState& state);
    /// Where the handle of a shown group is, in this widget.
    [[nodiscard]] QPointF handleOf(std::size_t group) const;

signals:
    /// A person moves a threshold; @p group is kEverybody when there is one for all.
    void moved(int group, double threshold);
    void moveBegan();
    void resetWanted(int group);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    /// A group's row: its colour, where it is, and its bars.
    struct Row {
        std::size_t group = 0;
        QColor colour;
        QRectF rect;
        QPainterPath up, down;
    };
    [[nodiscard]] const ChartPicture& picture() const;
    void prepare();
    [[nodiscard]] double xOf(double threshold) const;
    [[nodiscard]] QRectF side(const Row& row, bool isSelected) const;
    void paintRow(QPainter& painter, const Row& row) const;
    void paintCounts(QPainter& painter, const Row& row) const;
    void paintLine(
        QPainter& painter, double threshold, const QColor& colour, double top, double bottom) const;
    void paintHandle(
        QPainter& painter, double threshold, const QColor& colour, double top, bool isCurrent) const;
    void paintStart(QPainter& painter, const Row& row) const;
    [[nodiscard]] std::optional<std::size_t> rowAt(const QPointF& at) const;
    void moveTo(double x);
    void moveBy(double share, bool byScore);
    void set(double threshold);
    [[nodiscard]] int target() const;
    [[nodiscard]] double current() const;
    void describe();

    FigureView* m_figure;
    std::shared_ptr<const ThresholdSubject> m_subject;
    std::vector<double> m_thresholds;
    ThresholdState m_state;
    bool m_isCommon = true;
    QPixmap m_below; ///< the figure; null: to be painted anew
    std::vector<Row> m_rows;
    std::size_t m_row = 0; ///< that keyboard and mouse move
    bool m_isDragging = false;
};

} // namespace evenhand::ui
