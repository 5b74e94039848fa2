// SPDX-License-Identifier: GPL-3.0-only
// The only file that includes Qt Charts, which is GPL-3.0-only (or commercial); what links it is GPL-3.0 as a
// whole.
#include "ui/charts/qtcharts_renderer.h"

#include "ui/charts/decimate.h"
#include "ui/charts/direct_labels.h"

#include <QFontMetricsF>
#include <QGraphicsItem>
#include <QPainter>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>

namespace evenhand::ui {

namespace {

/// Paints the picture's frame or marks over the whole scene.
class PictureItem : public QGraphicsItem {
public:
    using Paint = void (*)(QPainter&, const ChartPicture&);
    PictureItem(const ChartPicture& picture, Paint paintPicture)
        : m_picture(picture)
        , m_paint(paintPicture)
    {
    }

    [[nodiscard]] QRectF boundingRect() const override { return {QPointF(0, 0), m_picture.layout.size}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/) override
    {
        painter->setRenderHint(QPainter::Antialiasing);
        m_paint(*painter, m_picture);
    }
    void aboutToResize() { prepareGeometryChange(); }

private:
    const ChartPicture& m_picture;
    Paint m_paint;
};

/// The series of one run of a layer; those that its mark does not need are null.
struct SeriesOfRun {
    QLineSeries* line = nullptr; ///< the line, or the outline of an area
    QLineSeries* upper = nullptr;
    QLineSeries* lower = nullptr;
    QAreaSeries* area = nullptr;
};

bool sameLegend(const FigureTexts& a, const FigureTexts& b)
{
    return std::equal(a.legend.begin(), a.legend.end(), b.legend.begin(), b.legend.end(),
        [](const LegendEntry& x, const LegendEntry& y) { return x.name == y.name; });
}

/// The points that Qt Charts gets: no more than the picture can show. Its cost is per point, since it strokes
/// every line twice, once for a shape that nobody asks for.
QList<QPointF> toList(const std::vector<QPointF>& points, const FigureLayout& layout)
{
    const auto columns = static_cast<std::size_t>(std::max(layout.plot.width(), 16.0));
    const double pixel = (layout.y.high - layout.y.low) / std::max(layout.plot.height(), 16.0);
    const std::vector<QPointF> thinned = simplifyLine(decimateLine(points, columns), 0.1 * pixel);
    return {thinned.begin(), thinned.end()};
}

} // namespace

class QtChartsRenderer::Private {
public:
    Private()
        : frame(picture, paintFrame)
        , marks(picture, paintMarks)
    {
        picture.fonts = ChartFonts::withBase();
        picture.layout.size = QSizeF(640, 400);
        frame.setZValue(-1);
        marks.setZValue(1);
        scene.setItemIndexMethod(QGraphicsScene::NoIndex);
        scene.addItem(&frame);
        scene.addItem(&marks);
        makeChart();
    }

    ~Private()
    {
        scene.removeItem(&frame);
        scene.removeItem(&marks);
    }

    void makeChart()
    {
        chart = new QChart; // owned by the scene
        chart->setBackgroundVisible(false);
        chart->setPlotAreaBackgroundVisible(false);
        chart->legend()->hide();
        chart->setAnimationOptions(QChart::NoAnimation);
        chart->setMargins(QMargins(0, 0, 0, 0));
        chart->setAcceptHoverEvents(false);
        chart->setAcceptedMouseButtons(Qt::NoButton);
        for (auto& [axis, side] : {std::pair {&xAxis, Qt::AlignBottom}, std::pair {&yAxis, Qt::AlignLeft}}) {
            *axis = new QValueAxis;
            (*axis)->setVisible(false);
            chart->addAxis(*axis, side);
        }
        scene.addItem(chart);
    }

    QLineSeries* addLine(const QPen& pen)
    {
        auto* const line = new QLineSeries;
        line->setPen(pen);
        attach(line);
        return line;
    }

    void attach(QAbstractSeries* added)
    {
        chart->addSeries(added);
        added->attachAxis(xAxis);
        added->attachAxis(yAxis);
    }

    /// Makes the series of all layers: faint ones first, areas below lines.
    void rebuild()
    {
        ++rebuilds;
        chart->removeAllSeries();
        series.assign(picture.figure.layers.size(), {});
        for (std::size_t i = 0; i < series.size(); ++i)
            series[i].resize(picture.prepared.layers[i].runs.size());
        setRanges();
        for (const bool faint : {true, false}) {
            for (std::size_t i = 0; i < series.size(); ++i) {
                if (picture.figure.layers[i].faint == faint)
                    addAreas(i);
            }
            for (std::size_t i = 0; i < series.size(); ++i) {
                if (picture.figure.layers[i].faint == faint)
                    addLines(i);
            }
        }
        fill();
    }

