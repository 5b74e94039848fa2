#include "engine/tradeoff/front_measures.h"
#include "tests/support/tradeoffs.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

constexpr const char* kGap = "demographic_parity_difference";

double near(double value) // for QCOMPARE-free comparisons of sums of a few products
{
    return 1e-12 * std::max(1.0, std::abs(value));
}

RepeatedMetric metric(const std::string& id, std::vector<std::optional<double>> repeats)
{
    return summarise(id, std::move(repeats), 0.5);
}

/// Two repeats with given figures and no rows: the reference error is that of the worst run.
RunResult run(const std::string& method, ParamSet params, std::vector<std::optional<double>> accuracy,
    std::vector<std::optional<double>> gap)
{
    RunResult made;
    made.learner = "logistic";
    made.method = method;
    made.methodParams = std::move(params);
    made.scores.resize(accuracy.size());
    made.metrics = {metric("accuracy", std::move(accuracy)), metric(kGap, std::move(gap))};
    return made;
}

Report twoRepeats()
{
    Report report;
    report.groups.names = {"a", "b"};
    report.runs = {run("", {}, {0.9, 0.9}, {0.4, 0.4}),
        run("wasserstein_barycenter", {{"strength", 0.5}}, {0.8, 0.8}, {0.2, 0.2}),
        run("wasserstein_barycenter", {{"strength", 1.0}}, {0.7, 0.7}, {0.1, 0.0}),
        run("ferm", {{"epsilon", 0.0}}, {0.6, 0.6}, {0.3, 0.3})};
    return report;
}

} // namespace

class TstFrontMeasures : public QObject {
    Q_OBJECT
private slots:
    void onePointGivesARectangle()
    {
        const std::vector<ErrorAndGap> points {{0.2, 0.1}};
        const double area = hypervolume(points, {0.5, 0.4});
        QVERIFY(std::abs(area - 0.3 * 0.3) < near(area));
    }

    void twoPointsGiveStairs()
    {
        // 0.1·(0.4 - 0.1) for the fair one and 0.2·(0.4 - 0.3) more for the accurate one
        const std::vector<ErrorAndGap> points {{0.4, 0.1}, {0.2, 0.3}};
        const double area = hypervolume(points, {0.5, 0.4});
        QVERIFY(std::abs(area - (0.1 * 0.3 + 0.2 * 0.1)) < near(area));
    }

    void whatABetterPointBeatsAddsNothing()
    {
        const std::vector<ErrorAndGap> one {{0.2, 0.1}};
        const std::vector<ErrorAndGap> three {{0.3, 0.2}, {0.2, 0.1}, {0.2, 0.1}};
        QCOMPARE(hypervolume(three, {0.5, 0.4}), hypervolume(one, {0.5, 0.4}));
    }

    void pointsBeyondTheReferenceDoNotCount()
    {
        const std::vector<ErrorAndGap> points {{0.6, 0.1}, {0.2, 0.5}, {0.5, 0.4}};
        QCOMPARE(hypervolume(points, {0.5, 0.4}), 0.0);
        QCOMPARE(hypervolume({}, {0.5, 0.4}), 0.0);
    }

