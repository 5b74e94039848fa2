#include "ui/charts/figure_canvas.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QEvent>
#include <QFontInfo>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>

namespace evenhand::ui {

namespace {
constexpr double kReach = 13.0; ///< pixels from a point at which the mouse is on it
constexpr int kKeySteps = 50;   ///< arrow keys cross the width of a line figure in as many steps
} // namespace

FigureCanvas::FigureCanvas(QWidget* parent)
    : QGraphicsView(parent)
    , m_readout(new FigureReadout(viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setOptimizationFlag(QGraphicsView::DontSavePainterState);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(220, 150);
    viewport()->setMouseTracking(true);
    setScene(m_renderer.scene());
    restyle();
}

void FigureCanvas::setFigure(const Figure& figure)
{
    const std::optional<double> lookedAt = m_readout->isVisible() ? m_x : std::nullopt;
    m_renderer.setFigure(figure);
    m_pressed.reset();
    lookNowhere();
    // While a slider moves the numbers, the readout stays where the person looks.
    if (lookedAt && m_renderer.picture().prepared.hasData)
        lookAt(*lookedAt, viewport()->mapFromGlobal(QCursor::pos()));
    emit drawingChanged();
}

QString FigureCanvas::readoutText() const
{
    return m_readout->isVisible() ? m_readout->plainText() : QString();
}

void FigureCanvas::restyle()
{
    m_renderer.setLocale(locale());
    const int base = std::clamp(QFontInfo(font()).pixelSize() + 1, 12, 24);
    m_renderer.setStyle(Palette::forWidget(this), ChartFonts::withBase(base));
    m_readout->setStyle(m_renderer.picture().palette, m_renderer.picture().fonts.tick);
    emit drawingChanged();
}

void FigureCanvas::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::LocaleChange)
        restyle();
}

void FigureCanvas::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    lookNowhere();
    m_renderer.setSize(viewport()->size());
    emit drawingChanged();
}

void FigureCanvas::pointTo(const PointRef& ref)
{
    const bool isNew = m_point != ref;
    m_point = ref;
    m_x.reset();
    Cursor cursor;
    cursor.point = ref;
    m_renderer.setCursor(cursor);
    const std::vector<ReadoutRow> rows = describePoint(m_renderer.picture(), ref, locale());
    m_readout->showAt(m_renderer.picture().pointAt(ref).toPoint(), rows);
    if (isNew) {
        announce(rows);
        emit pointHovered(idOf(m_renderer.picture().figure, ref));
    }
}

void FigureCanvas::lookAt(double x, const QPoint& at)
{
    const ChartPicture& picture = m_renderer.picture();
    const std::vector<LineProbe> probes = probeLines(picture, x);
    if (probes.empty()) {
        lookNowhere();
        return;
    }
    if (m_point) {
        m_point.reset();
        emit pointHovered(-1);
    }
    m_x = x;
    Cursor cursor;
    cursor.x = x;
    for (const LineProbe& probe : probes) {
        cursor.dots.push_back(probe.at);
        const FigureLayer& layer = picture.figure.layers[probe.layer];
        cursor.dotColours.push_back(picture.palette.colour(layer.hue, layer.index));
    }
    m_renderer.setCursor(cursor);
    m_readout->showAt(at, describeLines(picture, x, probes, locale()));
}

void FigureCanvas::lookNowhere()
{
    m_renderer.setCursor({});
    m_readout->hide();
    m_x.reset();
    if (m_point) {
        m_point.reset();
        emit pointHovered(-1);
    }
}

void FigureCanvas::announce(const std::vector<ReadoutRow>& rows)
{
    QStringList lines;
    for (const ReadoutRow& row : rows)
        lines += row.text;
    viewport()->setAccessibleDescription(lines.join(QStringLiteral(", ")));
    QAccessibleEvent changed(viewport(), QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void FigureCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const ChartPicture& picture = m_renderer.picture();
    const QPointF scene = event->position();
    if (!picture.prepared.hasData || !picture.layout.plot.adjusted(-6, -6, 6, 6).contains(scene)) {
        lookNowhere();
        return;
    }
    if (const auto point = nearestPoint(picture, scene, kReach))
        pointTo(*point);
    else
        lookAt(picture.layout.toDrawing(scene).x(), event->position().toPoint());
    viewport()->setCursor(
        m_point && idOf(picture.figure, *m_point) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FigureCanvas::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::LeftButton)
        m_pressed = nearestPoint(m_renderer.picture(), event->position(), kReach);
    event->accept();
}

void FigureCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    const std::optional<PointRef> pressed = std::exchange(m_pressed, std::nullopt);
    if (event->button() == Qt::LeftButton && pressed
        && nearestPoint(m_renderer.picture(), event->position(), kReach) == pressed) {
        const int id = idOf(m_renderer.picture().figure, *pressed);
        if (id >= 0)
            emit pointActivated(id);
    }
    event->accept();
}

void FigureCanvas::leaveEvent(QEvent* event)
{
    lookNowhere();
    QGraphicsView::leaveEvent(event);
}

void FigureCanvas::focusOutEvent(QFocusEvent* event)
{
    lookNowhere();
    QGraphicsView::focusOutEvent(event);
}

void FigureCanvas::keyPressEvent(QKeyEvent* event)
{
    const bool hasPoints = !pointsInOrder(m_renderer.picture()).empty();
    const auto walk = [&](int step) { hasPoints ? walkPoints(step) : walkLines(step); };
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Up:
        walk(1);
        return;
    case Qt::Key_Left:
    case Qt::Key_Down:
        walk(-1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_point && idOf(m_renderer.picture().figure, *m_point) >= 0) {
            emit pointActivated(idOf(m_renderer.picture().figure, *m_point));
            return;
        }
        break;
    case Qt::Key_Escape:
        if (m_point || m_x) {
            lookNowhere();
            return;
        }
        break;
    default:
        break;
    }
    // Not handed to the scene or to the scroll area: the figure has nothing to scroll.
    QWidget::keyPressEvent(event);
}

void FigureCanvas::walkPoints(int step)
{
    const std::vector<PointRef> points = pointsInOrder(m_renderer.picture());
    const auto here = m_point ? std::find(points.begin(), points.end(), *m_point) : points.end();
    if (here == points.end()) {
        pointTo(step > 0 ? points.front() : points.back());
        return;
    }
    const auto next = std::clamp<std::ptrdiff_t>(here - points.begin() + step, 0, std::ssize(points) - 1);
    pointTo(points[static_cast<std::size_t>(next)]);
}

void FigureCanvas::walkLines(int step)
{
    const ChartPicture& picture = m_renderer.picture();
    if (!picture.prepared.hasData)
        return;
    const ValueRange& range = picture.layout.x;
    const double width = range.high - range.low;
    const double from = m_x.value_or(range.low + 0.5 * width);
    const double x = std::clamp(from + (m_x ? step * width / kKeySteps : 0.0), range.low, range.high);
    const QPointF at = picture.layout.toScene({x, picture.layout.y.high});
    const std::optional<double> before = m_x;
    lookAt(x, at.toPoint() + QPoint(0, 40));
    if (!m_x && before)
        lookAt(*before, picture.layout.toScene({*before, picture.layout.y.high}).toPoint() + QPoint(0, 40));
    if (m_x)
        announce(describeLines(picture, *m_x, probeLines(picture, *m_x), locale()));
}

void FigureCanvas::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

void FigureCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    event->ignore();
}

} // namespace evenhand::ui
