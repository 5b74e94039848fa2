#include "ui/charts/figure_layout.h"

#include "ui/charts/ticks.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

constexpr double kTickGap = 7.0;

/// Distances of a figure; a small one in a grid of four saves its height for the plot.
struct Spacing {
    double margin, swatch, chipGap, afterTitle, afterLabel;
};
constexpr Spacing kRoomy {16.0, 24.0, 18.0, 10.0, 8.0};
constexpr Spacing kCompact {10.0, 20.0, 11.0, 2.0, 5.0};

QString say(const char* english)
{
    return QCoreApplication::translate("FigureView", english);
}

/// Takes height from the top or the bottom of what is left of the page.
class Page {
public:
    Page(const QSizeF& size, double margin)
        : m_left(QRectF(QPointF(0, 0), size).adjusted(margin, margin - 2, -margin, -margin + 4))
    {
    }

    std::vector<PlacedText> linesAtTop(const QStringList& lines, const QFont& font, double gapAfter)
    {
        std::vector<PlacedText> placed;
        const double height = QFontMetricsF(font).height();
        for (const QString& line : lines) {
            placed.push_back({QRectF(m_left.left(), m_left.top(), m_left.width(), height), line});
            m_left.setTop(m_left.top() + height);
        }
        if (!lines.isEmpty())
            m_left.setTop(m_left.top() + gapAfter);
        return placed;
    }

    std::vector<PlacedText> linesAtBottom(const QStringList& lines, const QFont& font, double gapBefore)
    {
        std::vector<PlacedText> placed;
        const double height = QFontMetricsF(font).height();
        const double top = m_left.bottom() - height * static_cast<double>(lines.size());
        for (qsizetype i = 0; i < lines.size(); ++i)
            placed.push_back(
                {QRectF(m_left.left(), top + height * static_cast<double>(i), m_left.width(), height),
                    lines[i]});
        if (!lines.isEmpty())
            m_left.setBottom(top - gapBefore);
        return placed;
    }

    [[nodiscard]] QRectF& left() { return m_left; }

private:
    QRectF m_left;
};

/// Notes are short sentences: they share their lines.
QStringList wrappedNotes(const QStringList& notes, const QFont& font, double width, int maxLines)
{
    return wrapText(notes.join(QLatin1Char(' ')), font, width, maxLines);
}

/// Chips in rows from the top of @p area, their names cut to @p nameLimit; those that do not fit above
/// @p bottom are left out.
std::vector<Chip> chipsInRows(const std::vector<LegendEntry>& entries, const QFont& font,
    const Spacing& spacing, const QRectF& area, double nameLimit, double bottom)
{
    std::vector<Chip> chips;
    const QFontMetricsF metrics(font);
    const double height = metrics.height() + 0.5 * spacing.afterLabel;
    double x = area.left();
    double y = area.top();
    for (const LegendEntry& entry : entries) {
        // In the middle: names of intersections begin and end alike, but seldom both.
        const QString name = metrics.elidedText(entry.name, Qt::ElideMiddle, nameLimit);
        const double width = spacing.swatch + 7.0 + metrics.horizontalAdvance(name);
        if (x > area.left() && x + width > area.right()) {
            x = area.left();
            y += height;
        }
        if (y + height > bottom + 1.0)
            break;
        chips.push_back(
            {QRectF(x, y, width, height), QRectF(x, y, spacing.swatch, height), entry.layer, name});
        x += width + spacing.chipGap;
    }
    return chips;
}

/// The legend, @p area giving up the height it needs: a quarter, a third when there are many names, which
/// then are shortened.
std::vector<Chip> placeLegend(
    const std::vector<LegendEntry>& entries, const QFont& font, const Spacing& spacing, QRectF& area)
{
    struct Try {
        double name, height; ///< shares of the area
    };
    std::vector<Chip> chips;
    for (const Try& limit : {Try {0.4, 0.25}, Try {0.26, 0.25}, Try {0.225, 0.34}}) {
        const double least = QFontMetricsF(font).height() + 0.5 * spacing.afterLabel;
        chips = chipsInRows(entries, font, spacing, area, std::min(220.0, area.width() * limit.name),
            area.top() + std::max(least, area.height() * limit.height));
        if (chips.size() == entries.size())
            break;
    }
    if (!chips.empty())
        area.setTop(chips.back().rect.bottom() + 0.75 * spacing.afterLabel);
    return chips;
}

