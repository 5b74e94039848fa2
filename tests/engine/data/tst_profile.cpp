#include "engine/data/profile.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace evenhand;

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

ColumnProfile profileOf(Column column)
{
    std::vector<Column> columns;
    columns.push_back(std::move(column));
    return profileColumns(*Table::create(std::move(columns)).value(), {}).value().front();
}

} // namespace

class TestProfile : public QObject {
    Q_OBJECT

private slots:
    void describesNumbers()
    {
        const ColumnProfile profile
            = profileOf({"x", ColumnKind::Numeric, NumericColumn {{2, 4, kNothing, 4, 4, 5, 5, 7, 9}}});
        QCOMPARE(profile.rows, 9U);
        QCOMPARE(profile.missing, 1U);
        QCOMPARE(profile.distinct, 5U);
        QCOMPARE(*profile.minimum, 2.0);
        QCOMPARE(*profile.maximum, 9.0);
        QCOMPARE(*profile.mean, 5.0);
        QCOMPARE(*profile.standardDeviation, 2.0);
        QCOMPARE(profile.binEdges.size(), 6U);
        QCOMPARE(profile.binCounts, (std::vector<std::size_t> {1, 3, 2, 1, 1}));
    }

    void manyNumbersHaveTwentyBinsThatHoldAll()
    {
        NumericColumn numbers;
        for (int i = 0; i < 600000; ++i) // more than one sorted run
            numbers.values.push_back(static_cast<double>((i * 7919LL) % 600000));
        const ColumnProfile profile = profileOf({"x", ColumnKind::Numeric, numbers});
        QCOMPARE(profile.distinct, 600000U);
        QCOMPARE(profile.binEdges.size(), 21U);
        QCOMPARE(
            std::accumulate(profile.binCounts.begin(), profile.binCounts.end(), std::size_t {0}), 600000U);
        QCOMPARE(profile.binCounts.front(), 30000U);
    }

    void oneValueHasOneBin()
    {
        const ColumnProfile profile = profileOf({"x", ColumnKind::Constant, NumericColumn {{5, 5}}});
        QCOMPARE(profile.binCounts, std::vector<std::size_t> {2});
        QVERIFY(profile.binEdges.front() < 5 && profile.binEdges.back() > 5);
    }

    void nothingButMissingHasNoNumbers()
    {
        const ColumnProfile profile
            = profileOf({"x", ColumnKind::Constant, NumericColumn {{kNothing, kNothing}}});
        QCOMPARE(profile.missing, 2U);
        QVERIFY(!profile.mean && !profile.minimum);
        QVERIFY(profile.binCounts.empty());
    }

    void extremeNumbersStayFinite()
    {
        const double most = std::numeric_limits<double>::max();
        const ColumnProfile profile = profileOf({"x", ColumnKind::Numeric, NumericColumn {{most, -most, 0}}});
        QVERIFY(std::isfinite(*profile.mean));
        for (const double edge : profile.binEdges)
            QVERIFY(std::isfinite(edge));
    }

    void countsLevelsMostFrequentFirst()
    {
        const ColumnProfile profile = profileOf(
            {"x", ColumnKind::Categorical, CategoricalColumn {{0, 1, 1, -1, 2}, {"a", "b", "c", "unused"}}});
        QCOMPARE(profile.missing, 1U);
        QCOMPARE(profile.distinct, 3U);
        QCOMPARE(profile.topLevels.size(), 3U);
        QCOMPARE(profile.topLevels[0].first, std::string("b"));
        QCOMPARE(profile.topLevels[1].first, std::string("a"));
    }

    void countsTexts()
    {
        TextColumn texts;
        for (const std::string cell : {"one", "two", "one", ""}) {
            texts.bytes += cell;
            texts.ends.push_back(texts.bytes.size());
            texts.missing.push_back(cell.empty());
        }
        const ColumnProfile profile = profileOf({"x", ColumnKind::Text, texts});
        QCOMPARE(profile.distinct, 2U);
        QCOMPARE(profile.missing, 1U);
        QCOMPARE(profile.topLevels.front(), (std::pair<std::string, std::size_t> {"one", 2}));
    }
};

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
