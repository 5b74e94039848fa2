#include "engine/tradeoff/dominated.h"
#include "tests/support/tradeoffs.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

constexpr const char* kParity = "demographic_parity_difference";

RepeatedMetric interval(double low, double high)
{
    RepeatedMetric metric;
    metric.mean = 0.5 * (low + high);
    metric.low = low;
    metric.high = high;
    return metric;
}

RepeatedMetric single(double mean)
{
    RepeatedMetric metric;
    metric.mean = mean;
    return metric;
}

} // namespace

class TstDominated : public QObject {
    Q_OBJECT
private slots:
    void theVerdictFollowsTheIntervals()
    {
        const RepeatedMetric inside = interval(0.01, 0.03);
        const RepeatedMetric better = interval(0.005, 0.02);
        const RepeatedMetric unclear = interval(-0.01, 0.02);
        const RepeatedMetric worse = interval(-0.03, -0.01);
        QCOMPARE(verdictOf(inside, better, unclear), Dominance::Dominated);
        QCOMPARE(verdictOf(inside, better, worse), Dominance::Dominated);
        QCOMPARE(verdictOf(inside, better, better), Dominance::CannotSay); // they pay with a larger gap
        QCOMPARE(verdictOf(inside, unclear, unclear), Dominance::CannotSay);
        QCOMPARE(verdictOf(inside, worse, unclear), Dominance::NotDominated);
        QCOMPARE(verdictOf(interval(-0.03, -0.01), better, unclear), Dominance::NotDominated);
        QCOMPARE(verdictOf(single(0.02), single(0.01), single(0.0)), Dominance::CannotSay);
        QCOMPARE(verdictOf({}, better, unclear), Dominance::CannotSay);
    }

    void guessingIsDominatedAndKnowingMoreIsNot()
    {
        test::MadeUpTradeoff made = test::usualTradeoff(600, 8);
        made.add("fair_representation", {{"strength", 1.0}},
            [](const test::MadeUpRow& row, Rng&) { return 0.3 * row.merit + 0.6 * row.y; });
        const DominanceReport judged = *dominance(made.report, "accuracy", kParity, RunContext {});
        QCOMPARE(judged.runs.size(), made.report.runs.size());
        const RunDominance& guesses = judged.runs[5];
        QCOMPARE(guesses.verdict, Dominance::Dominated);
        QVERIFY(*guesses.inside.mean > 0.05);
        QVERIFY(*guesses.heldOut.mean < *guesses.inside.mean); // hindsight flatters
        QCOMPARE(guesses.label.english(), std::string("dominated by thresholds at this tolerance"));
        // FERM's model is asked without the group.
        QVERIFY(guesses.note.english().find("without knowing anybody's group") != std::string::npos);
        const RunDominance& knows = judged.runs[6];
        QCOMPARE(knows.verdict, Dominance::NotDominated);
        QVERIFY(knows.note.empty());
    }

    void hindsightAloneDominatesNobody()
    {
        // The unrepaired model cuts its own scores: picked thresholds beat it on the rows they were picked
        // on.
        const test::MadeUpTradeoff made = test::usualTradeoff(300, 8);
        const DominanceReport judged = *dominance(made.report, "accuracy", kParity, RunContext {});
        QVERIFY(*judged.runs[0].inside.low > 0.0);
        QVERIFY(judged.runs[0].verdict != Dominance::Dominated);
    }

    void noNoteWhereTheModelIsToldTheGroup()
    {
        test::MadeUpTradeoff made = test::usualTradeoff(600, 8);
        made.report.study.roles.sensitiveAsFeature = true;
        const DominanceReport judged = *dominance(made.report, "accuracy", kParity, RunContext {});
        QCOMPARE(judged.runs[5].verdict, Dominance::Dominated);
        QVERIFY(judged.runs[5].note.empty());
    }

    void aSingleRepeatCannotSay()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(300, 1);
        const DominanceReport judged = *dominance(made.report, "accuracy", kParity, RunContext {});
        QCOMPARE(judged.runs[5].verdict, Dominance::CannotSay);
        QVERIFY(judged.runs[5].note.english().find("single repeat") != std::string::npos);
    }

    void threadsDoNotMatter()
    {
        const test::MadeUpTradeoff made = test::usualTradeoff(200, 5);
        const DominanceReport one
            = *dominance(made.report, "balanced_accuracy", "equalized_odds_difference", RunContext {});
        const DominanceReport many = *dominance(
            made.report, "balanced_accuracy", "equalized_odds_difference", RunContext({}, nullptr, 8));
        for (std::size_t run = 0; run < one.runs.size(); ++run) {
            QVERIFY(one.runs[run].inside.repeats == many.runs[run].inside.repeats);
            QVERIFY(one.runs[run].heldOut.repeats == many.runs[run].heldOut.repeats);
        }
    }
};

QTEST_GUILESS_MAIN(TstDominated)
#include "tst_dominated.moc"