std::vector<PlacedTick> axisTicks(
    const FigureAxis& axis, const ValueRange& range, int wanted, const QLocale& locale)
{
    std::vector<PlacedTick> ticks;
    for (std::size_t i = 0; i < axis.categories.size(); ++i)
        ticks.push_back({static_cast<double>(i), {{}, QString::fromStdString(axis.categories[i])}});
    if (!axis.categories.empty())
        return ticks;
    const AxisScale scale = axis.logarithmic ? AxisScale::Logarithmic
        : axis.percent                       ? AxisScale::Percent
                                             : AxisScale::Linear;
    for (const Tick& tick :
        makeTicks(fromDrawing(axis, range.low), fromDrawing(axis, range.high), scale, wanted, locale))
        ticks.push_back({toDrawing(axis, tick.value), {{}, tick.label}});
    return ticks;
}

double widestLabel(const std::vector<PlacedTick>& ticks, const QFontMetricsF& metrics, double limit)
{
    double widest = 0.0;
    for (const PlacedTick& tick : ticks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label.text));
    return std::min(widest, limit);
}

void placeYTicks(FigureLayout& layout, const QFontMetricsF& metrics, double labelWidth)
{
    for (PlacedTick& tick : layout.yTicks) {
        const double y = layout.toScene({layout.x.low, tick.at}).y();
        tick.label.text = metrics.elidedText(tick.label.text, Qt::ElideRight, labelWidth + 1.0);
        tick.label.rect = QRectF(layout.plot.left() - kTickGap - labelWidth - 2.0, y - metrics.height() / 2,
            labelWidth + 2.0, metrics.height());
    }
}

/// Labels are centred under their ticks; one that would touch its neighbour loses its words.
void placeXTicks(FigureLayout& layout, const QFontMetricsF& metrics, bool categories)
{
    double occupied = -1e9;
    const double slot
        = layout.xTicks.empty() ? 0.0 : layout.plot.width() / static_cast<double>(layout.xTicks.size());
    for (PlacedTick& tick : layout.xTicks) {
        const double x = layout.toScene({tick.at, layout.y.low}).x();
        if (categories)
            tick.label.text = metrics.elidedText(tick.label.text, Qt::ElideRight, std::max(slot - 8.0, 18.0));
        const double width = metrics.horizontalAdvance(tick.label.text);
        double left = x - width / 2;
        left = std::min(left, layout.size.width() - 4.0 - width);
        if (left < occupied + 6.0)
            tick.label.text.clear();
        else
            occupied = left + width;
        tick.label.rect
            = QRectF(left - 1.0, layout.plot.bottom() + kTickGap - 1.0, width + 2.0, metrics.height());
    }
}

} // namespace

QStringList wrapText(const QString& text, const QFont& font, double width, int maxLines)
{
    QStringList lines;
    if (text.isEmpty() || maxLines <= 0 || width <= 0.0)
        return lines;
    const QFontMetricsF metrics(font);
    QTextLayout layout(text, font);
    layout.setCacheEnabled(true);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() + 1 == maxLines) {
            lines += metrics.elidedText(text.mid(line.textStart()).simplified(), Qt::ElideRight, width);
            break;
        }
        lines += text.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

FigureTexts textsOf(const Figure& figure, const PreparedFigure& prepared)
{
    FigureTexts texts {translate(figure.title), translate(figure.subtitle), translate(figure.x.label),
        translate(figure.y.label), {}, {}, {}};
    for (const Text& note : figure.notes) {
        if (!note.empty())
            texts.notes += translate(note);
    }
    if (prepared.infinite > 0)
        texts.notes += QCoreApplication::translate("FigureView",
            "Infinite values, which cannot be drawn: %n.", nullptr, static_cast<int>(prepared.infinite));
    if (prepared.notPositive > 0)
        texts.notes += QCoreApplication::translate("FigureView",
            "Values at or below zero, which a logarithmic axis cannot show: %n.", nullptr,
            static_cast<int>(prepared.notPositive));
    for (std::size_t i = 0; i < figure.layers.size(); ++i) {
        if (figure.layers[i].inLegend && !figure.layers[i].name.empty())
            texts.legend.push_back({i, translate(figure.layers[i].name)});
    }
    if (!prepared.hasData)
        texts.empty
            = figure.summary.empty() ? say("There is nothing to draw yet.") : translate(figure.summary);
    return texts;
}

