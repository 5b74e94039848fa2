#include "engine/io/json.h"
#include "engine/statistics/normal.h"
#include "engine/statistics/rate_intervals.h"
#include "engine/statistics/significance.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <fstream>
#include <iterator>

using namespace evenhand;

namespace {

bool close(double a, double b, double tolerance = 1e-9)
{
    return std::abs(a - b) <= tolerance;
}

bool close(const Interval& a, const boost::json::value& b, double tolerance = 1e-9)
{
    return close(a.low, b.at(0).to_number<double>(), tolerance)
        && close(a.high, b.at(1).to_number<double>(), tolerance);
}

/// scipy's and responsible-ai-toolbox's numbers.
boost::json::array goldenCases()
{
    std::ifstream file(test::golden("statistics/significance.json"));
    const std::string content {std::istreambuf_iterator<char>(file), {}};
    return parseJson(content, "significance.json").value().at("cases").as_array();
}

/// k1 of n1 rows and k2 of n2.
struct Shares {
    double k1, n1, k2, n2;

    explicit Shares(const boost::json::value& inputs)
        : k1(inputs.at("k1").to_number<double>())
        , n1(inputs.at("n1").to_number<double>())
        , k2(inputs.at("k2").to_number<double>())
        , n2(inputs.at("n2").to_number<double>())
    {
    }
};

template <class Body> void forSharesCases(const Body& body)
{
    for (const boost::json::value& one : goldenCases()) {
        if (one.at("inputs").as_object().contains("k1"))
            body(Shares(one.at("inputs")), one.at("expected").as_object());
    }
}

} // namespace

