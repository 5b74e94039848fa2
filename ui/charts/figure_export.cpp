#include "ui/charts/figure_export.h"

#include "ui/charts/figure_csv.h"
#include "ui/charts/qtcharts_renderer.h"
#include "ui/text/translate.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QMimeData>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSvgGenerator>

#include <cmath>

namespace evenhand::ui {

namespace {

constexpr double kPixelsPerMillimetre = 96.0 / 25.4;

Result<void> checkOptions(const FigureExportOptions& options)
{
    const QSizeF& size = options.millimetres;
    const auto fits = [](double length) { return length > 0.0 && length <= 2000.0; };
    if (!fits(size.width()) || !fits(size.height()))
        return invalidArgument(text("a figure of %1 x %2 mm cannot be written", size.width(), size.height()),
            text("choose a width and a height of at most 2000 mm"));
    if (!(options.scale >= 0.5 && options.scale <= 8.0))
        return invalidArgument(text("the scale %1 is outside 0.5 to 8", options.scale));
    return kOk;
}

Result<QByteArray> png(const Figure& figure, const QSizeF& logical, double scale)
{
    const QSize pixels(static_cast<int>(std::lround(logical.width() * scale)),
        static_cast<int>(std::lround(logical.height() * scale)));
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull())
        return Error {ErrorCode::Internal,
            text("no memory for a picture of %1 x %2 pixels", pixels.width(), pixels.height()),
            text("choose a smaller size or scale"), {}};
    image.fill(Qt::white);
    image.setDotsPerMeterX(static_cast<int>(std::lround(scale * kPixelsPerMillimetre * 1000.0)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    image.setText(QStringLiteral("Title"), translate(figure.title));
    image.setText(QStringLiteral("Description"), translate(figure.summary));
    image.setText(QStringLiteral("Source"), translate(figure.subtitle));
    QPainter painter(&image);
    painter.scale(scale, scale);
    paintFigure(painter, figure, logical);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svg(const Figure& figure, const QSizeF& logical)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);
    generator.setSize(logical.toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), logical));
    generator.setTitle(translate(figure.title).toHtmlEscaped());
    generator.setDescription(translate(figure.summary).toHtmlEscaped());
    QPainter painter(&generator);
    paintFigure(painter, figure, logical);
    painter.end();
    // A reader without our font still gets a sans serif of much the same width.
    const QByteArray family = loadFonts().toHtmlEscaped().toUtf8();
    bytes.replace(
        "font-family=\"" + family + "\"", "font-family=\"" + family + ", DejaVu Sans, Arial, sans-serif\"");
    return bytes;
}

/// Dates and random identifiers are overwritten in place, so that equal figures are equal files.
void removeTimestamps(QByteArray& pdf)
{
    static const QRegularExpression kVolatile(
        QStringLiteral("/(?:CreationDate|ModDate) "
                       "?\\(D:(\\d{14})|<xmp:(?:Create|Modify|Metadata)Date>([^<]*)<|uuid:([0-9a-f-]{36})|/"
                       "ID ?\\[ ?<([0-9a-fA-F]*)> ?<([0-9a-fA-F]*)>"));
    auto matches = kVolatile.globalMatch(QString::fromLatin1(pdf));
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        for (int group = 1; group <= match.lastCapturedIndex(); ++group) {
            for (qsizetype i = match.capturedStart(group); i >= 0 && i < match.capturedEnd(group); ++i) {
                if (QChar::fromLatin1(pdf[i]).isLetterOrNumber() && pdf[i] != 'T' && pdf[i] != 'Z')
                    pdf[i] = '0';
            }
        }
    }
}

QByteArray pdf(const Figure& figure, const QSizeF& millimetres, const QSizeF& logical)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(millimetres, QPageSize::Millimeter));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setResolution(1200);
    writer.setTitle(translate(figure.title));
    writer.setCreator(QStringLiteral("Evenhand"));
    QPainter painter(&writer);
    painter.scale(1200.0 / 96.0, 1200.0 / 96.0);
    paintFigure(painter, figure, logical);
    painter.end();
    buffer.close();
    removeTimestamps(bytes);
    return bytes;
}

} // namespace

Result<FigureFormat> formatOfPath(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == u"png")
        return FigureFormat::Png;
    if (suffix == u"svg")
        return FigureFormat::Svg;
    if (suffix == u"pdf")
        return FigureFormat::Pdf;
    if (suffix == u"csv")
        return FigureFormat::Csv;
    return invalidArgument(text("“%1” does not say which format a figure should have", path.toStdString()),
        text("end the name in .png, .svg, .pdf or .csv"));
}

void paintFigure(QPainter& painter, const Figure& figure, const QSizeF& size)
{
    QtChartsRenderer renderer;
    renderer.setSize(size);
    renderer.setStyle(Palette::print(), ChartFonts::withBase());
    renderer.setFigure(figure);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    renderer.scene()->render(&painter, QRectF(QPointF(0, 0), size), QRectF(QPointF(0, 0), size));
}

Result<QByteArray> figureBytes(const Figure& figure, FigureFormat format, const FigureExportOptions& options)
{
    EH_CHECK(checkOptions(options));
    const QSizeF logical = options.millimetres * kPixelsPerMillimetre;
    switch (format) {
    case FigureFormat::Png:
        return png(figure, logical, options.scale);
    case FigureFormat::Svg:
        return svg(figure, logical);
    case FigureFormat::Pdf:
        return pdf(figure, options.millimetres, logical);
    case FigureFormat::Csv:
        return QByteArray::fromStdString(figureCsv(figure));
    }
    return Error {ErrorCode::Internal, text("unknown figure format"), {}, {}};
}

Result<void> exportFigure(
    const Figure& figure, const QString& path, FigureFormat format, const FigureExportOptions& options)
{
    EH_TRY(const QByteArray bytes, figureBytes(figure, format, options));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error {ErrorCode::WriteFailed,
            text("the figure could not be written: %1", file.errorString().toStdString()),
            text("choose another place"), {path.toStdString(), {}, {}}};
    return kOk;
}

Result<QMimeData*> figureMimeData(const Figure& figure, const FigureExportOptions& options)
{
    EH_TRY(const QByteArray picture, figureBytes(figure, FigureFormat::Png, options));
    EH_TRY(const QByteArray drawing, figureBytes(figure, FigureFormat::Svg, options));
    EH_TRY(const QByteArray numbers, figureBytes(figure, FigureFormat::Csv, options));
    auto mime = std::make_unique<QMimeData>();
    mime->setImageData(QImage::fromData(picture, "PNG"));
    mime->setData(QStringLiteral("image/svg+xml"), drawing);
    mime->setData(QStringLiteral("text/csv"), numbers);
    return mime.release();
}

} // namespace evenhand::ui
