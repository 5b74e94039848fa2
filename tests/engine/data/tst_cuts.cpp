#include "engine/data/cuts.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace evenhand;

class TestCuts : public QObject {
    Q_OBJECT

private slots:
    void quantilesAreValuesOfTheColumn()
    {
        const NumericColumn numbers {{7, 1, 3, 5, NAN, 2, 8, 6, 4}};
        QCOMPARE(quantileCuts(numbers, 2), std::vector<double> {4});
        QCOMPARE(quantileCuts(numbers, 4), (std::vector<double> {2, 4, 6}));
    }
    void sharedValuesAreCutOnce()
    {
        QCOMPARE(quantileCuts({{1, 1, 1, 1, 1, 2}}, 4), std::vector<double> {1});
        QCOMPARE(quantileCuts({{3, 3, 3}}, 2), std::vector<double> {});
        QCOMPARE(quantileCuts({{NAN}}, 2), std::vector<double> {});
    }
    void decadesHaveRowsOnBothSides()
    {
        QCOMPARE(decadeCuts({{18, 25, 41}}), (std::vector<double> {20, 30, 40}));
        QCOMPARE(decadeCuts({{20, 30}}), std::vector<double> {20});
        QCOMPARE(decadeCuts({{0, 5000}}), std::vector<double> {});
        QCOMPARE(decadeCuts({{NAN}}), std::vector<double> {});
    }
};

QTEST_GUILESS_MAIN(TestCuts)
#include "tst_cuts.moc"