class TstRateIntervals : public QObject {
    Q_OBJECT
private slots:
    void intervalsAgreeWithScipy()
    {
        int cases = 0;
        forSharesCases([&](const Shares& s, const boost::json::object& expected) {
            QVERIFY(close(wilsonInterval(s.k1 / s.n1, s.n1), expected.at("wilson95_group1")));
            QVERIFY(close(wilsonInterval(s.k2 / s.n2, s.n2), expected.at("wilson95_group2")));
            QVERIFY(
                close(clopperPearsonInterval(s.k1 / s.n1, s.n1), expected.at("clopper_pearson95_group1")));
            QVERIFY(close(newcombeDifferenceInterval(s.k1 / s.n1, s.n1, s.k2 / s.n2, s.n2),
                expected.at("diff_newcombe95")));
            if (expected.contains("ratio_log95"))
                QVERIFY(close(
                    *logRatioInterval(s.k1 / s.n1, s.n1, s.k2 / s.n2, s.n2), expected.at("ratio_log95")));
            ++cases;
        });
        QCOMPARE(cases, 4);
    }
    void testsAgreeWithScipy()
    {
        forSharesCases([&](const Shares& s, const boost::json::object& expected) {
            const auto whole = [](double count) { return static_cast<std::int64_t>(count); };
            const FisherTest fisher
                = fisherExactTest({whole(s.k1), whole(s.n1 - s.k1), whole(s.k2), whole(s.n2 - s.k2)});
            const auto& f = expected.at("fisher_exact_two_sided");
            QVERIFY(close(fisher.pValue, f.at("p").to_number<double>()));
            QVERIFY(close(*fisher.oddsRatio, f.at("odds_ratio").to_number<double>()));
            const std::array with {s.k1, s.k2};
            const std::array without {s.n1 - s.k1, s.n2 - s.k2};
            for (const bool yates : {false, true}) {
                const auto& chi = expected.at(yates ? "chi2_yates" : "chi2_no_correction");
                const ChiSquareTest test = *chiSquareTest(with, without, yates);
                QVERIFY(close(test.statistic, chi.at("chi2").to_number<double>()));
                QVERIFY(close(test.pValue, chi.at("p").to_number<double>()));
                QCOMPARE(test.degreesOfFreedom, 1.0);
            }
            const ZTest z = *pooledZTest(s.k1 / s.n1, s.n1, s.k2 / s.n2, s.n2);
            QVERIFY(close(z.z, expected.at("z_test_pooled").at("z").to_number<double>()));
            QVERIFY(close(z.pValue, expected.at("z_test_pooled").at("p").to_number<double>()));
        });
    }
    void wilsonAgreesWithResponsibleAiToolbox()
    {
        // Its tests print four digits; there are 5 true and 5 false rows, 6 predicted true, 4 of them
        // rightly.
        const boost::json::array cases = goldenCases();
        const boost::json::object& facts = cases.back().at("expected").as_object();
        constexpr double kPrinted = 5.1e-5;
        QVERIFY(close(wilsonInterval(0.5, 100), facts.at("wilson(0.5,100)"), kPrinted));
        QVERIFY(close(wilsonInterval(0.7, 100), facts.at("wilson(0.7,100)"), kPrinted));
        QVERIFY(close(wilsonInterval(0.8, 5), facts.at("recall"), kPrinted));
        QVERIFY(close(wilsonInterval(4.0 / 6.0, 6), facts.at("precision"), kPrinted));
        QVERIFY(close(wilsonInterval(0.4, 5), facts.at("fpr"), kPrinted));
        QVERIFY(close(wilsonInterval(0.6, 5), facts.at("tnr"), kPrinted));
        QVERIFY(close(wilsonInterval(0.2, 5), facts.at("fnr"), kPrinted));
    }
    void wilsonAgreesWithStatsmodels()
    {
        // statsmodels.stats.proportion.proportion_confint(50, 100, method="wilson") and (0, 10)
        const Interval half = wilsonInterval(0.5, 100);
        QVERIFY(close(half.low, 0.4038315303659956, 1e-12) && close(half.high, 0.5961684696340044, 1e-12));
        const Interval none = wilsonInterval(0.0, 10);
        QVERIFY(none.low == 0.0 && close(none.high, 0.27753279986288926, 1e-12));
        QCOMPARE(wilsonInterval(1.0, 10).high, 1.0);
    }
    void wilsonWidensWithConfidenceAndFewerRows()
    {
        QVERIFY(wilsonInterval(0.3, 50, 0.99).high > wilsonInterval(0.3, 50, 0.95).high);
        QVERIFY(wilsonInterval(0.3, 20).low < wilsonInterval(0.3, 50).low);
    }
    void clopperPearsonTakesEffectiveCounts()
    {
        const Interval below = clopperPearsonInterval(0.3, 10.0);
        const Interval between = clopperPearsonInterval(0.3, 10.5);
        const Interval above = clopperPearsonInterval(0.3, 11.0);
        QVERIFY(below.low < between.low && between.low < above.low);
        QVERIFY(below.high > between.high && between.high > above.high);
        QCOMPARE(clopperPearsonInterval(0.0, 7.3).low, 0.0);
        // (α/2)^(1/n), the closed form when every row is a success
        QVERIFY(close(clopperPearsonInterval(1.0, 7.3).low, std::pow(0.025, 1.0 / 7.3), 1e-12));
    }
    void newcombeTurnsItsSignWithTheGroups()
    {
        const Interval ab = newcombeDifferenceInterval(0.2, 40, 0.6, 70);
        const Interval ba = newcombeDifferenceInterval(0.6, 70, 0.2, 40);
        QVERIFY(close(ab.low, -ba.high, 1e-15) && close(ab.high, -ba.low, 1e-15));
        QVERIFY(newcombeDifferenceInterval(0.0, 5, 1.0, 5).low >= -1.0);
    }
    void ratioIsHonestAtTheEdges()
    {
        QVERIFY(!logRatioInterval(0.3, 50, 0.0, 50));
        QVERIFY(!logRatioInterval(0.0, 50, 0.0, 50));
        // The closed forms of MOVER with Wilson's limits
        const Interval none = *logRatioInterval(0.0, 50, 0.4, 50);
        const Interval b = wilsonInterval(0.4, 50);
        QCOMPARE(none.low, 0.0);
        QVERIFY(close(none.high, wilsonInterval(0.0, 50).high / std::sqrt(b.low * (0.8 - b.low)), 1e-12));
        const Interval all = *logRatioInterval(1.0, 30, 1.0, 20);
        QVERIFY(close(all.low, wilsonInterval(1.0, 30).low, 1e-12));
        QVERIFY(close(all.high, 1.0 / wilsonInterval(1.0, 20).low, 1e-12));
        const Interval one = *logRatioInterval(1.0, 30, 0.02, 50);
        QVERIFY(one.low > 1.0 && one.low < 50.0 && one.high > 50.0 && std::isfinite(one.high));
    }
    void normalQuantilesAreThoseOfTheTable()
    {
        QVERIFY(close(twoSidedQuantile(0.95), 1.959963984540054, 1e-14));
        QVERIFY(close(normalQuantile(0.025), -1.959963984540054, 1e-14));
        QVERIFY(close(normalProbability(normalQuantile(0.3)), 0.3, 1e-15));
        QVERIFY(close(twoSidedPValue(-1.959963984540054), 0.05, 1e-15));
    }
};

QTEST_GUILESS_MAIN(TstRateIntervals)
#include "tst_rate_intervals.moc"
