#include "engine/audit/pair_matrix.h"
#include "engine/statistics/rate_intervals.h"
#include "engine/statistics/significance.h"
#include "tests/support/audits.h"

#include <QtTest/QtTest>

using namespace evenhand;

class TstPairMatrix : public QObject {
    Q_OBJECT

    Dataset m_data = test::scoredPeople();
    std::shared_ptr<const AuditReport> m_audit = test::auditOf(m_data, test::quickSpec());

private slots:
    void comparesEveryPairOnce()
    {
        const auto matrix = pairMatrix(*m_audit, 2, "selection_rate", RunContext {});
        QVERIFY(matrix.has_value());
        const std::size_t n = matrix->groups.size();
        QVERIFY(n >= 4);
        QCOMPARE(matrix->pairs.size(), n * (n - 1) / 2);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) {
                QCOMPARE(matrix->at(i, j).first, matrix->groups[i]);
                QCOMPARE(matrix->at(i, j).second, matrix->groups[j]);
            }
    }
    void isAntisymmetric()
    {
        const auto matrix = pairMatrix(*m_audit, 1, "selection_rate", RunContext {});
        QVERIFY(matrix.has_value());
        const PairDifference one = matrix->at(0, 1);
        const PairDifference other = matrix->at(1, 0);
        QCOMPARE(*one.difference.value, -*other.difference.value);
        QCOMPARE(*one.difference.low, -*other.difference.high);
        QCOMPARE(*one.difference.high, -*other.difference.low);
        QCOMPARE(*one.p, *other.p);
        QVERIFY(!matrix->at(1, 1).difference.value);
    }
    void hasNewcombesIntervalAndFishersTest()
    {
        const auto matrix = pairMatrix(*m_audit, 0, "selection_rate", RunContext {});
        QVERIFY(matrix.has_value());
        const auto& groups = m_audit->attributes[0].groups;
        const Confusion& a = groups[0].cells;
        const Confusion& b = groups[1].cells;
        const double shareA = a.selected().rows / a.all().rows;
        const double shareB = b.selected().rows / b.all().rows;
        const Interval interval
            = newcombeDifferenceInterval(shareA, a.all().rows, shareB, b.all().rows, 0.95);
        const PairDifference pair = matrix->at(0, 1);
        QCOMPARE(*pair.difference.value, shareA - shareB);
        QCOMPARE(*pair.difference.low, interval.low);
        QCOMPARE(*pair.difference.high, interval.high);
        const auto whole = [](double rows) { return static_cast<std::int64_t>(rows); };
        QCOMPARE(*pair.p,
            fisherExactTest({whole(a.selected().rows), whole(a.notSelected().rows), whole(b.selected().rows),
                                whole(b.notSelected().rows)})
                .pValue);
        QCOMPARE(*pair.q, *pair.p);
    }
    void numbersThatAreNoSharesOfRowsHaveNoTest()
    {
        const auto matrix = pairMatrix(*m_audit, 0, "roc_auc", RunContext {});
        QVERIFY(matrix.has_value());
        QVERIFY(!matrix->pairs.front().p);
        QVERIFY(matrix->pairs.front().difference.low.has_value());
    }
    void pairsWithASmallGroupAreMarked()
    {
        const auto matrix = pairMatrix(*m_audit, 1, "selection_rate", RunContext {});
        QVERIFY(matrix.has_value());
        QVERIFY(!matrix->at(0, 1).isSmall);
        QVERIFY(matrix->at(0, 2).isSmall);
    }
    void rejectsWhatTheAuditDoesNotHave()
    {
        QVERIFY(pairMatrix(*m_audit, 9, "selection_rate", RunContext {}).has_error());
        QVERIFY(pairMatrix(*m_audit, 0, "nothing", RunContext {}).has_error());
    }
};

QTEST_APPLESS_MAIN(TstPairMatrix)
#include "tst_pair_matrix.moc"
