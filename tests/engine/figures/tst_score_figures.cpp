#include "engine/figures/figure_parts.h"
#include "engine/figures/noise_floor.h"
#include "tests/engine/figures/two_uniform_groups.h"

#include <QtTest/QtTest>

#include <numeric>

using namespace evenhand;

namespace {

bool isNear(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

bool contains(const std::string& sentence, const std::string& part)
{
    return sentence.find(part) != std::string::npos;
}

bool anyNote(const Figure& figure, const std::string& part)
{
    return std::any_of(figure.notes.begin(), figure.notes.end(),
        [&](const Text& note) { return contains(note.english(), part); });
}

std::vector<const FigureLayer*> layersOf(const Figure& figure, Mark mark, bool faint)
{
    std::vector<const FigureLayer*> found;
    for (const FigureLayer& layer : figure.layers) {
        if (layer.mark == mark && layer.faint == faint)
            found.push_back(&layer);
    }
    return found;
}

/// Every array that a layer's mark uses has the length of its x.
bool isConsistent(const Figure& figure)
{
    return std::all_of(figure.layers.begin(), figure.layers.end(), [](const FigureLayer& layer) {
        for (const auto* values : {&layer.y, &layer.low, &layer.high, &layer.xLow, &layer.xHigh}) {
            if (!values->empty() && values->size() != layer.x.size())
                return false;
        }
        return !layer.name.empty()
            && (!layer.y.empty() || !layer.high.empty() || layer.mark == Mark::VerticalRule);
    });
}

using Builder = Figure (*)(const ScoreView&, double);
Figure density(const ScoreView& view, double t)
{
    return groupDistributions(view, DistributionKind::Density, t);
}
Figure histogram(const ScoreView& view, double t)
{
    return groupDistributions(view, DistributionKind::Histogram, t);
}
Figure ecdf(const ScoreView& view, double t)
{
    return groupDistributions(view, DistributionKind::Ecdf, t);
}

const std::vector<std::pair<const char*, Builder>> kBuilders {{"density", density}, {"histogram", histogram},
    {"ecdf", ecdf}, {"quantiles", barycenterQuantiles}, {"maps", transportMaps},
    {"barycenter densities", barycenterDensities}, {"ks", ksFigure}};

} // namespace

class TstScoreFigures : public QObject {
    Q_OBJECT
private slots:
    void everyFigureIsCompleteAtEveryStrength_data()
    {
        QTest::addColumn<int>("builder");
        QTest::addColumn<double>("t");
        for (std::size_t i = 0; i < kBuilders.size(); ++i) {
            for (const double t : {0.0, 0.5, 1.0})
                QTest::addRow("%s at %g", kBuilders[i].first, t) << static_cast<int>(i) << t;
        }
    }
    void everyFigureIsCompleteAtEveryStrength()
    {
        QFETCH(const int, builder);
        QFETCH(const double, t);
        const ScoreView view = twoUniformGroups();
        const Figure figure = kBuilders[static_cast<std::size_t>(builder)].second(view, t);
        QVERIFY(!figure.id.empty() && !figure.title.empty() && !figure.x.label.empty()
            && !figure.y.label.empty());
        QCOMPARE(figure.subtitle, view.dataLine);
        QVERIFY(isConsistent(figure));
        const std::string summary = figure.summary.english();
        QVERIFY2(contains(summary, "A & <b>co</b>") && contains(summary, "B"), summary.c_str());
        QVERIFY2(summary.find_first_of("0123456789") != std::string::npos, summary.c_str());
        QVERIFY2(!contains(summary, "%"), summary.c_str());
    }

    void originalsStandBehindOnlyWhenSomethingMoved()
    {
        const ScoreView view = twoUniformGroups();
        for (const auto& [name, build] : kBuilders) {
            const auto faintOf = [&](double t) {
                const Figure figure = build(view, t);
                return std::count_if(
                    figure.layers.begin(), figure.layers.end(), [](const FigureLayer& l) { return l.faint; });
            };
            QVERIFY2(faintOf(0.0) == 0, name);
            if (build != transportMaps)
                QVERIFY2(faintOf(0.3) == 2, name);
        }
    }

