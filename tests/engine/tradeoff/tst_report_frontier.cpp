#include "engine/tradeoff/report_frontier.h"
#include "engine/tradeoff/row_subset.h"
#include "tests/support/tradeoffs.h"

#include <QtTest/QtTest>

#include <numeric>

using namespace evenhand;

namespace {

constexpr const char* kParity = "demographic_parity_difference";

ReportFrontier frontierOf(const Report& report, const char* error, const char* unfairness, int threads = 1)
{
    return *reportFrontier(report, error, unfairness, RunContext({}, nullptr, threads));
}

/// The best error that a threshold per group has in a repeat, whatever the gap, by trying them all.
double bestByHand(const RepeatScores& rows, bool isBalanced)
{
    const double positives = rows.y.sum();
    const double negatives = static_cast<double>(rows.y.size()) - positives;
    double right = 0.0;
    for (std::int32_t group = 0; group < 2; ++group) {
        double best = -1.0;
        std::vector<double> cuts(rows.base.begin(), rows.base.end());
        cuts.push_back(2.0);
        for (const double cut : cuts) {
            double gain = 0.0;
            for (Eigen::Index i = 0; i < rows.y.size(); ++i) {
                if (rows.group[static_cast<std::size_t>(i)] != group
                    || (rows.base[i] >= cut) != (rows.y[i] == 1.0))
                    continue;
                gain += !isBalanced    ? 1.0 / static_cast<double>(rows.y.size())
                    : rows.y[i] == 1.0 ? 0.5 / positives
                                       : 0.5 / negatives;
            }
            best = std::max(best, gain);
        }
        right += best;
    }
    return right;
}

Text reasonOf(const Report& report, const char* error, const char* unfairness)
{
    return reportFrontier(report, error, unfairness, RunContext {}).error().what;
}

bool contains(const Text& sentence, const char* part)
{
    return sentence.english().find(part) != std::string::npos;
}

} // namespace

class TstReportFrontier : public QObject {
    Q_OBJECT
private slots:
    void withoutALimitItIsTheBestThresholdOfEveryGroup()
    {
        // The last tolerance is larger than any gap that the best thresholds have here.
        test::MadeUpTradeoff made = test::usualTradeoff(200, 2);
        for (RunResult& run : made.report.runs)
            for (RepeatedMetric& metric : run.metrics)
                if (metric.id == kParity)
                    metric.mean = 1.0;
        for (const bool isBalanced : {false, true}) {
            const ReportFrontier frontier
                = frontierOf(made.report, isBalanced ? "balanced_accuracy" : "accuracy", kParity);
            QCOMPARE(frontier.tolerances.size(), kFrontierPoints);
            for (std::size_t repeat = 0; repeat < 2; ++repeat) {
                const double expected = bestByHand(*made.report.baseScores[0][repeat], isBalanced);
                QVERIFY(std::abs(*frontier.randomised.back().repeats[repeat] - expected) < 1e-12);
                QVERIFY(std::abs(*frontier.deterministic.back().repeats[repeat] - expected) < 1e-12);
            }
        }
    }

    void lotsHelpAndMoreToleranceNeverHurts_data()
    {
        QTest::addColumn<QString>("unfairness");
        for (const char* const id :
            {"demographic_parity_difference", "equal_opportunity_difference", "equalized_odds_difference"})
            QTest::newRow(id) << QString(id);
    }
    void lotsHelpAndMoreToleranceNeverHurts()
    {
        QFETCH(QString, unfairness);
        const test::MadeUpTradeoff made = test::usualTradeoff(300, 3);
        const std::string id = unfairness.toStdString();
        const ReportFrontier frontier = frontierOf(made.report, "accuracy", id.c_str());
        QCOMPARE(frontier.tolerances.front(), 0.0);
        for (std::size_t repeat = 0; repeat < 3; ++repeat) {
            for (std::size_t k = 0; k < kFrontierPoints; ++k) {
                const double drawn = *frontier.randomised[k].repeats[repeat];
                QVERIFY(drawn >= *frontier.deterministic[k].repeats[repeat] - 1e-9);
                if (k > 0)
                    QVERIFY(drawn >= *frontier.randomised[k - 1].repeats[repeat] - 1e-9);
            }
        }
        QVERIFY(*frontier.randomised[5].low <= *frontier.randomised[5].mean);
    }

