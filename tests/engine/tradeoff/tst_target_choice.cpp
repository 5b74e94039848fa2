#include "engine/tradeoff/target_choice.h"
#include "tests/support/tradeoffs.h"

#include <QtTest/QtTest>

#include <map>

using namespace evenhand;

namespace {

TradeoffAxes axesOf(const char* error, const char* unfairness)
{
    return {*findMetric(error), *findMetric(unfairness)};
}

const TradeoffAxes kAccuracy = axesOf("accuracy", "demographic_parity_difference");

/// Two repeats in which every half has the same figures, but the test half of the first is less lucky.
HalfFigures figuresOf(std::vector<RunFigures> usual)
{
    HalfFigures figures;
    figures.axes = kAccuracy;
    figures.nRuns = usual.size();
    figures.testToTrain = 0.5;
    figures.repeats.assign(2, {usual, usual});
    return figures;
}

} // namespace

class TstTargetChoice : public QObject {
    Q_OBJECT
private slots:
    void smallestGapAmongThoseNearTheBest()
    {
        const std::vector<RunFigures> runs {{0.90, 0.30, false}, {0.895, 0.10, false}, {0.88, 0.01, false}};
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::AtMostBelowBest, 0.01}), std::size_t {1});
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::AtMostBelowBest, 0.0}), std::size_t {0});
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::AtMostBelowBest, 0.03}), std::size_t {2});
    }

    void bestErrorAmongThoseWithinTheGap()
    {
        const std::vector<RunFigures> runs {{0.90, 0.30, false}, {0.87, 0.02, false}, {0.88, 0.02, false}};
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::GapAtMost, 0.02}), std::size_t {2});
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::GapAtMost, 0.5}), std::size_t {0});
        QVERIFY(!chooseRun(kAccuracy, runs, {TargetKind::GapAtMost, 0.01}));
    }

    void twoStepKeepsNineTenthsOfTheBest()
    {
        const std::vector<RunFigures> runs {{0.80, 0.30, false}, {0.73, 0.10, false}, {0.71, 0.01, false}};
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::TwoStep, 0.9}), std::size_t {1});
        const TradeoffAxes loss = axesOf("mean_squared_error", "ks_distance");
        const std::vector<RunFigures> losses {{1.0, 0.3, false}, {1.1, 0.2, false}, {1.2, 0.1, false}};
        QCOMPARE(*chooseRun(loss, losses, {TargetKind::TwoStep, 0.9}), std::size_t {1});
    }

    void aModelThatDecidesTheSameForEverybodyIsSetAside()
    {
        const std::vector<RunFigures> runs {{0.80, 0.30, false}, {0.75, 0.0, true}, {0.74, 0.1, false}};
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::TwoStep, 0.9}), std::size_t {2});
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::GapAtMost, 0.05}), std::size_t {1});
    }

    void runsWithoutBothFiguresCannotBeChosen()
    {
        const std::vector<RunFigures> runs {{0.99, {}, false}, {{}, 0.0, false}, {0.7, 0.1, false}};
        QCOMPARE(*chooseRun(kAccuracy, runs, {TargetKind::AtMostBelowBest, 0.0}), std::size_t {2});
        QVERIFY(!chooseRun(kAccuracy, {}, {TargetKind::TwoStep, 0.9}));
    }

    void ratiosCountByTheirDistanceFromParity()
    {
        const TradeoffAxes ratio = axesOf("accuracy", "disparate_impact");
        const std::vector<RunFigures> runs {{0.9, 0.5, false}, {0.9, 1.25, false}};
        QCOMPARE(*chooseRun(ratio, runs, {TargetKind::AtMostBelowBest, 0.0}), std::size_t {1});
    }

    void theHonestFiguresAreThoseOfTheOtherHalf()
    {
        HalfFigures figures = figuresOf({{0.9, 0.3, false}, {0.8, 0.0, false}});
        figures.repeats[0][1][0] = {0.86, 0.34, false}; // chosen on half 0, this is its test
        figures.repeats[0][1][1] = {0.7, 0.0, false};
        const TargetChoice choice = chooseForTarget(figures, {TargetKind::AtMostBelowBest, 0.01});
        QCOMPARE(*choice.recommended, std::size_t {0});
        QCOMPARE(choice.timesChosen, (std::vector<int> {4, 0}));
        // Repeat 0: chosen at 0.9 and 0.86, judged at 0.86 and 0.9.
        QVERIFY(std::abs(*choice.testError.repeats[0] - 0.88) < 1e-12);
        QVERIFY(std::abs(*choice.testUnfairness.repeats[0] - 0.32) < 1e-12);
        QVERIFY(std::abs(*choice.testError.mean - 0.89) < 1e-12);
        QCOMPARE(*choice.repeats[0][0].validation.error, 0.9);
        QCOMPARE(*choice.repeats[0][0].test.error, 0.86);
    }

    void aLuckyHalfDoesNotMakeTheTestFigureLucky()
    {
        // Each run is best on one half: choosing by validation always takes the one that was lucky.
        HalfFigures figures = figuresOf({{0.9, 0.1, false}, {0.8, 0.1, false}});
        for (auto& repeat : figures.repeats)
            repeat[1] = {{0.8, 0.1, false}, {0.9, 0.1, false}};
        const TargetChoice choice = chooseForTarget(figures, {TargetKind::GapAtMost, 0.2});
        QCOMPARE(*choice.validationError.mean, 0.9);
        QCOMPARE(*choice.testError.mean, 0.8);
    }

    void anUnmetTargetNamesTheNearestRun()
    {
        const TargetChoice choice
            = chooseForTarget(figuresOf({{0.9, 0.3, false}, {0.8, 0.1, false}, {0.5, 0.05, true}}),
                {TargetKind::GapAtMost, 0.02});
        QVERIFY(!choice.recommended);
        QCOMPARE(*choice.nearest, std::size_t {1});
        QCOMPARE(choice.unmet, 4);
        QVERIFY(!choice.testError.mean);
    }

    void halvesAreStratifiedAndFollowTheSeed()
    {
        const test::MadeUpTradeoff made(401, 1);
        const RepeatScores& rows = *made.report.baseScores[0][0];
        const auto halves = testHalves(rows, Task::Classification, 3, 0);
        std::map<std::pair<int, bool>, int> difference;
        for (std::size_t i = 0; i < halves.size(); ++i)
            difference[{rows.group[i], rows.y[static_cast<Eigen::Index>(i)] == 1.0}]
                += halves[i] == 0 ? 1 : -1;
        for (const auto& [stratum, surplus] : difference)
            QVERIFY(std::abs(surplus) <= 1);
        QCOMPARE(rowsOfHalf(halves, 0).size() + rowsOfHalf(halves, 1).size(), std::size_t {401});
        QCOMPARE(testHalves(rows, Task::Classification, 3, 0), halves);
        QVERIFY(testHalves(rows, Task::Classification, 4, 0) != halves);
        QVERIFY(testHalves(rows, Task::Classification, 3, 1) != halves);
    }

    void theHalvesMakeTheWhole()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(400, 3);
        const HalfFigures figures
            = *halfFigures(made.report, "accuracy", "demographic_parity_difference", RunContext {});
        QCOMPARE(figures.repeats.size(), std::size_t {3});
        for (std::size_t repeat = 0; repeat < 3; ++repeat) {
            const RepeatScores& rows = *made.report.baseScores[0][repeat];
            const auto halves = testHalves(rows, Task::Classification, made.report.study.split.seed, repeat);
            for (std::size_t run = 0; run < made.report.runs.size(); ++run) {
                double right = 0.0;
                for (int half = 0; half < 2; ++half)
                    right += *figures.repeats[repeat][static_cast<std::size_t>(half)][run].error
                        * static_cast<double>(rowsOfHalf(halves, half).size());
                QVERIFY(std::abs(right / 400.0 - *made.report.runs[run].metrics[0].repeats[repeat]) < 1e-12);
            }
        }
    }

    void threadsDoNotMatterAndAStopIsHeard()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(200, 4);
        const auto choose = [&](int threads) {
            const RunContext ctx({}, nullptr, threads);
            return chooseForTarget(
                *halfFigures(made.report, "roc_auc", "ks_distance", ctx), usualTargets()[2]);
        };
        const TargetChoice one = choose(1);
        const TargetChoice many = choose(8);
        QVERIFY(one.testError.repeats == many.testError.repeats);
        QVERIFY(one.recommended == many.recommended);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(halfFigures(made.report, "accuracy", "ks_distance", RunContext(stop.get_token(), nullptr, 1))
                     .error()
                     .code,
            ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstTargetChoice)
#include "tst_target_choice.moc"