QPointF FigureLayout::toScene(const QPointF& drawing) const
{
    return {plot.left() + (drawing.x() - x.low) / (x.high - x.low) * plot.width(),
        plot.bottom() - (drawing.y() - y.low) / (y.high - y.low) * plot.height()};
}

QPointF FigureLayout::toDrawing(const QPointF& scene) const
{
    return {x.low + (scene.x() - plot.left()) / plot.width() * (x.high - x.low),
        y.low + (plot.bottom() - scene.y()) / plot.height() * (y.high - y.low)};
}

FigureLayout layOut(const Figure& figure, const PreparedFigure& prepared, const FigureTexts& texts,
    const ChartFonts& fonts, const QSizeF& size, bool withLegend, const QLocale& locale)
{
    FigureLayout layout;
    layout.size = size;
    layout.x = prepared.x;
    layout.y = prepared.y;
    const bool roomy = size.height() >= 280.0;
    const Spacing& spacing = roomy ? kRoomy : kCompact;
    Page page(size, spacing.margin);
    const double width = page.left().width();

    layout.title
        = page.linesAtTop(wrapText(texts.title, fonts.title, width, roomy ? 2 : 1), fonts.title, 1.0);
    if (roomy)
        layout.subtitle
            = page.linesAtTop(wrapText(texts.subtitle, fonts.subtitle, width, 2), fonts.subtitle, 0.0);
    page.left().setTop(page.left().top() + spacing.afterTitle);
    const int noteLines = roomy ? std::clamp(static_cast<int>(size.height() / 110.0), 2, 6) : 0;
    layout.notes
        = page.linesAtBottom(wrappedNotes(texts.notes, fonts.note, width, noteLines), fonts.note, 8.0);
    if (withLegend)
        layout.legend = placeLegend(texts.legend, fonts.body, spacing, page.left());

    const QFontMetricsF body(fonts.body);
    const QFontMetricsF tick(fonts.tick);
    if (!texts.yLabel.isEmpty()) {
        QRectF& left = page.left();
        layout.yLabel = {QRectF(left.left(), left.top(), left.width(), body.height()),
            body.elidedText(texts.yLabel, Qt::ElideRight, left.width())};
        left.setTop(left.top() + body.height() + spacing.afterLabel);
    } else {
        page.left().setTop(page.left().top() + 4.0);
    }
    if (!texts.xLabel.isEmpty()) {
        QRectF& left = page.left();
        left.setBottom(left.bottom() - body.height() - 2.0);
        layout.xLabel = {QRectF(left.left(), left.bottom() + 2.0, left.width(), body.height()),
            body.elidedText(texts.xLabel, Qt::ElideRight, left.width())};
    }
    layout.plot = page.left().adjusted(0.0, 0.0, -4.0, -(tick.height() + kTickGap));
    layout.plot.setHeight(std::max(layout.plot.height(), 20.0));

    layout.yTicks = axisTicks(
        figure.y, layout.y, std::clamp(static_cast<int>(layout.plot.height() / 45.0), 2, 8), locale);
    const double labelWidth
        = widestLabel(layout.yTicks, tick, figure.y.categories.empty() ? 110.0 : width * 0.42);
    layout.plot.setLeft(layout.plot.left() + labelWidth + kTickGap + 2.0);
    layout.plot.setWidth(std::max(layout.plot.width(), 20.0));
    layout.xTicks = axisTicks(
        figure.x, layout.x, std::clamp(static_cast<int>(layout.plot.width() / 85.0), 2, 10), locale);
    placeYTicks(layout, tick, labelWidth);
    placeXTicks(layout, tick, !figure.x.categories.empty());
    // Under the plot's middle, if it is not wider than the plot.
    if (body.horizontalAdvance(layout.xLabel.text) <= layout.plot.width()) {
        layout.xLabel.rect.setLeft(layout.plot.left());
        layout.xLabel.rect.setRight(layout.plot.right());
    }
    return layout;
}

} // namespace evenhand::ui
