#include "ui/views/threshold_overlay.h"

#include "engine/metrics/rates.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/models/rate_text.h"
#include "ui/text/labels.h"

#include <QAccessible>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

// What a person does to the thresholds; how they look is in threshold_overlay_paint.cpp.

namespace evenhand::ui {

namespace {

constexpr double kKeyStep = 1.0 / 200.0; ///< of the axis
constexpr double kPageStep = 1.0 / 20.0;

} // namespace

ThresholdOverlay::ThresholdOverlay(FigureView* figure)
    : QWidget(figure)
    , m_figure(figure)
{
    setObjectName(QStringLiteral("thresholds"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Thresholds"));
    setToolTip({});
    connect(figure, &FigureView::drawingChanged, this, [this] {
        m_below = {};
        update();
    });
}

void ThresholdOverlay::setSubject(std::shared_ptr<const ThresholdSubject> subject)
{
    m_subject = std::move(subject);
    m_thresholds.clear();
    m_rows.clear();
    m_row = 0;
    m_isDragging = false;
    m_below = {};
    update();
}

void ThresholdOverlay::setThresholds(
    const std::vector<double>& thresholds, bool isCommon, const ThresholdState& state)
{
    m_thresholds = thresholds;
    m_isCommon = isCommon;
    m_state = state;
    describe();
    update();
}

const ChartPicture& ThresholdOverlay::picture() const
{
    return m_figure->canvas().renderer().picture();
}

double ThresholdOverlay::xOf(double threshold) const
{
    const QRectF& plot = picture().layout.plot;
    const double x = picture().layout.toScene({m_subject->shown(threshold), 0.0}).x();
    return std::clamp(x, plot.left(), plot.right());
}

QPointF ThresholdOverlay::handleOf(std::size_t group) const
{
    const auto row = std::ranges::find(m_rows, group, &Row::group);
    return row == m_rows.end() || m_thresholds.empty()
        ? QPointF()
        : QPointF(xOf(m_thresholds[group]), row->rect.center().y());
}

std::optional<std::size_t> ThresholdOverlay::rowAt(const QPointF& at) const
{
    if (m_thresholds.empty() || !picture().layout.plot.adjusted(-8, -8, 8, 8).contains(at))
        return std::nullopt;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (at.y() <= m_rows[i].rect.bottom())
            return i;
    return m_rows.empty() ? std::nullopt : std::optional(m_rows.size() - 1);
}

int ThresholdOverlay::target() const
{
    return m_isCommon ? kEverybody : static_cast<int>(m_rows[m_row].group);
}

double ThresholdOverlay::current() const
{
    return m_thresholds[m_rows[m_row].group];
}

void ThresholdOverlay::set(double threshold)
{
    emit moved(target(), threshold);
}

void ThresholdOverlay::moveTo(double x)
{
    set(m_subject->shown(picture().layout.toDrawing({x, 0.0}).x()));
}

/// @p share of the axis, to the right; or to the next score of the group.
void ThresholdOverlay::moveBy(double share, bool byScore)
{
    const bool isUp = (share > 0.0) != m_subject->lowIsSelected;
    if (!byScore) {
        const double width = picture().layout.x.high - picture().layout.x.low;
        const double step = std::max(std::abs(share) * width, m_subject->step.value_or(0.0));
        set(current() + (isUp ? step : -step));
        return;
    }
    // One threshold for everybody stops at the scores of all.
    double next = isUp ? m_subject->beyond() : m_subject->low;
    for (std::size_t g = 0; g < m_thresholds.size(); ++g) {
        if (!m_isCommon && g != m_rows[m_row].group)
            continue;
        const GroupCurve& curve = m_subject->curves.weighted[g];
        const std::size_t k = curve.entryAt(current());
        if (!isUp && k + 1 < curve.size())
            next = std::max(next, curve.threshold[k + 1]);
        // The lowest score above: that of this entry, unless the threshold is right on it.
        const std::size_t above = k > 0 && curve.threshold[k] == current() ? k - 1 : k;
        if (isUp && above > 0)
            next = std::min(next, curve.threshold[above]);
    }
    set(next);
}

void ThresholdOverlay::mousePressEvent(QMouseEvent* event)
{
    const auto row = rowAt(event->position());
    if (event->button() != Qt::LeftButton || !row)
        return;
    m_row = *row;
    m_isDragging = true;
    emit moveBegan();
    moveTo(event->position().x());
}

void ThresholdOverlay::mouseMoveEvent(QMouseEvent* event)
{
    if (m_isDragging)
        moveTo(event->position().x());
    else
        setCursor(rowAt(event->position()) ? Qt::SplitHCursor : Qt::ArrowCursor);
}

void ThresholdOverlay::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_isDragging = false;
}

void ThresholdOverlay::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto row = rowAt(event->position());
    if (event->button() != Qt::LeftButton || !row)
        return;
    m_row = *row;
    m_isDragging = false;
    emit resetWanted(target());
}

void ThresholdOverlay::keyPressEvent(QKeyEvent* event)
{
    if (m_thresholds.empty() || m_rows.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool byScore = event->modifiers().testFlag(Qt::ControlModifier);
    const auto walk = [this](std::size_t row) {
        m_row = std::min(row, m_rows.size() - 1);
        describe();
        update();
    };
    switch (event->key()) {
    case Qt::Key_Right:
        moveBy(kKeyStep, byScore);
        return;
    case Qt::Key_Left:
        moveBy(-kKeyStep, byScore);
        return;
    case Qt::Key_PageUp:
        moveBy(kPageStep, false);
        return;
    case Qt::Key_PageDown:
        moveBy(-kPageStep, false);
        return;
    case Qt::Key_Home:
        set(m_subject->low);
        return;
    case Qt::Key_End:
        set(m_subject->beyond());
        return;
    case Qt::Key_Up:
        walk(m_row > 0 ? m_row - 1 : 0);
        return;
    case Qt::Key_Down:
        walk(m_row + 1);
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        emit resetWanted(target());
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void ThresholdOverlay::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ThresholdOverlay::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

void ThresholdOverlay::describe()
{
    if (!m_subject || m_thresholds.empty() || m_rows.empty())
        return;
    const std::size_t group = m_rows[std::min(m_row, m_rows.size() - 1)].group;
    const Confusion& cells = m_isCommon ? m_state.all : m_state.cells[group];
    const QString number = plainNumber(m_subject->shown(m_thresholds[group]), 4);
    const QString selected = rateText(evenhand::describe(selectionRate(cells)), true);
    setAccessibleDescription(m_isCommon
            ? tr("Threshold of everybody: %1, selected: %2").arg(number, selected)
            : tr("Threshold of %1: %2, selected: %3")
                  .arg(QString::fromStdString(m_subject->groupNames[group]), number, selected));
    if (hasFocus()) {
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
}

} // namespace evenhand::ui