    void pathsAreRankedByTheirClosedForm()
    {
        // Reference: accuracy 0.6 (the worst run, for there are no rows), gap 0.4 (the unrepaired model).
        const FrontMeasures measures = *frontMeasures(twoRepeats(), "accuracy", kGap, RunContext {});
        QCOMPARE(measures.referenceError, 0.6);
        QCOMPARE(measures.referenceGap, 0.4);
        QCOMPARE(measures.paths.size(), std::size_t {3});
        const FrontMeasure& best = measures.paths.front();
        QCOMPARE(best.path.runs, (std::vector<std::size_t> {1, 2}));
        QCOMPARE(best.rank, 1);
        // repeat 1: 0.1·(0.4 - 0.1) + 0.1·(0.4 - 0.2);  repeat 2: 0.1·0.4 + 0.1·0.2
        QVERIFY(std::abs(*best.hypervolume.repeats[0] - 0.05) < 1e-12);
        QVERIFY(std::abs(*best.hypervolume.repeats[1] - 0.06) < 1e-12);
        QVERIFY(std::abs(*best.hypervolume.mean - 0.055) < 1e-12);
        QVERIFY(best.hypervolume.low && *best.hypervolume.low < 0.055 && *best.hypervolume.high > 0.055);
        // The unrepaired model is at the reference gap, the other one at the reference error: both 0.
        QCOMPARE(*measures.paths[1].hypervolume.mean, 0.0);
        QCOMPARE(*measures.paths[2].hypervolume.mean, 0.0);
        QVERIFY(std::abs(*measures.paths[1].behindBest.mean - 0.055) < 1e-12);
    }

    void areaIsTheMeanOfTheBestErrorOverTheTolerances()
    {
        // The best accuracy within a gap of t: repeat 1 is 0.6 up to 0.1, then 0.7 up to 0.2, then 0.8 up to
        // 0.4.
        const FrontMeasures measures = *frontMeasures(twoRepeats(), "accuracy", kGap, RunContext {});
        const double expected = (0.1 * 0.6 + 0.1 * 0.7 + 0.2 * 0.8) / 0.4;
        QVERIFY(std::abs(*measures.paths.front().areaUnderFront.repeats[0] - expected) < 1e-12);
    }

    void equalPathsAreLevelAndTheFirstStaysFirst()
    {
        Report report;
        report.groups.names = {"a", "b"};
        report.runs = {run("", {}, {0.6, 0.6}, {0.4, 0.4}),
            run("wasserstein_barycenter", {{"strength", 1.0}}, {0.8, 0.8}, {0.2, 0.2}),
            run("ferm", {{"epsilon", 0.0}}, {0.8, 0.8}, {0.2, 0.2})};
        const FrontMeasures measures = *frontMeasures(report, "accuracy", kGap, RunContext {});
        QCOMPARE(measures.paths[0].path.runs.front(), std::size_t {1});
        QVERIFY(measures.paths[1].isLevelWithBest);
        QCOMPARE(*measures.paths[1].behindBest.mean, 0.0);
    }

    void theReferenceErrorIsThatOfTheMeanOutcome()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(400, 3);
        double majority = 0.0;
        for (const auto& rows : made.report.baseScores[0])
            majority += std::max(rows->y.mean(), 1.0 - rows->y.mean()) / 3.0;
        const FrontMeasures accuracy = *frontMeasures(made.report, "accuracy", kGap, RunContext {});
        QVERIFY(std::abs(accuracy.referenceError - majority) < 1e-12);
        const FrontMeasures auc = *frontMeasures(made.report, "roc_auc", kGap, RunContext {});
        QVERIFY(std::abs(auc.referenceError - 0.5) < 1e-12);
    }

    void aRepeatWithoutFiguresIsLeftOut()
    {
        Report report = twoRepeats();
        report.runs[3].metrics[1] = metric(kGap, {std::nullopt, std::nullopt});
        const FrontMeasures measures = *frontMeasures(report, "accuracy", kGap, RunContext {});
        QCOMPARE(measures.paths.size(), std::size_t {2});
        QVERIFY(measures.notes.front().english().find("Run 4") != std::string::npos);
    }

    void metricsThatDoNotFitAreRefused()
    {
        QCOMPARE(frontMeasures(twoRepeats(), "mean_squared_error", kGap, RunContext {}).error().code,
            ErrorCode::InvalidArgument);
        QCOMPARE(
            frontMeasures(twoRepeats(), kGap, kGap, RunContext {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(frontMeasures({}, "accuracy", kGap, RunContext {}).error().code, ErrorCode::NoAnswer);
    }
};

QTEST_GUILESS_MAIN(TstFrontMeasures)
#include "tst_front_measures.moc"