    void quantilesAreTheClosedForm()
    {
        const ScoreView view = twoUniformGroups();
        for (const double t : {0.0, 0.25, 1.0}) {
            const Figure figure = barycenterQuantiles(view, t);
            const auto lines = layersOf(figure, Mark::Line, false);
            QCOMPARE(lines.size(), std::size_t {3});
            QCOMPARE(lines.back()->hue, Hue::Neutral);
            for (std::size_t i = 0; i < lines[0]->x.size(); ++i) {
                const double u = lines[0]->x[i];
                QVERIFY(isNear(lines[0]->y[i], 0.6 * u + 0.2 * t, 0.002));
                QVERIFY(isNear(lines[1]->y[i], 0.4 + 0.6 * u - 0.2 * t, 0.002));
                QVERIFY(isNear(lines[2]->y[i], 0.2 + 0.6 * u, 0.002));
            }
        }
    }

    void mapsAreShiftsTowardsTheBarycenter()
    {
        const Figure figure = transportMaps(twoUniformGroups(), 0.5);
        QCOMPARE(figure.layers.size(), std::size_t {3});
        QCOMPARE(figure.layers[0].hue, Hue::Muted);
        for (std::size_t i = 0; i < figure.layers[1].x.size(); ++i) {
            QVERIFY(isNear(figure.layers[1].y[i] - figure.layers[1].x[i], 0.1, 1e-9));
            QVERIFY(isNear(figure.layers[2].y[i] - figure.layers[2].x[i], -0.1, 1e-9));
        }
        QCOMPARE(figure.x.minimum, figure.y.minimum);
        QCOMPARE(figure.x.maximum, figure.y.maximum);
    }

    void mapsLieOnTheDiagonalWithoutRepair()
    {
        const Figure figure = transportMaps(twoUniformGroups(), 0.0);
        for (const FigureLayer& layer : figure.layers)
            QCOMPARE(layer.x, layer.y);
    }

    void ksIsTwoThirdsBeforeAndNothingAfter()
    {
        const ScoreView view = twoUniformGroups();
        const Figure before = ksFigure(view, 0.0);
        const auto marker = layersOf(before, Mark::Segment, false);
        QCOMPARE(marker.size(), std::size_t {1});
        QVERIFY(isNear(marker[0]->high[0] - marker[0]->low[0], 2.0 / 3.0, 0.002));
        QVERIFY2(contains(before.summary.english(), "KS 0.66"), before.summary.english().c_str());
        QVERIFY(contains(ksFigure(view, 1.0).summary.english(), "KS 0.000"));
        QVERIFY(anyNote(before, "noise floor"));
    }

    void noiseFloorCountsBothSamples()
    {
        ScoreView view = twoUniformGroups(400);
        QVERIFY(isNear(noiseFloor(view, 0, 1), 0.8687 * std::sqrt(4.0 / 400.0), 1e-4));
        view.calibrationRows = {1600.0, 1600.0};
        QVERIFY(isNear(noiseFloor(view, 0, 1), 0.8687 * std::sqrt(2.0 / 400.0 + 2.0 / 1600.0), 1e-4));
    }

    void densitiesHoldTheWholeMassBetweenTheBounds()
    {
        for (const double t : {0.0, 0.4, 1.0}) {
            const Figure figure = barycenterDensities(twoUniformGroups(), t);
            for (const FigureLayer& layer : figure.layers) {
                const std::vector<double>& y = layer.mark == Mark::Area ? layer.high : layer.y;
                double mass = 0.0;
                for (std::size_t i = 1; i < y.size(); ++i)
                    mass += 0.5 * (y[i] + y[i - 1]) * (layer.x[i] - layer.x[i - 1]);
                QVERIFY2(isNear(mass, 1.0, 0.01), std::to_string(mass).c_str());
                QVERIFY(layer.x.front() >= 0.0 && layer.x.back() <= 1.0);
            }
        }
    }

