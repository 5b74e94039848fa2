#include "engine/core/rng.h"
#include "engine/transport/radix_sort.h"

#include <QtTest/QtTest>

#include <bit>
#include <cmath>
#include <limits>

using namespace evenhand;

namespace {

bool sameBits(const std::vector<double>& a, const std::vector<double>& b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

/// Numbers of every magnitude and sign, with ties, zeros and denormals.
std::vector<double> wildNumbers(std::size_t n)
{
    Rng rng(7, n);
    std::vector<double> values(n);
    for (double& value : values) {
        const double magnitude = std::ldexp(rng.uniform(), static_cast<int>(rng.below(2040)) - 1070);
        value = rng.below(2) == 0 ? -magnitude : magnitude;
        if (rng.below(4) == 0)
            value = static_cast<double>(rng.below(5)) - 2.0;
    }
    return values;
}

} // namespace

class TstRadixSort : public QObject {
    Q_OBJECT
private slots:
    void sortsLikeTheStandardLibrary_data()
    {
        QTest::addColumn<int>("n");
        for (const int n : {0, 1, 2, 100, 2047, 2048, 5000, 100000})
            QTest::addRow("%d numbers", n) << n;
    }
    void sortsLikeTheStandardLibrary()
    {
        QFETCH(int, n);
        std::vector<double> values = wildNumbers(static_cast<std::size_t>(n));
        for (double& value : values)
            value += 0.0;
        std::vector<double> expected = values;
        std::sort(expected.begin(), expected.end());
        sortAscending(values);
        QVERIFY(sameBits(values, expected));
    }
    void putsNegativeZeroBeforePositiveZero()
    {
        for (const std::size_t n : {10U, 4000U}) {
            std::vector<double> values(n, 0.0);
            for (std::size_t i = 0; i < n; i += 2)
                values[i] = -0.0;
            sortAscending(values);
            QVERIFY(std::signbit(values[n / 2 - 1]));
            QVERIFY(!std::signbit(values[n / 2]));
        }
    }
    void keepsExtremeNumbers()
    {
        std::vector<double> values(3000, 1.0);
        values[100] = std::numeric_limits<double>::max();
        values[200] = std::numeric_limits<double>::lowest();
        values[300] = std::numeric_limits<double>::denorm_min();
        sortAscending(values);
        QCOMPARE(values.front(), std::numeric_limits<double>::lowest());
        QCOMPARE(values[1], std::numeric_limits<double>::denorm_min());
        QCOMPARE(values.back(), std::numeric_limits<double>::max());
    }
    void movesWeightsWithTheirNumbers_data() { sortsLikeTheStandardLibrary_data(); }
    void movesWeightsWithTheirNumbers()
    {
        QFETCH(int, n);
        std::vector<double> values = wildNumbers(static_cast<std::size_t>(n));
        std::vector<double> weights(values.size());
        std::vector<std::pair<double, double>> expected(values.size());
        Rng rng(3);
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] += 0.0;
            weights[i] = rng.uniform();
            expected[i] = {values[i], weights[i]};
        }
        std::sort(expected.begin(), expected.end());
        sortAscending(values, weights);
        for (std::size_t i = 0; i < values.size(); ++i) {
            QCOMPARE(values[i], expected[i].first);
            QCOMPARE(weights[i], expected[i].second);
        }
    }
};

QTEST_GUILESS_MAIN(TstRadixSort)
#include "tst_radix_sort.moc"
