#pragma once

#include "ui/charts/chart_picture.h"

#include <QGraphicsScene>

#include <memory>

namespace evenhand::ui {

/// Draws a Figure. Lines and areas are Qt Charts series; everything else is painted by us around and above
/// them, so that screen and exports agree in every detail. UI thread only.
class QtChartsRenderer {
public:
    QtChartsRenderer();
    ~QtChartsRenderer();
    QtChartsRenderer(const QtChartsRenderer&) = delete;
    QtChartsRenderer& operator=(const QtChartsRenderer&) = delete;
    QtChartsRenderer(QtChartsRenderer&&) = delete;
    QtChartsRenderer& operator=(QtChartsRenderer&&) = delete;

    /// Shows another figure. If it has the same layers as the present one, only their numbers are replaced.
    void setFigure(const Figure& figure);
    void setStyle(const Palette& palette, const ChartFonts& fonts);
    void setLocale(const QLocale& locale);
    void setSize(const QSizeF& size);
    void setCursor(const Cursor& cursor);

    [[nodiscard]] const ChartPicture& picture() const;
    [[nodiscard]] QGraphicsScene* scene();
    /// How often the series were made anew; stays the same on the fast path.
    [[nodiscard]] int rebuilds() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace evenhand::ui
