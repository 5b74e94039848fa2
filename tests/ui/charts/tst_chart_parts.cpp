#include "ui/charts/decimate.h"
#include "ui/charts/direct_labels.h"
#include "ui/charts/palette.h"
#include "ui/charts/prepared_figure.h"
#include "ui/charts/ticks.h"

#include <QPalette>
#include <QtTest/QtTest>

#include <cmath>
#include <numeric>
#include <set>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

QStringList labels(const std::vector<Tick>& ticks)
{
    QStringList all;
    for (const Tick& tick : ticks)
        all += tick.label;
    return all;
}

Figure figureOf(FigureLayer layer)
{
    Figure figure;
    figure.layers.push_back(std::move(layer));
    return figure;
}

FigureLayer line(std::vector<double> x, std::vector<double> y)
{
    FigureLayer layer;
    layer.x = std::move(x);
    layer.y = std::move(y);
    return layer;
}

} // namespace

/// The parts of a chart that are decided without drawing.
class TstChartParts : public QObject {
    Q_OBJECT
private slots:
    void everyDataColourStandsOutFromItsGround_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("light") << 0;
        QTest::newRow("dark") << 1;
        QTest::newRow("print") << 2;
    }
    void everyDataColourStandsOutFromItsGround()
    {
        QFETCH(const int, which);
        const Palette palette = which == 0 ? Palette::light()
            : which == 1                   ? Palette::dark()
                                           : Palette::print();
        std::vector<QColor> all = palette.groups;
        all.insert(all.end(), palette.methods.begin(), palette.methods.end());
        for (const QColor& colour : {palette.neutral, palette.muted, palette.accent})
            all.push_back(colour);
        for (const QColor& colour : all)
            QVERIFY2(contrast(colour, palette.background) >= 3.0, qPrintable(colour.name()));
        for (const QColor& words : {palette.text, palette.secondary})
            QVERIFY2(contrast(words, palette.background) >= 4.5, qPrintable(words.name()));
    }

    void noMethodHasAGroupsColour()
    {
        for (const Palette& palette : {Palette::light(), Palette::dark()}) {
            QVERIFY(palette.groups.size() >= 8 && palette.methods.size() >= 6);
            std::set<QRgb> all;
            for (const auto* list : {&palette.groups, &palette.methods}) {
                for (const QColor& colour : *list)
                    all.insert(colour.rgb());
            }
            QCOMPARE(all.size(), palette.groups.size() + palette.methods.size());
        }
    }

    void groupsDifferInDashesAndMarkersToo()
    {
        std::set<std::vector<qreal>> patterns;
        for (int i = 0; i < 8; ++i) {
            const QList<qreal> pattern = dashes(i);
            QCOMPARE(pattern.size() % 2, qsizetype {0});
            patterns.insert({pattern.begin(), pattern.end()});
        }
        QCOMPARE(patterns.size(), std::size_t {8});
        QVERIFY(marker(0) != marker(1));
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    }

    void darkIsTextLighterThanWindow()
    {
        QPalette palette;
        palette.setColor(QPalette::Window, Qt::black);
        palette.setColor(QPalette::WindowText, Qt::white);
        QVERIFY(isDark(palette));
        palette.setColor(QPalette::Window, Qt::white);
        palette.setColor(QPalette::WindowText, Qt::black);
        QVERIFY(!isDark(palette));
    }

    void ticksAreNiceAndInside_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        for (const auto& [low, high] : {std::pair {0.0, 1.0}, {-3.0, 4.5}, {0.818, 0.857}, {1e-9, 3e-9},
                 {-1e12, 1e12}, {2.5, 7.0}, {1e6, 1e6 + 1.0}})
            QTest::addRow("%g to %g", low, high) << low << high;
    }
    void ticksAreNiceAndInside()
    {
        QFETCH(const double, low);
        QFETCH(const double, high);
        for (const int wanted : {2, 4, 6, 10}) {
            const std::vector<double> ticks = niceTicks(low, high, wanted);
            QVERIFY(ticks.size() >= 2);
            QVERIFY(ticks.size() <= static_cast<std::size_t>(2 * wanted + 1));
            const double step = ticks[1] - ticks[0];
            const double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-6));
            QVERIFY2(std::abs(mantissa - 1) < 1e-3 || std::abs(mantissa - 2) < 1e-3
                    || std::abs(mantissa - 5) < 1e-3,
                qPrintable(QString::number(step)));
            QVERIFY(ticks.front() >= low - 1e-9 * step && ticks.back() <= high + 1e-9 * step);
        }
    }

    void labelsHaveTheDecimalsTheyNeed()
    {
        const QLocale english(QLocale::English);
        QCOMPARE(labels(makeTicks(0.0, 1.0, AxisScale::Linear, 5, english)),
            QStringLiteral("0.0 0.2 0.4 0.6 0.8 1.0").split(QLatin1Char(' ')));
        QCOMPARE(
            labels(makeTicks(0.0, 1.0, AxisScale::Percent, 5, english)).first(), QStringLiteral("0\u00a0%"));
        QCOMPARE(
            labels(makeTicks(0.0, 4000.0, AxisScale::Linear, 4, english)).last(), QStringLiteral("4,000"));
        QCOMPARE(labels(makeTicks(0.0, 0.5, AxisScale::Linear, 5, QLocale(QLocale::German))).last(),
            QStringLiteral("0,5"));
    }

    void logarithmicTicksAreDecadesOrTheirParts()
    {
        QCOMPARE(logarithmicTicks(0.01, 1000.0, 8), (std::vector<double> {0.01, 0.1, 1, 10, 100, 1000}));
        QCOMPARE(logarithmicTicks(1.0, 20.0, 8), (std::vector<double> {1, 2, 5, 10, 20}));
        QVERIFY(logarithmicTicks(2.5, 2.7, 5).size() >= 2);
        QVERIFY(logarithmicTicks(-1.0, 1.0, 5).empty());
        QCOMPARE(labels(makeTicks(0.1, 10.0, AxisScale::Logarithmic, 5, QLocale::c())).first(),
            QStringLiteral("0.1"));
    }

    void thinnedLineKeepsItsExtremes()
    {
        std::vector<QPointF> noisy;
        for (int i = 0; i < 100000; ++i)
            noisy.emplace_back(i, std::sin(0.37 * i) + (i == 51234 ? 40.0 : 0.0));
        const std::vector<QPointF> thin = decimateLine(noisy, 500);
        QVERIFY(thin.size() <= 2000);
        QCOMPARE(thin.front(), noisy.front());
        QCOMPARE(thin.back(), noisy.back());
        QVERIFY(std::any_of(thin.begin(), thin.end(), [](const QPointF& p) { return p.y() > 39.0; }));
        QVERIFY(std::is_sorted(thin.begin(), thin.end(), [](auto& a, auto& b) { return a.x() < b.x(); }));
    }

    void shortOrDisorderedLineStays()
    {
        const std::vector<QPointF> few {{0, 0}, {1, 1}};
        QCOMPARE(decimateLine(few, 100), few);
        std::vector<QPointF> back;
        for (int i = 0; i < 1000; ++i)
            back.emplace_back(-i, i);
        QCOMPARE(decimateLine(back, 10), back);
    }

    void simplifiedLineStaysWithinTheTolerance()
    {
        std::vector<QPointF> bell;
        for (int i = 0; i <= 1000; ++i)
            bell.emplace_back(i * 0.006 - 3.0, std::exp(-std::pow(i * 0.006 - 3.0, 2)));
        const std::vector<QPointF> thin = simplifyLine(bell, 1e-3);
        QVERIFY(thin.size() < 100);
        QCOMPARE(thin.front(), bell.front());
        QCOMPARE(thin.back(), bell.back());
        std::size_t right = 1;
        for (const QPointF& point : bell) {
            while (right + 1 < thin.size() && thin[right].x() < point.x())
                ++right;
            const QPointF& a = thin[right - 1];
            const QPointF& b = thin[right];
            const double y = a.y() + (b.y() - a.y()) * (point.x() - a.x()) / (b.x() - a.x());
            QVERIFY(std::abs(y - point.y()) <= 1e-3 + 1e-12);
        }
    }

    void simplifiedStepsKeepTheirCorners()
    {
        const std::vector<QPointF> steps {{0, 0}, {1, 0}, {1, 1}, {2, 1}, {2, 2}, {3, 2}};
        QCOMPARE(simplifyLine(steps, 0.1), steps);
        const std::vector<QPointF> back {{0, 0}, {-1, 1}, {-2, 0}};
        QCOMPARE(simplifyLine(back, 0.1), back);
    }

    void thinnedPointsKeepTheOutermost()
    {
        std::vector<QPointF> cloud;
        for (int i = 0; i < 50000; ++i)
            cloud.emplace_back(std::fmod(i * 0.6180339887, 1.0), std::fmod(i * 0.4142135624, 1.0));
        cloud[777] = {5.0, -5.0};
        const std::vector<std::size_t> kept = decimatePoints(cloud, QRectF(0, 0, 1, 1), 2000);
        QVERIFY(kept.size() <= 2000 && kept.size() > 1000);
        QVERIFY(std::find(kept.begin(), kept.end(), 777U) != kept.end());
        QVERIFY(std::is_sorted(kept.begin(), kept.end()));
    }

    void gapIsAGap()
    {
        const PreparedFigure prepared = prepareFigure(figureOf(line({0, 1, 2, 3, 4}, {1, 2, kNaN, 3, 4})));
        QCOMPARE(prepared.layers[0].runs.size(), std::size_t {2});
        QVERIFY(prepared.y.low < 1.0 && prepared.y.low > 0.5);
        QCOMPARE(prepared.infinite, std::size_t {0});
    }

    void infinityIsLeftOutAndCounted()
    {
        const PreparedFigure prepared = prepareFigure(figureOf(line({0, 1, 2}, {1, kInfinity, 3})));
        QCOMPARE(prepared.infinite, std::size_t {1});
        QVERIFY(std::isfinite(prepared.y.high));
    }

    void logarithmicAxisLeavesOutWhatIsNotPositive()
    {
        Figure figure = figureOf(line({1, 10, 100}, {-1, 0, 1000}));
        figure.y.logarithmic = true;
        const PreparedFigure prepared = prepareFigure(figure);
        QCOMPARE(prepared.notPositive, std::size_t {2});
        QCOMPARE(prepared.layers[0].runs.size(), std::size_t {1});
        QCOMPARE(prepared.layers[0].runs[0].upper.front().y(), 3.0);
        QCOMPARE(fromDrawing(figure.y, 3.0), 1000.0);
    }

    void constantLineHasARangeAroundIt()
    {
        const PreparedFigure prepared = prepareFigure(figureOf(line({0, 1}, {7, 7})));
        QVERIFY(prepared.y.low <= 6.5 && prepared.y.high >= 7.5);
    }

    void fixedRangeIsKept()
    {
        Figure figure = figureOf(line({0.2, 0.3}, {5, 6}));
        figure.x.minimum = 0.0;
        figure.x.maximum = 1.0;
        const PreparedFigure prepared = prepareFigure(figure);
        QVERIFY(prepared.x.low <= 0.0 && prepared.x.low > -0.05);
        QVERIFY(prepared.x.high >= 1.0 && prepared.x.high < 1.05);
    }

    void stepsHoldTheirValueToTheRight()
    {
        FigureLayer layer = line({0, 1, 2}, {0.1, 0.5, 1});
        layer.mark = Mark::Step;
        const std::vector<QPointF> expected {{0, 0.1}, {1, 0.1}, {1, 0.5}, {2, 0.5}, {2, 1}};
        QCOMPARE(prepareFigure(figureOf(layer)).layers[0].runs[0].upper, expected);
    }

    void emptyFigureHasUsableRanges()
    {
        const PreparedFigure prepared = prepareFigure({});
        QVERIFY(!prepared.hasData);
        QVERIFY(prepared.x.low < prepared.x.high && prepared.y.low < prepared.y.high);
    }

    void arraysOfUnequalLengthAreSurvived()
    {
        FigureLayer layer = line({0, 1, 2, 3}, {1, 2});
        for (const Mark mark : {Mark::Line, Mark::Step, Mark::Area, Mark::Points, Mark::Bars,
                 Mark::VerticalRule, Mark::HorizontalRule, Mark::Segment}) {
            layer.mark = mark;
            const PreparedFigure prepared = prepareFigure(figureOf(layer));
            QCOMPARE(prepared.layers.size(), std::size_t {1});
            QVERIFY(prepared.x.low < prepared.x.high);
        }
    }

    void labelsKeepAwayFromOtherLinesAndEachOther()
    {
        const auto flat = [](double y) {
            LabelledCurve curve;
            for (int x = 0; x <= 400; x += 4)
                curve.points.emplace_back(x, y);
            curve.label = QSizeF(60, 16);
            return curve;
        };
        const std::vector<LabelledCurve> apart {flat(50), flat(120), flat(200)};
        const auto places = placeLabels(apart, QRectF(0, 0, 400, 250), {});
        QVERIFY(places.has_value());
        for (std::size_t i = 0; i < apart.size(); ++i) {
            QVERIFY(QRectF(0, 0, 400, 250).contains((*places)[i]));
            for (std::size_t j = 0; j < apart.size(); ++j) {
                QVERIFY(i == j || !(*places)[i].intersects((*places)[j]));
                for (const QPointF& point : apart[j].points)
                    QVERIFY(!(*places)[i].contains(point));
            }
        }
        QVERIFY(!placeLabels({flat(100), flat(102), flat(104), flat(106)}, QRectF(0, 90, 400, 30), {})
                     .has_value());
    }
};

QTEST_GUILESS_MAIN(TstChartParts)
#include "tst_chart_parts.moc"
