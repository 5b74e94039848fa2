#include "engine/metrics/confusion.h"
#include "engine/metrics/decision.h"

#include <QtTest/QtTest>

using namespace evenhand;

/// Decisions that are made with a probability.
class TstDecision : public QObject {
    Q_OBJECT
private slots:
    void countsOfProbabilitiesAreExpectedOnes()
    {
        const std::vector<double> decision {1.0, 0.25, 0.0, 0.5};
        const std::vector<double> y {1.0, 1.0, 0.0, 0.0};
        const std::vector<double> weight {1.0, 2.0, 1.0, 4.0};
        const std::vector<std::int32_t> group {0, 0, 1, 1};
        const std::vector<std::string> names {"a", "b"};
        MetricInput input;
        input.decision = decision;
        input.y = y;
        input.weight = weight;
        input.group = group;
        input.groupNames = &names;
        const std::vector<Confusion> cells = confusionByGroup(input);
        QCOMPARE(cells[0].truePositive.weight, 1.5);
        QCOMPARE(cells[0].truePositive.rows, 1.25);
        QCOMPARE(cells[0].truePositive.squares, 2.0);
        QCOMPARE(cells[0].falseNegative.weight, 1.5);
        QCOMPARE(cells[1].falsePositive.weight, 2.0);
        QCOMPARE(cells[1].trueNegative.weight, 3.0);
        QCOMPARE(cells[1].all().rows, 2.0);
    }
    void certainDecisionsCountAsBefore()
    {
        const std::vector<double> decision {1.0, 0.0, 1.0};
        const std::vector<double> y {1.0, 1.0, 0.0};
        MetricInput input;
        input.decision = decision;
        input.y = y;
        const Confusion cells = confusionOf(input);
        QCOMPARE(cells.truePositive.rows, 1.0);
        QCOMPARE(cells.falseNegative.rows, 1.0);
        QCOMPARE(cells.falsePositive.rows, 1.0);
    }
    void aDrawIsTheRowsOwn()
    {
        QCOMPARE(drawnDecision(0.0, 7, 3), 0.0);
        QCOMPARE(drawnDecision(1.0, 7, 3), 1.0);
        double selected = 0.0;
        for (std::ptrdiff_t row = 0; row < 20'000; ++row) {
            QCOMPARE(drawnDecision(0.3, 7, row), drawnDecision(0.3, 7, row));
            QVERIFY(
                drawnDecision(0.3, 7, row) <= drawnDecision(0.6, 7, row)); // never lost by a larger chance
            selected += drawnDecision(0.3, 7, row);
        }
        QVERIFY(std::abs(selected / 20'000.0 - 0.3) < 0.01); // three standard errors
    }
};

QTEST_MAIN(TstDecision)
#include "tst_decision.moc"
