#include "tests/ui/charts/sample_figures.h"
#include "ui/charts/figure_csv.h"
#include "ui/charts/figure_export.h"

#include <QImage>
#include <QMimeData>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

class TstFigureExport : public QObject {
    Q_OBJECT

    static Figure figure() { return samples::densities({"<b>x</b> & y", "no"}, true); }

private slots:
    void twoExportsAreTheSameBytes_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("png") << static_cast<int>(FigureFormat::Png);
        QTest::newRow("svg") << static_cast<int>(FigureFormat::Svg);
        QTest::newRow("pdf") << static_cast<int>(FigureFormat::Pdf);
        QTest::newRow("csv") << static_cast<int>(FigureFormat::Csv);
    }
    void twoExportsAreTheSameBytes()
    {
        QFETCH(const int, format);
        const auto first = figureBytes(figure(), static_cast<FigureFormat>(format));
        QVERIFY(first.has_value() && first->size() > 1000);
        QTest::qWait(1100); // a second later, so that a time stamp would show
        QCOMPARE(*figureBytes(figure(), static_cast<FigureFormat>(format)), *first);
    }

    void pngHasTheSizeAskedFor()
    {
        for (const double scale : {1.0, 2.0, 4.0}) {
            FigureExportOptions options;
            options.millimetres = QSizeF(127.0, 76.2);
            options.scale = scale;
            const QImage image = QImage::fromData(*figureBytes(figure(), FigureFormat::Png, options));
            QCOMPARE(image.width(), qRound(480 * scale));
            QCOMPARE(image.height(), qRound(288 * scale));
            QVERIFY(std::abs(image.dotsPerMeterX() * 0.0254 - 96 * scale) < 1.0);
        }
    }

    void svgIsWellFormedAndNamesTheGroupsLiterally()
    {
        const QByteArray svg = *figureBytes(figure(), FigureFormat::Svg);
        QXmlStreamReader reader(svg);
        QString words;
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isCharacters())
                words += reader.text();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QVERIFY(words.contains(QStringLiteral("<b>x</b> & y")));
        QVERIFY(svg.contains("viewBox"));
    }

    void pdfIsOnePage()
    {
        const QByteArray pdf = *figureBytes(figure(), FigureFormat::Pdf);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("/Count 1"));
    }

    void csvCannotCarryAFormula()
    {
        QCOMPARE(csvTextCell("=1+1"), std::string("'=1+1"));
        QCOMPARE(csvTextCell("@a"), std::string("'@a"));
        QCOMPARE(csvTextCell("-a"), std::string("'-a"));
        QCOMPARE(csvTextCell("+a"), std::string("'+a"));
        QCOMPARE(csvTextCell("\ta"), std::string("\"'\ta\""));
        QCOMPARE(csvTextCell("a, \"b\""), std::string("\"a, \"\"b\"\"\""));
        QCOMPARE(csvTextCell("plain"), std::string("plain"));
    }

    void csvNumbersReadBackExactly()
    {
        Figure one;
        FigureLayer layer;
        layer.name = text("%1", "=cmd");
        layer.x = {0.1, -1e-300};
        layer.y = {1.0 / 3.0, std::numeric_limits<double>::quiet_NaN()};
        one.layers = {layer};
        QCOMPARE(figureCsv(one),
            std::string(
                "layer,mark,x,y,low,high,x_low,x_high,label\r\n'=cmd,line,0.1,0.3333333333333333,,,,,\r\n"
                "'=cmd,line,-1e-300,,,,,,\r\n"));
    }

    void fileIsCompleteOrAbsent()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("a.svg"));
        QVERIFY(exportFigure(figure(), path, FigureFormat::Svg).has_value());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), *figureBytes(figure(), FigureFormat::Svg));

        const QString nowhere = directory.filePath(QStringLiteral("missing/a.svg"));
        const auto failed = exportFigure(figure(), nowhere, FigureFormat::Svg);
        QVERIFY(failed.has_error());
        QCOMPARE(failed.error().code, ErrorCode::WriteFailed);
        QCOMPARE(failed.error().where.file, nowhere.toStdString());
        QVERIFY(!QFile::exists(nowhere));
    }

    void impossibleSizesAreRefused()
    {
        for (const auto& [width, scale] : {std::pair {0.0, 1.0}, {-5.0, 1.0}, {1e6, 1.0}, {100.0, 0.0},
                 {100.0, 100.0}, {std::numeric_limits<double>::quiet_NaN(), 1.0}}) {
            const auto refused = figureBytes(figure(), FigureFormat::Png, {QSizeF(width, 100.0), scale});
            QVERIFY(refused.has_error());
            QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        }
    }

    void formatIsThatOfTheName()
    {
        QCOMPARE(*formatOfPath(QStringLiteral("/a/b.PDF")), FigureFormat::Pdf);
        QCOMPARE(*formatOfPath(QStringLiteral("b.c.svg")), FigureFormat::Svg);
        QVERIFY(formatOfPath(QStringLiteral("b.docx")).has_error());
    }

    void clipboardHasPictureDrawingAndNumbers()
    {
        const std::unique_ptr<QMimeData> mime(*figureMimeData(figure()));
        QVERIFY(mime->hasImage());
        QVERIFY(mime->hasFormat(QStringLiteral("image/svg+xml")));
        QCOMPARE(mime->data(QStringLiteral("text/csv")), QByteArray::fromStdString(figureCsv(figure())));
    }

    void emptyFigureCanBeExported()
    {
        for (const FigureFormat format :
            {FigureFormat::Png, FigureFormat::Svg, FigureFormat::Pdf, FigureFormat::Csv})
            QVERIFY(figureBytes({}, format).has_value());
    }
};

QTEST_MAIN(TstFigureExport)
#include "tst_figure_export.moc"
