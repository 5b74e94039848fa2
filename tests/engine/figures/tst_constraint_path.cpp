#include "engine/figures/constraint_parts.h"
#include "engine/metrics/intervals.h"
#include "tests/support/constrained.h"

#include <QtTest/QtTest>

using namespace evenhand;
using test::constrainedReport;
using test::ConstrainedSpec;

namespace {

bool contains(const Text& sentence, const std::string& part)
{
    return sentence.english().find(part) != std::string::npos;
}

bool anyNote(const Figure& figure, const std::string& part)
{
    return std::ranges::any_of(figure.notes, [&](const Text& note) { return contains(note, part); });
}

const FigureLayer* layer(const Figure& figure, Mark mark, const std::string& name)
{
    const auto found = std::ranges::find_if(figure.layers,
        [&](const FigureLayer& one) { return one.mark == mark && one.name.english() == name; });
    return found == figure.layers.end() ? nullptr : &*found;
}

constexpr std::size_t kRun = 2; // share 0.2

} // namespace

class TstConstraintPath : public QObject {
    Q_OBJECT
private slots:
    void theTrainingGapLiesOnTheDiagonal()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintLinearPath(*report, kRun, 0);
        const FigureLayer* const train = layer(figure, Mark::Points, "training rows");
        QVERIFY(train != nullptr);
        QCOMPARE(train->x.size(), std::size_t(6));
        for (std::size_t i = 0; i < train->x.size(); ++i)
            QVERIFY(std::abs(train->x[i] - train->y[i]) < 1e-12);
        const FigureLayer* const diagonal = layer(figure, Mark::Line, "gap = ε");
        QVERIFY(diagonal != nullptr);
        QCOMPARE(diagonal->x, diagonal->y);
        QVERIFY(layer(figure, Mark::Line, "training rows, path") != nullptr);
        QCOMPARE(layer(figure, Mark::Line, "training rows, path")->y, train->y);
    }
    void pointsAreTheRunsOfThePathStrictestFirst()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintLinearPath(*report, kRun, 0);
        QCOMPARE(figure.selectedId, 2);
        for (const char* const name : {"training rows", "test rows"}) {
            QCOMPARE(layer(figure, Mark::Points, name)->ids, (std::vector<int> {1, 2, 3, 4, 5, 6}));
            QVERIFY(std::ranges::is_sorted(layer(figure, Mark::Points, name)->x));
        }
    }
    void aRuleMarksWhereTheConstraintEnds()
    {
        const auto report = constrainedReport({});
        for (const Figure& figure :
            {constraintLinearPath(*report, kRun, 0), constraintHardPath(*report, kRun, 0)}) {
            const FigureLayer* const rule = layer(figure, Mark::VerticalRule, "inactive");
            QVERIFY(rule != nullptr);
            QVERIFY(std::abs(rule->x.front() - 1.2) < 1e-12); // 1.19, 1.20 and 1.21
        }
    }
    void intervalsAreThoseOfTheRepeats()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintLinearPath(*report, kRun, 0);
        const FigureLayer* const test = layer(figure, Mark::Points, "test rows");
        // Gaps of the run with share 0.2: 0.238, 0.24 + 0.05 and 0.242; 190 of 590 rows are test rows.
        const double mean = (0.238 + 0.29 + 0.242) / 3.0;
        double squares = 0.0;
        for (const double gap : {0.238, 0.29, 0.242})
            squares += (gap - mean) * (gap - mean);
        const Interval interval
            = correctedResampledInterval(mean, std::sqrt(squares / 2.0), 3, 190.0 / 410.0);
        QVERIFY(std::abs(test->y[1] - mean) < 1e-12);
        QVERIFY(std::abs(test->low[1] - std::max(interval.low, 0.0)) < 1e-9);
        QVERIFY(std::abs(test->high[1] - interval.high) < 1e-9);
    }
    void aSingleRepeatHasNoInterval()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintLinearPath(*report, kRun, 0, 1);
        const FigureLayer* const test = layer(figure, Mark::Points, "test rows");
        QVERIFY(std::abs(test->y[1] - 0.29) < 1e-12);
        QVERIFY(std::isnan(test->low[1]) && std::isnan(test->high[1]));
        QVERIFY(contains(figure.subtitle, "repeat 2 of 3"));
    }
    void theDecisionsAreShares()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintHardPath(*report, kRun, 0);
        QVERIFY(figure.y.percent);
        QVERIFY(contains(figure.y.label, "true positive rate"));
        QVERIFY(layer(figure, Mark::Line, "gap = ε") == nullptr);
        QVERIFY(contains(figure.summary, "“Male” and “Female”") && contains(figure.summary, "points"));
    }
    void theSecondFamilyIsAboutTheUnfavourableOutcome()
    {
        ConstrainedSpec spec;
        spec.families = 2;
        const auto report = constrainedReport(spec);
        QVERIFY(contains(constraintHardPath(*report, kRun, 1).y.label, "false positive rate"));
        // Half as far apart as the first family, whose gap is what the tolerance holds.
        const Figure figure = constraintLinearPath(*report, kRun, 1);
        const FigureLayer* const train = layer(figure, Mark::Points, "training rows");
        QVERIFY(std::abs(train->y[1] - 0.5 * train->x[1]) < 1e-12);
    }
    void aGapThatGrowsUnderAStricterToleranceIsSaid()
    {
        auto report = constrainedReport({});
        QVERIFY(!anyNote(constraintHardPath(*report, kRun, 0), "Not monotone"));
        for (auto& insight : report->runs[1].insights) {
            auto changed = std::make_shared<ConstraintInsight>(*insight);
            changed->families[0].test[0].rate = 0.0;
            changed->families[0].test[1].rate = 0.9;
            insight = changed;
        }
        const Figure figure = constraintHardPath(*report, kRun, 0);
        QVERIFY(anyNote(figure, "Not monotone: on test rows the gap is 90.0 points at ε = 0"));
    }
    void hugeTolerancesStandAtTheEdge()
    {
        ConstrainedSpec spec;
        spec.shares = {0.0, 0.5, 1.0, 100.0};
        const auto report = constrainedReport(spec);
        const Figure figure = constraintLinearPath(*report, kRun, 0);
        const FigureLayer* const train = layer(figure, Mark::Points, "training rows");
        QVERIFY(*figure.x.maximum < 1.5);
        QCOMPARE(train->x.back(), *figure.x.maximum);
        QVERIFY(anyNote(figure, "right edge: 1 of 4"));
    }
    void theStrictestRunHasTheSmallestTolerance()
    {
        const auto report = constrainedReport({});
        QCOMPARE(strictestRun(*report, 6), std::size_t(1));
        QCOMPARE(strictestRun(*report, 0), std::size_t(0));
    }
    void aRunWithoutConstraintSaysSo()
    {
        const auto report = constrainedReport({});
        for (const Figure& figure : {constraintLinearPath(*report, 0, 0), constraintHardPath(*report, 0, 0),
                 constraintLinearPath(*report, kRun, 7), constraintLinearPath(*report, 99, 0),
                 constraintHardPath(*report, kRun, 0, 99)}) {
            QVERIFY(figure.layers.empty());
            QVERIFY(!figure.summary.empty());
        }
    }
    void aRegressionHasNoDecisions()
    {
        ConstrainedSpec spec;
        spec.hasRates = false;
        const auto report = constrainedReport(spec);
        QVERIFY(constraintHardPath(*report, kRun, 0).layers.empty());
        const Figure figure = constraintLinearPath(*report, kRun, 0);
        QVERIFY(!figure.layers.empty());
        QVERIFY(!anyNote(figure, "linear loss"));
    }
    void repeatsThatAreNotThereAreLeftOut()
    {
        auto report = constrainedReport({});
        report->runs[kRun].insights[1] = nullptr;
        const Figure figure = constraintLinearPath(*report, kRun, 0);
        QVERIFY(contains(figure.subtitle, "mean of 2 repeats"));
        QVERIFY(std::abs(layer(figure, Mark::Points, "test rows")->y[1] - 0.24) < 1e-12);
    }
    void namesAreLiteral()
    {
        ConstrainedSpec spec;
        spec.groups = {"<b>x</b>", "%1 %2"};
        const auto report = constrainedReport(spec);
        QVERIFY(contains(constraintLinearPath(*report, kRun, 0).summary, "“%1 %2” and “<b>x</b>”"));
    }
};

QTEST_APPLESS_MAIN(TstConstraintPath)
#include "tst_constraint_path.moc"
