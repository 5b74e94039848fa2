#include "engine/transport/sorted_groups.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>

using namespace evenhand;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

} // namespace

class TstSortedGroups : public QObject {
    Q_OBJECT
private slots:
    void sortsEachGroupAndCountsShares()
    {
        const std::vector<double> scores {3.0, 1.0, 2.0, 9.0};
        const std::vector<std::int32_t> group {0, 0, 2, 0};
        const SortedGroups sorted = SortedGroups::create(scores, group, {}, 3).value();
        const std::vector<double> first(sorted.sample(0).values.begin(), sorted.sample(0).values.end());
        QCOMPARE(first, (std::vector<double> {1.0, 3.0, 9.0}));
        QCOMPARE(sorted.share(0), 0.75);
        QCOMPARE(sorted.share(1), 0.0);
        QCOMPARE(sorted.present(), (std::vector<std::size_t> {0, 2}));
    }
    void forgetsEqualWeightsAndKeepsOthers()
    {
        const std::vector<double> scores {3.0, 1.0, 2.0};
        const std::vector<std::int32_t> group {0, 0, 1};
        const std::vector<double> equal {0.1, 0.1, 0.1};
        const std::vector<double> unequal {1.0, 2.0, 3.0};
        QVERIFY(!SortedGroups::create(scores, group, equal, 2).value().isWeighted());
        const SortedGroups weighted = SortedGroups::create(scores, group, unequal, 2).value();
        QCOMPARE(weighted.sample(0).cumulative[0], 2.0);
        QCOMPARE(weighted.sample(0).cumulative[1], 3.0);
        QCOMPARE(weighted.share(1), 0.5);
    }
    void turnsNegativeZeroPositive()
    {
        const std::vector<double> scores {-0.0, 0.0};
        const std::vector<std::int32_t> group {0, 0};
        const SortedGroups sorted = SortedGroups::create(scores, group, {}, 1).value();
        QVERIFY(!std::signbit(sorted.sample(0).values[0]));
    }
    void saysHowManyScoresAreNotFinite()
    {
        const std::vector<double> scores {1.0, kNan, kInfinity, -kInfinity, kNan};
        const std::vector<std::int32_t> group(5, 0);
        const Error error = SortedGroups::create(scores, group, {}, 1).error();
        QCOMPARE(error.code, ErrorCode::InvalidData);
        QCOMPARE(error.what.english(), std::string("4 of 5 scores are not finite: 2 NaN, 2 infinite"));
    }
    void refusesBadInput_data()
    {
        QTest::addColumn<std::vector<std::int32_t>>("group");
        QTest::addColumn<std::vector<double>>("weight");
        using Codes = std::vector<std::int32_t>;
        using Numbers = std::vector<double>;
        QTest::newRow("group too large") << Codes {0, 2} << Numbers {};
        QTest::newRow("group negative") << Codes {0, -1} << Numbers {};
        QTest::newRow("too few groups") << Codes {0} << Numbers {};
        QTest::newRow("too few weights") << Codes {0, 1} << Numbers {1.0};
        QTest::newRow("weight zero") << Codes {0, 1} << Numbers {1.0, 0.0};
        QTest::newRow("weight negative") << Codes {0, 1} << Numbers {1.0, -1.0};
        QTest::newRow("weight NaN") << Codes {0, 1} << Numbers {kNan, 1.0};
        QTest::newRow("weight infinite") << Codes {0, 1} << Numbers {kInfinity, 1.0};
    }
    void refusesBadInput()
    {
        QFETCH(std::vector<std::int32_t>, group);
        QFETCH(std::vector<double>, weight);
        const std::vector<double> scores {1.0, 2.0};
        QVERIFY(SortedGroups::create(scores, group, weight, 2).has_error());
    }
    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        const std::vector<double> scores {1.0};
        const std::vector<std::int32_t> group {0};
        const auto sorted
            = SortedGroups::create(scores, group, {}, 1, RunContext(stop.get_token(), nullptr, 1));
        QCOMPARE(sorted.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstSortedGroups)
#include "tst_sorted_groups.moc"