    void noRunOnTheseScoresIsBeyondIt()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(300, 4);
        const ReportFrontier frontier = frontierOf(made.report, "accuracy", kParity);
        QCOMPARE(frontier.run, std::size_t {0});
        // The path only shifts the scores of groups: it is made of group thresholds.
        for (std::size_t run = 0; run <= 4; ++run) {
            const RunResult& own = made.report.runs[run];
            for (std::size_t repeat = 0; repeat < 4; ++repeat) {
                const double gap = *metricOf(own, kParity)->repeats[repeat];
                const auto above = std::ranges::lower_bound(frontier.tolerances, gap);
                if (above != frontier.tolerances.end())
                    QVERIFY(*metricOf(own, "accuracy")->repeats[repeat]
                        <= *frontier.randomised[static_cast<std::size_t>(above - frontier.tolerances.begin())]
                                .repeats[repeat]
                            + 1e-9);
            }
        }
    }

    void theScoresAreThoseOfTheBestUnrepairedModel()
    {
        test::MadeUpTradeoff made(200, 2);
        made.add("ferm", {}, [](const test::MadeUpRow& row, Rng&) { return row.y; });
        made.add("", {}, [](const test::MadeUpRow&, Rng& rng) { return rng.uniform(); });
        made.add("", {}, [](const test::MadeUpRow& row, Rng&) { return row.merit; });
        made.add(
            "", {}, [](const test::MadeUpRow& row, Rng&) { return row.y; }, true);
        QCOMPARE(*bestScoreRun(made.report, **findMetric("accuracy")), std::size_t {2});
        made.report.runs.erase(made.report.runs.begin() + 1, made.report.runs.begin() + 3);
        QCOMPARE(bestScoreRun(made.report, **findMetric("accuracy")).error().code, ErrorCode::NoAnswer);
    }

    void aCommonThresholdDoesWhatItsDecisionsDo()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(200, 1);
        const RepeatScores& rows = *made.report.baseScores[0][0];
        const TradeoffAxes axes = *tradeoffAxes(made.report, "accuracy", kParity);
        const auto curves
            = *groupCurves({rows.base.data(), 200}, {rows.y.data(), 200}, {}, rows.group, 2, RunContext {});
        const std::vector<CommonCut> cuts = commonCuts(axes, curves, made.report.groups.names, 5);
        std::vector<double> sorted(rows.base.begin(), rows.base.end());
        std::ranges::sort(sorted, std::ranges::greater {});
        std::vector<Eigen::Index> all(200);
        std::iota(all.begin(), all.end(), Eigen::Index {0});
        const RowSubset subset(rows, Task::Classification, made.report.groups.names, all);
        for (std::size_t k = 0; k < 5; ++k) {
            const double cut = k == 0 ? 2.0 : sorted[50 * k - 1];
            std::vector<double> decision;
            for (const double score : rows.base)
                decision.push_back(score >= cut ? 1.0 : 0.0);
            const RunFigures expected = subset.measure(axes, decision, true);
            QVERIFY(std::abs(cuts[k].error - *expected.error) < 1e-12);
            QVERIFY(std::abs(cuts[k].unfairness - *expected.unfairness) < 1e-12);
        }
        QCOMPARE(cuts.front().unfairness, 0.0);
        QCOMPARE(cuts.back().unfairness, 0.0);
    }

    void aSingleRepeatHasABandFromItsRows()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(200, 1);
        const ReportFrontier one = frontierOf(made.report, "accuracy", kParity);
        const ReportFrontier many = frontierOf(made.report, "accuracy", kParity, 8);
        const RepeatedMetric& middle = one.randomised[kFrontierPoints / 2];
        QVERIFY(middle.low && *middle.low < *middle.mean);
        QVERIFY(*middle.high - *middle.low > 0.01);
        QVERIFY(*middle.high - *middle.low < 0.3);
        for (std::size_t k = 0; k < kFrontierPoints; ++k)
            QVERIFY(one.randomised[k].low == many.randomised[k].low);
        QVERIFY(contains(one.notes.front(), "bootstrap"));
    }

    void whereThereIsNoExactFrontierTheReasonIsSaid()
    {
        test::MadeUpTradeoff made = test::usualTradeoff(100, 2);
        QVERIFY(contains(reasonOf(made.report, "roc_auc", kParity), "accuracy and balanced accuracy"));
        QVERIFY(contains(reasonOf(made.report, "accuracy", "ks_distance"), "equalised odds"));
        made.report.study.roles.task = Task::Regression;
        QVERIFY(contains(reasonOf(made.report, "mean_squared_error", "ks_distance"), "predicts a number"));
    }

    void aStopIsHeard()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(100, 2);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(reportFrontier(made.report, "accuracy", kParity, RunContext(stop.get_token(), nullptr, 2))
                     .error()
                     .code,
            ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstReportFrontier)
#include "tst_report_frontier.moc"
