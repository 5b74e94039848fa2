#pragma once

#include "engine/core/result.h"
#include "engine/figures/figure.h"

#include <QByteArray>
#include <QSizeF>
#include <QString>

class QMimeData;
class QPainter;

namespace evenhand::ui {

enum class FigureFormat : std::uint8_t { Png, Svg, Pdf, Csv };

struct FigureExportOptions {
    QSizeF millimetres {160.0, 100.0}; ///< of the whole picture with its words
    double scale = 2.0;                ///< of PNG: 1 is 96 pixels per inch, 4 is 384
};

/// The format that a file name's ending asks for.
/// @errors InvalidArgument  none of .png .svg .pdf .csv
[[nodiscard]] Result<FigureFormat> formatOfPath(const QString& path);

/// The figure as the bytes of a file: a fresh chart in the print palette with title, subtitle, legend and
/// notes; for CSV the exact numbers of every layer. The same bytes for the same figure on one machine. Needs
/// a QApplication except for CSV; works without a display.
/// @errors InvalidArgument  a size that is not positive or above 2 m, or a scale outside 0.5 to 8
/// @errors Internal         the picture could not be drawn (out of memory)
[[nodiscard]] Result<QByteArray> figureBytes(
    const Figure& figure, FigureFormat format, const FigureExportOptions& options = {});

/// As above into a file, which is complete afterwards or not there (an older one is kept if writing fails).
/// @errors WriteFailed  with the system's reason and the path
[[nodiscard]] Result<void> exportFigure(
    const Figure& figure, const QString& path, FigureFormat format, const FigureExportOptions& options = {});

/// For the clipboard: picture, SVG, and the numbers as CSV. The caller owns it.
[[nodiscard]] Result<QMimeData*> figureMimeData(
    const Figure& figure, const FigureExportOptions& options = {});

/// Draws the figure in the print palette, for a page of a report. @p size in logical pixels (1/96 inch).
void paintFigure(QPainter& painter, const Figure& figure, const QSizeF& size);

} // namespace evenhand::ui
