#include "tests/ui/charts/sample_figures.h"
#include "tests/ui/charts/sample_scores.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/palette.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

QPalette darkPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(QRgb(0xff202328)));
    palette.setColor(QPalette::Base, QColor(QRgb(0xff17191d)));
    palette.setColor(QPalette::WindowText, QColor(QRgb(0xffeceef1)));
    palette.setColor(QPalette::Text, QColor(QRgb(0xffeceef1)));
    return palette;
}

/// Share of pixels that differ from the corner's.
double inkShare(const QImage& image)
{
    const QRgb ground = image.pixel(1, 1);
    int ink = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            ink += image.pixel(x, y) != ground ? 1 : 0;
    }
    return ink / (1.0 * image.width() * image.height());
}

/// Distinct colours away from grey: groups drawn in colour leave many, words and grids none.
int colouredPixels(const QImage& image)
{
    int coloured = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            coloured += image.pixelColor(x, y).hslSaturation() > 100 ? 1 : 0;
    }
    return coloured;
}

} // namespace

/// Draws every kind of figure in light and dark into the build tree, for eyes, and checks that something was
/// drawn.
class TstFigureDrawing : public QObject {
    Q_OBJECT

    QDir m_directory {QStringLiteral(EVENHAND_BINARY_DIR "/figures")};

    static std::vector<std::pair<QString, Figure>> figures()
    {
        std::vector<std::string> awkward {"<b>x</b> & y",
            "a group whose name is far too long for any legend that has to share its line with others",
            "=1+1"};
        std::vector<std::pair<QString, Figure>> all {
            {QStringLiteral("densities_2"), samples::densities(samples::groupNames(2))},
            {QStringLiteral("densities_before"), samples::densities(samples::groupNames(3), true)},
            {QStringLiteral("densities_8"), samples::densities(samples::groupNames(8))},
            {QStringLiteral("densities_awkward"), samples::densities(awkward)},
            {QStringLiteral("quantiles_3"), samples::quantiles(samples::groupNames(3))},
            {QStringLiteral("quantiles_8"), samples::quantiles(samples::groupNames(8))},
            {QStringLiteral("ecdf"), samples::ecdfs()}, {QStringLiteral("tradeoff"), samples::tradeoff()},
            {QStringLiteral("rates_2"), samples::rates(samples::groupNames(2))},
            {QStringLiteral("rates_awkward"), samples::rates(awkward)},
            {QStringLiteral("rates_8"), samples::rates(samples::groupNames(8))},
            {QStringLiteral("histogram_1"), samples::histogram(1)},
            {QStringLiteral("histogram_2"), samples::histogram(2)},
            {QStringLiteral("empty"), samples::empty()}, {QStringLiteral("single"), samples::single()}};
        const ScoreView view = samples::scoreView();
        for (const double t : {0.0, 0.5, 1.0}) {
            const QString at = QStringLiteral("_t%1").arg(t);
            all.emplace_back(
                QStringLiteral("view_density") + at, groupDistributions(view, DistributionKind::Density, t));
            all.emplace_back(QStringLiteral("view_histogram") + at,
                groupDistributions(view, DistributionKind::Histogram, t));
            all.emplace_back(QStringLiteral("view_quantiles") + at, barycenterQuantiles(view, t));
            all.emplace_back(QStringLiteral("view_maps") + at, transportMaps(view, t));
            all.emplace_back(QStringLiteral("view_barycenter") + at, barycenterDensities(view, t));
            all.emplace_back(QStringLiteral("view_ks") + at, ksFigure(view, t));
        }
        return all;
    }

private slots:
    void initTestCase() { QVERIFY(m_directory.mkpath(QStringLiteral("."))); }

    void everyKindOfFigureIsDrawnInLightAndDark_data()
    {
        QTest::addColumn<Figure>("figure");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        for (const auto& [name, figure] : figures()) {
            for (const bool dark : {false, true}) {
                for (const QSize size : {QSize(640, 400), QSize(1280, 800)}) {
                    // Half-repaired scores once in every size, the ends of the path once.
                    if (size.width() > 640 && name.startsWith(QStringLiteral("view"))
                        && !name.endsWith(QStringLiteral("0.5")))
                        continue;
                    const QString row
                        = QStringLiteral("%1_%2_%3")
                              .arg(name, dark ? QStringLiteral("dark") : QStringLiteral("light"))
                              .arg(size.width());
                    QTest::newRow(qPrintable(row)) << figure << dark << size;
                }
            }
        }
    }

    void everyKindOfFigureIsDrawnInLightAndDark()
    {
        QFETCH(const Figure, figure);
        QFETCH(const bool, dark);
        QFETCH(const QSize, size);
        FigureView view;
        if (dark)
            view.setPalette(darkPalette());
        view.resize(size);
        view.setFigure(figure);
        const QImage image = view.grab().toImage();
        image.save(m_directory.filePath(QString::fromUtf8(QTest::currentDataTag()) + QStringLiteral(".png")));
        QVERIFY2(inkShare(image) > 0.001, "blank");
        QVERIFY2(inkShare(image) < 0.6, "covered");
        if (figure.layers.size() > 1)
            QVERIFY(colouredPixels(image) > 60);
        QCOMPARE(dark, qGray(image.pixel(1, 1)) < 128);
    }

    void readoutIsDrawnBesideTheMouse()
    {
        FigureView view;
        view.resize(800, 500);
        view.setFigure(barycenterQuantiles(samples::scoreView(), 0.0));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QImage before = view.grab().toImage();
        QTest::mouseMove(view.findChild<FigureCanvas*>()->viewport(), QPoint(400, 300));
        QVERIFY(view.readoutText().contains(QStringLiteral("black: ")));
        const QImage after = view.grab().toImage();
        after.save(m_directory.filePath(QStringLiteral("readout.png")));
        QVERIFY(before != after);
    }

    void exportsAreDrawnInThePrintPalette_data()
    {
        QTest::addColumn<Figure>("figure");
        for (const auto& [name, figure] : figures())
            QTest::newRow(qPrintable(name)) << figure;
    }

    void exportsAreDrawnInThePrintPalette()
    {
        QFETCH(const Figure, figure);
        const QString name = QStringLiteral("export_") + QString::fromUtf8(QTest::currentDataTag());
        for (const auto& [format, suffix] : {std::pair {FigureFormat::Png, ".png"},
                 {FigureFormat::Svg, ".svg"}, {FigureFormat::Pdf, ".pdf"}}) {
            const QString path = m_directory.filePath(name + QLatin1String(suffix));
            const auto written = exportFigure(figure, path, format);
            QVERIFY2(written.has_value(), written.has_error() ? written.error().english().c_str() : "");
        }
        const QImage image(m_directory.filePath(name + QStringLiteral(".png")));
        QCOMPARE(image.size(), QSize(1209, 756));
        QVERIFY(inkShare(image) > 0.005);
        QCOMPARE(image.pixel(1, 1), qRgb(255, 255, 255));
    }
};

QTEST_MAIN(TstFigureDrawing)
#include "tst_figure_drawing.moc"
