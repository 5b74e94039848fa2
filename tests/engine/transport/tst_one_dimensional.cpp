#include "engine/transport/interpolation.h"
#include "engine/transport/one_dimensional.h"

#include <QtTest/QtTest>

#include <limits>

using namespace evenhand;

class TstOneDimensional : public QObject {
    Q_OBJECT
private slots:
    void ecdfIsRightContinuousAndTakesTiesTogether()
    {
        const std::vector<double> values {1.0, 2.0, 2.0, 5.0};
        const SortedSample sample {values, {}};
        QCOMPARE(ecdf(sample, 0.9), 0.0);
        QCOMPARE(ecdf(sample, 1.0), 0.25);
        QCOMPARE(ecdf(sample, 2.0), 0.75);
        QCOMPARE(ecdf(sample, 4.9), 0.75);
        QCOMPARE(ecdf(sample, 5.0), 1.0);
        QCOMPARE(countBelow(sample, 2.0), std::size_t {1});
    }
    void quantileIsTheSmallestValueThatReachesTheShare()
    {
        const std::vector<double> values {1.0, 2.0, 3.0, 4.0};
        const SortedSample sample {values, {}};
        QCOMPARE(quantile(sample, 0.0), 1.0);
        QCOMPARE(quantile(sample, 0.25), 1.0);
        QCOMPARE(quantile(sample, 0.2500001), 2.0);
        QCOMPARE(quantile(sample, 1.0), 4.0);
    }
    void aShareOfKOutOfNIsExactlyKRows()
    {
        for (std::size_t n = 1; n <= 300; ++n) {
            for (std::size_t k = 1; k <= n; ++k)
                QCOMPARE(quantileIndex(n, {}, static_cast<double>(k) / static_cast<double>(n)), k - 1);
        }
    }
    void weightsCountLikeRepetitions()
    {
        const std::vector<double> values {1.0, 2.0, 3.0};
        const std::vector<double> cumulative {2.0, 3.0, 6.0};
        const std::vector<double> repeated {1.0, 1.0, 2.0, 3.0, 3.0, 3.0};
        const SortedSample weighted {values, cumulative};
        const SortedSample plain {repeated, {}};
        for (int k = 0; k <= 60; ++k) {
            const double u = k / 60.0;
            QCOMPARE(quantile(weighted, u), quantile(plain, u));
            QCOMPARE(ecdf(weighted, u * 4.0), ecdf(plain, u * 4.0));
        }
        QCOMPARE(mean(weighted), mean(plain));
    }
    void meanOfAConstantIsTheConstant()
    {
        const std::vector<double> values(7, 0.1);
        QCOMPARE(mean({values, {}}), 0.1);
    }
    void effectiveSizeIsTheCountForEqualWeights()
    {
        const std::vector<double> values {1.0, 2.0, 3.0, 4.0};
        const std::vector<double> equal {0.5, 1.0, 1.5, 2.0};
        const std::vector<double> oneRowRules {1e6, 1e6 + 1.0, 1e6 + 2.0, 1e6 + 3.0};
        QCOMPARE(effectiveSize({values, {}}), 4.0);
        QCOMPARE(effectiveSize({values, equal}), 4.0);
        QVERIFY(effectiveSize({values, oneRowRules}) < 1.001);
    }
    void interpolationIsExactAtItsEndsAndStaysBetweenThem()
    {
        QCOMPARE(interpolate(0.1, 0.1, 0.7, 3.0, 5.0), 3.0);
        QCOMPARE(interpolate(0.7, 0.1, 0.7, 3.0, 5.0), 5.0);
        double previous = 0.3;
        for (int k = 0; k <= 1000; ++k) {
            const double y = interpolate(0.1 + 0.6 * k / 1000.0, 0.1, 0.7, 0.3, 0.9);
            QVERIFY(y >= previous && y <= 0.9);
            previous = y;
        }
    }
    void interpolationSurvivesGapsThatOverflow()
    {
        constexpr double kHuge = std::numeric_limits<double>::max();
        constexpr double kTiny = std::numeric_limits<double>::denorm_min();
        QCOMPARE(interpolate(0.0, -kHuge, kHuge, 0.0, 1.0), 0.5);
        QCOMPARE(interpolate(kTiny, 0.0, 2.0 * kTiny, 0.0, 1.0), 0.5);
        QCOMPARE(interpolate(0.5, 0.0, 1.0, -kHuge, kHuge), 0.0);
    }
};

QTEST_GUILESS_MAIN(TstOneDimensional)
#include "tst_one_dimensional.moc"