    void addAreas(std::size_t i)
    {
        const Mark mark = picture.figure.layers[i].mark;
        if (mark != Mark::Area && mark != Mark::Bars)
            return;
        for (SeriesOfRun& run : series[i]) {
            run.area = new QAreaSeries;
            // The area does not own its edges unless it is told to.
            run.upper = new QLineSeries(run.area);
            run.lower = new QLineSeries(run.area);
            run.area->setUpperSeries(run.upper);
            run.area->setLowerSeries(run.lower);
            run.area->setPen(Qt::NoPen);
            QColor colour = layerFill(picture.palette, picture.figure.layers[i]);
            if (mark == Mark::Bars && !picture.prepared.layers[i].outlined)
                colour.setAlphaF(0.75F);
            run.area->setBrush(colour);
            attach(run.area);
        }
    }

    void addLines(std::size_t i)
    {
        const PreparedLayer& layer = picture.prepared.layers[i];
        const Mark mark = picture.figure.layers[i].mark;
        const bool filled = mark == Mark::Area || mark == Mark::Bars;
        if (filled && !layer.outlined)
            return;
        for (SeriesOfRun& run : series[i])
            run.line = addLine(layerPen(picture.palette, picture.figure.layers[i]));
    }

    void setRanges()
    {
        xAxis->setRange(picture.prepared.x.low, picture.prepared.x.high);
        yAxis->setRange(picture.prepared.y.low, picture.prepared.y.high);
    }

    void fill()
    {
        for (std::size_t i = 0; i < series.size(); ++i) {
            for (std::size_t k = 0; k < series[i].size(); ++k) {
                const Run& run = picture.prepared.layers[i].runs[k];
                const SeriesOfRun& target = series[i][k];
                if (target.line != nullptr)
                    target.line->replace(toList(run.upper, picture.layout));
                if (target.area != nullptr) {
                    target.upper->replace(toList(run.upper, picture.layout));
                    target.lower->replace(toList(run.lower, picture.layout));
                }
            }
        }
    }

    /// Direct labels if every named layer is a line with room beside it; once there was none, the figure
    /// keeps its legend, so that it does not jump while a slider moves.
    void arrange()
    {
        frame.aboutToResize();
        marks.aboutToResize();
        scene.setSceneRect(QRectF(QPointF(0, 0), picture.layout.size));
        picture.labels.clear();
        bool withLegend = needsLegend || picture.texts.legend.empty();
        layOutWith(withLegend && !picture.texts.legend.empty());
        if (!withLegend && !placeDirectLabels()) {
            needsLegend = true;
            layOutWith(true);
        }
        chart->resize(picture.layout.size);
        chart->setPlotArea(picture.layout.plot);
        frame.update();
        marks.update();
    }

    void layOutWith(bool withLegend)
    {
        picture.layout = layOut(picture.figure, picture.prepared, picture.texts, picture.fonts,
            picture.layout.size, withLegend, locale);
    }

    std::vector<QPointF> sceneCurve(std::size_t i) const
    {
        std::vector<QPointF> points;
        for (const Run& run : picture.prepared.layers[i].runs) {
            std::vector<QPointF> line;
            const std::size_t stride = std::max<std::size_t>(1, run.upper.size() / 512);
            for (std::size_t k = 0; k < run.upper.size(); k += stride)
                line.push_back(picture.layout.toScene(run.upper[k]));
            line.push_back(picture.layout.toScene(run.upper.back()));
            const std::vector<QPointF> dense = resample(line, 140);
            points.insert(points.end(), dense.begin(), dense.end());
        }
        return points;
    }

