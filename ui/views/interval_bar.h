#pragma once

#include "ui/views/measure_text.h"

#include <QWidget>

namespace evenhand::ui {

/// A measure and its interval against the limit of the policy; the unrepaired model's above it, faintly.
class IntervalBar final : public QWidget {
    Q_OBJECT
public:
    explicit IntervalBar(QWidget* parent = nullptr);
    /// @param before  of the unrepaired model, or null; left out when it is counted in another unit
    /// @param reach   the axis goes at least this far, so that bars below each other share it
    void setVerdict(const Verdict& now, const Verdict* before, Task task, double reach);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QString label;
        double value = 0.0, low = 0.0, high = 0.0;
        VerdictLevel level = VerdictLevel::Undecidable;
        bool isFaint = false;
    };
    [[nodiscard]] QString numbersOf(const Row& row) const;
    [[nodiscard]] QString rangeOf(const Row& row) const;
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] double position(double value) const; ///< x of a value of the axis
    void paintAxis(QPainter& painter) const;
    void paintRow(QPainter& painter, const Row& row, double y) const;

    std::vector<Row> m_rows;
    MeasureUnit m_unit = MeasureUnit::Ratio;
    double m_limit = 0.0, m_axisLow = 0.0, m_axisHigh = 1.0;
};

} // namespace evenhand::ui