    void histogramSharesAddUpToOne()
    {
        const Figure figure = histogram(twoUniformGroups(), 0.5);
        for (const FigureLayer* const bars : layersOf(figure, Mark::Bars, false))
            QVERIFY(isNear(std::accumulate(bars->y.begin(), bars->y.end(), 0.0), 1.0, 1e-9));
    }

    void ecdfsRiseFromNoneToAll()
    {
        const Figure figure = ecdf(twoUniformGroups(), 0.7);
        for (const FigureLayer* const steps : layersOf(figure, Mark::Step, false)) {
            QCOMPARE(steps->y.front(), 0.0);
            QCOMPARE(steps->y.back(), 1.0);
            QVERIFY(std::is_sorted(steps->y.begin(), steps->y.end()));
        }
    }

    void axesStandStillWhileTheSliderMoves()
    {
        const ScoreView view = twoUniformGroups();
        for (const auto& [name, build] : kBuilders) {
            const Figure one = build(view, 0.2);
            const Figure other = build(view, 0.8);
            QVERIFY2(one.x.minimum == other.x.minimum && one.x.maximum == other.x.maximum, name);
            QVERIFY2(one.y.minimum == other.y.minimum && one.y.maximum == other.y.maximum, name);
        }
    }

    void smallGroupsAreSaidToBeSmall()
    {
        const Figure figure = density(uniformGroups({500, 7, 0, 1}), 0.0);
        QVERIFY(anyNote(figure, "Group “group 1” has 7 rows."));
        QVERIFY(anyNote(figure, "Group “group 2” has no rows here."));
        QVERIFY(anyNote(figure, "Group “group 3” has a single row."));
        QCOMPARE(figure.layers.size(), std::size_t {3});
        QCOMPARE(figure.layers.back().index, 3);
    }

    void ofManyGroupsTheEightLargestAreShown()
    {
        const ScoreView view = uniformGroups({40, 50, 60, 70, 80, 90, 100, 110, 120, 30, 35});
        for (const auto& [name, build] : kBuilders) {
            const Figure figure = build(view, 0.0);
            const auto groups = std::count_if(figure.layers.begin(), figure.layers.end(),
                [](const FigureLayer& layer) { return layer.hue == Hue::Group; });
            QVERIFY2(groups == 8, name);
            QVERIFY2(anyNote(figure, "Of 11 groups the 8 largest are shown."), name);
        }
        const std::vector<double> counts = countsOf(view);
        QCOMPARE(shownGroups(counts).front().group, std::size_t {1});
        QCOMPARE(shownGroups(counts).back().colour, 7);
    }

    void aSingleGroupIsDrawnAndSaidToBeAlone()
    {
        const ScoreView view = uniformGroups({100});
        for (const auto& [name, build] : kBuilders) {
            const Figure figure = build(view, 0.5);
            QVERIFY2(!figure.layers.empty(), name);
            QVERIFY2(contains(figure.summary.english(), "group 0"), name);
        }
        QVERIFY(contains(ksFigure(view, 0.0).summary.english(), "no distance between groups"));
    }

    void constantScoresAreDrawnWithoutUndefinedNumbers()
    {
        const std::vector<double> same(50, 0.5);
        std::vector<std::int32_t> group(50, 0);
        std::fill(group.begin() + 25, group.end(), 1);
        ScoreView view = uniformGroups({25, 25});
        view.path = std::make_shared<const ScorePath>(*ScorePath::create(same, same, group, {}, 2));
        for (const auto& [name, build] : kBuilders) {
            const Figure figure = build(view, 0.5);
            for (const FigureLayer& layer : figure.layers) {
                for (const auto* values : {&layer.x, &layer.y, &layer.low, &layer.high})
                    QVERIFY2(std::all_of(
                                 values->begin(), values->end(), [](double v) { return std::isfinite(v); }),
                        name);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TstScoreFigures)
#include "tst_score_figures.moc"