    bool placeDirectLabels()
    {
        const QFontMetricsF metrics(picture.fonts.body);
        std::vector<LabelledCurve> curves;
        std::vector<QPointF> obstacles;
        std::vector<LegendEntry> named;
        for (std::size_t i = 0; i < picture.figure.layers.size(); ++i) {
            const FigureLayer& layer = picture.figure.layers[i];
            const auto entry = std::find_if(picture.texts.legend.begin(), picture.texts.legend.end(),
                [i](const LegendEntry& e) { return e.layer == i; });
            const bool isLine
                = layer.mark == Mark::Line || layer.mark == Mark::Step || layer.mark == Mark::Area;
            const bool isNamed = entry != picture.texts.legend.end();
            if (isNamed && (!isLine || picture.prepared.layers[i].runs.empty()))
                return false;
            addObstacles(obstacles, picture.prepared.layers[i], layer.mark);
            if (!isLine || layer.faint)
                continue;
            QSizeF size;
            LegendEntry name {i, {}};
            if (isNamed) {
                name.name = metrics.elidedText(entry->name, Qt::ElideRight, 180.0);
                size = QSizeF(metrics.horizontalAdvance(name.name) + 6.0, metrics.height());
            }
            curves.push_back({sceneCurve(i), layer.mark == Mark::Area, size});
            named.push_back(name);
        }
        const auto places = placeLabels(curves, picture.layout.plot.adjusted(2, 2, -2, -2), obstacles);
        if (!places)
            return false;
        for (std::size_t k = 0; k < named.size(); ++k) {
            const FigureLayer& layer = picture.figure.layers[named[k].layer];
            if (!named[k].name.isEmpty())
                picture.labels.push_back(
                    {(*places)[k], named[k].name, picture.palette.colour(layer.hue, layer.index)});
        }
        return true;
    }

    void addObstacles(std::vector<QPointF>& obstacles, const PreparedLayer& layer, Mark mark) const
    {
        for (const QPointF& point : layer.points)
            obstacles.push_back(picture.layout.toScene(point));
        const auto along = [&](const QPointF& a, const QPointF& b) {
            const std::vector<QPointF> dense = resample({a, b}, 60);
            obstacles.insert(obstacles.end(), dense.begin(), dense.end());
        };
        for (const QLineF& segment : layer.segments)
            along(picture.layout.toScene(segment.p1()), picture.layout.toScene(segment.p2()));
        const ValueRange& x = picture.layout.x;
        const ValueRange& y = picture.layout.y;
        for (const double at : layer.rules) {
            const bool vertical = mark == Mark::VerticalRule;
            along(picture.layout.toScene(vertical ? QPointF(at, y.low) : QPointF(x.low, at)),
                picture.layout.toScene(vertical ? QPointF(at, y.high) : QPointF(x.high, at)));
        }
    }

    ChartPicture picture; // before the items, which refer to it
    PictureItem frame, marks;
    QGraphicsScene scene;
    QChart* chart = nullptr;
    QValueAxis* xAxis = nullptr;
    QValueAxis* yAxis = nullptr;
    std::vector<std::vector<SeriesOfRun>> series; ///< [layer][run]
    QLocale locale;
    bool needsLegend = false;
    int rebuilds = 0;
};

QtChartsRenderer::QtChartsRenderer()
    : d(std::make_unique<Private>())
{
}

QtChartsRenderer::~QtChartsRenderer() = default;

void QtChartsRenderer::setFigure(const Figure& figure)
{
    PreparedFigure prepared = prepareFigure(figure);
    const bool inPlace = d->series.size() == figure.layers.size()
        && sameStructure(d->picture.figure, d->picture.prepared, figure, prepared);
    FigureTexts texts = textsOf(figure, prepared);
    if (d->picture.figure.id != figure.id || !sameLegend(d->picture.texts, texts))
        d->needsLegend = false;
    d->picture.figure = figure;
    d->picture.prepared = std::move(prepared);
    d->picture.texts = std::move(texts);
    d->picture.cursor = {};
    d->arrange();
    if (!inPlace) {
        d->rebuild();
        return;
    }
    d->setRanges();
    d->fill();
}

void QtChartsRenderer::setStyle(const Palette& palette, const ChartFonts& fonts)
{
    d->picture.palette = palette;
    d->picture.fonts = fonts;
    d->arrange();
    d->rebuild();
}

void QtChartsRenderer::setLocale(const QLocale& locale)
{
    d->locale = locale;
    d->arrange();
}

void QtChartsRenderer::setSize(const QSizeF& size)
{
    const QSizeF usable = size.expandedTo(QSizeF(120, 90));
    if (usable == d->picture.layout.size)
        return;
    d->frame.aboutToResize();
    d->marks.aboutToResize();
    d->picture.layout.size = usable;
    d->needsLegend = false;
    d->arrange();
    d->fill();
}

void QtChartsRenderer::setCursor(const Cursor& cursor)
{
    d->picture.cursor = cursor;
    d->marks.update();
}

const ChartPicture& QtChartsRenderer::picture() const
{
    return d->picture;
}

QGraphicsScene* QtChartsRenderer::scene()
{
    return &d->scene;
}

int QtChartsRenderer::rebuilds() const
{
    return d->rebuilds;
}

} // namespace evenhand::ui
