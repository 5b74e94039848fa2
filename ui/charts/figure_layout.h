#pragma once

#include "ui/charts/fonts.h"
#include "ui/charts/prepared_figure.h"

#include <QLocale>
#include <QRectF>
#include <QStringList>

namespace evenhand::ui {

struct LegendEntry {
    std::size_t layer = 0;
    QString name;
};

/// Everything written on a figure, in the reader's language; text from the data is literal, never markup.
struct FigureTexts {
    QString title, subtitle, xLabel, yLabel;
    QString empty; ///< said instead of a plot when there is nothing to draw
    QStringList notes;
    std::vector<LegendEntry> legend;
};
[[nodiscard]] FigureTexts textsOf(const Figure& figure, const PreparedFigure& prepared);

struct PlacedText {
    QRectF rect;
    QString text;
};
struct PlacedTick {
    double at = 0.0; ///< in drawing coordinates
    PlacedText label;
};
struct Chip {
    QRectF rect, swatch;
    std::size_t layer = 0;
    QString name; ///< shortened with an ellipsis where it is too long
};

/// Where everything of a figure goes, in logical pixels.
struct FigureLayout {
    QSizeF size;
    std::vector<PlacedText> title, subtitle, notes; ///< line by line
    PlacedText xLabel, yLabel;
    std::vector<Chip> legend;
    std::vector<PlacedTick> xTicks, yTicks;
    QRectF plot;
    ValueRange x, y; ///< of the plot, in drawing coordinates

    [[nodiscard]] QPointF toScene(const QPointF& drawing) const;
    [[nodiscard]] QPointF toDrawing(const QPointF& scene) const;
};

[[nodiscard]] FigureLayout layOut(const Figure& figure, const PreparedFigure& prepared,
    const FigureTexts& texts, const ChartFonts& fonts, const QSizeF& size, bool withLegend,
    const QLocale& locale);

/// @p text in lines of at most @p width, the last of @p maxLines shortened with an ellipsis if need be.
[[nodiscard]] QStringList wrapText(const QString& text, const QFont& font, double width, int maxLines);

} // namespace evenhand::ui
