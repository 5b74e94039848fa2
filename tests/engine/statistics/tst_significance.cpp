#include "engine/statistics/significance.h"

#include <QtTest/QtTest>

#include <chrono>

using namespace evenhand;

namespace {

/// The two-sided p-value by all tables, with log-gammas.
double bruteForceFisher(const TwoByTwo& t)
{
    const auto logFactorial = [](std::int64_t k) { return std::lgamma(static_cast<double>(k) + 1.0); };
    const auto logP = [&](std::int64_t k) {
        const std::int64_t d = k - t.withA;
        return -logFactorial(k) - logFactorial(t.withoutA - d) - logFactorial(t.withB - d)
            - logFactorial(t.withoutB + d);
    };
    double tails = 0.0;
    double all = 0.0;
    for (std::int64_t k = 0; k <= t.withA + t.withB; ++k) {
        const std::int64_t d = k - t.withA;
        if (t.withoutA < d || t.withB < d || t.withoutB + d < 0)
            continue;
        const double p = std::exp(logP(k) - logP(t.withA));
        all += p;
        tails += p <= 1.0 + 1e-9 ? p : 0.0;
    }
    return tails / all;
}

} // namespace

class TstSignificance : public QObject {
    Q_OBJECT
private slots:
    void fisherAgreesWithTheSumOverAllTables()
    {
        int tables = 0;
        for (std::int64_t a = 0; a <= 12; a += 1)
            for (std::int64_t b = 0; b <= 12; b += 3)
                for (std::int64_t c = 0; c <= 40; c += 4)
                    for (std::int64_t d = 0; d <= 12; d += 2) {
                        const TwoByTwo table {a, b, c, d};
                        const double expected = bruteForceFisher(table);
                        QVERIFY2(std::abs(fisherExactTest(table).pValue - expected) <= 1e-10 * expected,
                            qPrintable(QStringLiteral("%1 %2 %3 %4: %5")
                                           .arg(a)
                                           .arg(b)
                                           .arg(c)
                                           .arg(d)
                                           .arg(fisherExactTest(table).pValue / expected - 1.0)));
                        ++tables;
                    }
        QVERIFY(tables > 4000);
    }
    void fisherCountsTablesOfEqualProbabilityOnBothSides()
    {
        // The law is symmetric, so the two-sided value is twice the one-sided: 2·(1 + 25)/252.
        QVERIFY(std::abs(fisherExactTest({1, 4, 4, 1}).pValue - 52.0 / 252.0) < 1e-14);
        QCOMPARE(fisherExactTest({3, 3, 3, 3}).pValue, 1.0);
    }
    void fisherIsStableAndFastForTenMillionRows()
    {
        const auto began = std::chrono::steady_clock::now();
        const FisherTest equal = fisherExactTest({3'000'000, 7'000'000, 3'000'000, 7'000'000});
        const FisherTest near = fisherExactTest({3'000'000, 7'000'000, 3'003'000, 6'997'000});
        const FisherTest far = fisherExactTest({3'000'000, 7'000'000, 3'050'000, 6'950'000});
        const auto took = std::chrono::steady_clock::now() - began;
        QCOMPARE(equal.pValue, 1.0);
        // At this size the exact value is that of the chi-square test with Yates' correction.
        const std::array with {3.0e6, 3.003e6};
        const std::array without {7.0e6, 6.997e6};
        const double approximate = chiSquareTest(with, without, true)->pValue;
        QVERIFY(std::abs(near.pValue / approximate - 1.0) < 1e-4);
        QVERIFY(far.pValue > 0.0 && far.pValue < 1e-100);
        QVERIFY(took < std::chrono::milliseconds(200));
    }
    void fisherHasNoOddsRatioWithoutADenominator()
    {
        QVERIFY(!fisherExactTest({3, 0, 2, 5}).oddsRatio);
        QVERIFY(!fisherExactTest({0, 0, 2, 5}).oddsRatio);
        QCOMPARE(fisherExactTest({0, 0, 2, 5}).pValue, 1.0);
        QCOMPARE(fisherExactTest({0, 3, 0, 5}).pValue, 1.0);
        QCOMPARE(*fisherExactTest({0, 3, 2, 5}).oddsRatio, 0.0);
    }
    void chiSquareOfThreeGroupsLeavesEmptyGroupsOut()
    {
        // scipy.stats.chi2_contingency([[10, 20], [30, 20], [25, 25]])
        const std::array with {10.0, 0.0, 30.0, 25.0};
        const std::array without {20.0, 0.0, 20.0, 25.0};
        const ChiSquareTest test = *chiSquareTest(with, without, true);
        QCOMPARE(test.degreesOfFreedom, 2.0);
        double statistic = 0.0;
        for (const std::size_t g : {0U, 2U, 3U}) {
            const double rows = with[g] + without[g];
            statistic += std::pow(with[g] - rows * 0.5, 2) / (rows * 0.5) * 2.0;
        }
        QVERIFY(std::abs(test.statistic - statistic) < 1e-12);
        // Two degrees of freedom: the survival function is e^(-x/2).
        QVERIFY(std::abs(test.pValue - std::exp(-0.5 * statistic)) < 1e-14);
    }
    void testsAreAbsentWhenNothingVaries()
    {
        const std::array some {3.0, 4.0};
        const std::array none {0.0, 0.0};
        const std::array oneGroup {3.0, 0.0};
        QVERIFY(!chiSquareTest(some, none));
        QVERIFY(!chiSquareTest(none, some));
        QVERIFY(!chiSquareTest(oneGroup, oneGroup));
        QVERIFY(!pooledZTest(0.0, 10, 0.0, 20));
        QVERIFY(!pooledZTest(1.0, 10, 1.0, 20));
    }
    void qValuesAreThoseOfBenjaminiAndHochberg()
    {
        // R: p.adjust(c(0.01, 0.04, NA, 0.03, 0.005, 0.5), "BH")
        const std::vector<std::optional<double>> p {0.01, 0.04, std::nullopt, 0.03, 0.005, 0.5};
        const std::vector<double> expected {0.025, 0.05, 0.0, 0.05, 0.025, 0.5};
        const auto q = benjaminiHochberg(p);
        QVERIFY(!q[2]);
        for (const std::size_t i : {0U, 1U, 3U, 4U, 5U})
            QVERIFY(std::abs(*q[i] - expected[i]) < 1e-15);
    }
    void qValuesKeepTheOrderAndNeverExceedOne()
    {
        std::vector<std::optional<double>> p;
        for (int i = 0; i < 100; ++i)
            p.emplace_back(std::fmod(i * 0.61803398875, 1.0));
        const auto q = benjaminiHochberg(p);
        for (std::size_t i = 0; i < p.size(); ++i) {
            QVERIFY(*q[i] >= *p[i] && *q[i] <= 1.0);
            for (std::size_t j = 0; j < p.size(); ++j)
                QVERIFY(*p[i] > *p[j] || *q[i] <= *q[j]);
        }
        QVERIFY(benjaminiHochberg({}).empty());
    }
};

QTEST_GUILESS_MAIN(TstSignificance)
#include "tst_significance.moc"
