#include "engine/data/split.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

#include <numeric>
#include <set>

using namespace evenhand;
using namespace evenhand::test;

namespace {

using Rows = std::vector<Eigen::Index>;

/// Strata of the given sizes, one after another, on the rows 10, 12, 14, …
struct Strata {
    Rows rows;
    std::vector<std::int32_t> stratum;
};

Strata strata(const std::vector<int>& sizes)
{
    Strata made;
    for (std::size_t s = 0; s < sizes.size(); ++s)
        for (int i = 0; i < sizes[s]; ++i) {
            made.rows.push_back(static_cast<Eigen::Index>(10 + 2 * made.rows.size()));
            made.stratum.push_back(static_cast<std::int32_t>(s));
        }
    return made;
}

const std::shared_ptr<const Table> kNoTable = table({});

double countOf(const Strata& s, const Rows& part, std::int32_t stratum)
{
    double n = 0.0;
    for (const Eigen::Index row : part)
        n += s.stratum[static_cast<std::size_t>((row - 10) / 2)] == stratum ? 1.0 : 0.0;
    return n;
}

Rows together(const Split& split)
{
    Rows all = split.train;
    all.insert(all.end(), split.calibrate.begin(), split.calibrate.end());
    all.insert(all.end(), split.test.begin(), split.test.end());
    std::ranges::sort(all);
    return all;
}

} // namespace

/// All splits at once, as the tests want them.
static Result<std::vector<Split>> makeSplits(const SplitSpec& spec, const Table& table,
    const std::vector<Eigen::Index>& rows, const std::vector<std::int32_t>& stratum)
{
    EH_TRY(const Splitter splitter, Splitter::create(spec, table, rows, stratum));
    std::vector<Split> splits;
    for (std::size_t repeat = 0; repeat < splitter.count(); ++repeat) {
        EH_TRY(Split split, splitter.split(repeat));
        splits.push_back(std::move(split));
    }
    return splits;
}

class TstSplit : public QObject {
    Q_OBJECT
private slots:
    void coversEveryRowOnceInAscendingLists()
    {
        const Strata s = strata({13, 7, 40, 2, 1});
        SplitSpec spec;
        spec.calibrationFraction = 0.2;
        const auto splits = makeSplits(spec, *kNoTable, s.rows, s.stratum).value();
        QCOMPARE(splits.size(), std::size_t {10});
        for (const Split& split : splits) {
            QCOMPARE(together(split), s.rows);
            QVERIFY(std::ranges::is_sorted(split.train) && std::ranges::is_sorted(split.calibrate)
                && std::ranges::is_sorted(split.test));
        }
    }
    void givesEveryStratumItsShareToWithinOneRow()
    {
        const std::vector<int> sizes {13, 7, 40, 2, 3, 5, 101};
        const Strata s = strata(sizes);
        SplitSpec spec;
        spec.calibrationFraction = 0.25;
        for (const Split& split : makeSplits(spec, *kNoTable, s.rows, s.stratum).value())
            for (std::size_t each = 0; each < sizes.size(); ++each) {
                const auto stratum = static_cast<std::int32_t>(each);
                QVERIFY(std::abs(countOf(s, split.test, stratum) - 0.3 * sizes[each]) < 1.0);
                QVERIFY(std::abs(countOf(s, split.calibrate, stratum) - 0.25 * sizes[each]) < 1.0);
                QVERIFY(std::abs(countOf(s, split.train, stratum) - 0.45 * sizes[each]) < 1.0);
            }
    }
    void keepsTheShareOfTheWholeWithManySmallStrata()
    {
        const Strata s = strata(std::vector<int>(500, 2));
        const auto splits = makeSplits({}, *kNoTable, s.rows, s.stratum).value();
        for (const Split& split : splits)
            QVERIFY(std::abs(static_cast<double>(split.test.size()) - 300.0) <= 1.0);
    }
    void sendsASingleRowToTraining()
    {
        const Strata s = strata({1, 30, 1});
        for (const SplitKind kind : {SplitKind::Holdout, SplitKind::KFold}) {
            SplitSpec spec;
            spec.kind = kind;
            for (const Split& split : makeSplits(spec, *kNoTable, s.rows, s.stratum).value()) {
                QCOMPARE(countOf(s, split.train, 0), 1.0);
                QCOMPARE(countOf(s, split.train, 2), 1.0);
            }
        }
    }
    void dependsOnTheSeedAlone()
    {
        const Strata s = strata({50, 50});
        SplitSpec spec;
        const auto first = makeSplits(spec, *kNoTable, s.rows, s.stratum).value();
        const auto again = makeSplits(spec, *kNoTable, s.rows, s.stratum).value();
        spec.seed = 2;
        const auto other = makeSplits(spec, *kNoTable, s.rows, s.stratum).value();
        QCOMPARE(first[0].test, again[0].test);
        QCOMPARE(first[9].test, again[9].test);
        QVERIFY(first[0].test != first[1].test);
        QVERIFY(first[0].test != other[0].test);
    }
    void doesNotDependOnTheNumbersOfTheStrata()
    {
        const Strata s = strata({20, 31, 9});
        std::vector<std::int32_t> renumbered;
        for (const std::int32_t each : s.stratum)
            renumbered.push_back(7 - 3 * each);
        QCOMPARE(makeSplits({}, *kNoTable, s.rows, s.stratum).value()[3].test,
            makeSplits({}, *kNoTable, s.rows, renumbered).value()[3].test);
    }
    void extendingTheRepeatsKeepsTheFirstOnes()
    {
        const Strata s = strata({20, 31});
        SplitSpec spec;
        spec.repeats = 3;
        const auto few = makeSplits(spec, *kNoTable, s.rows, s.stratum).value();
        spec.repeats = 30;
        const auto many = makeSplits(spec, *kNoTable, s.rows, s.stratum).value();
        QCOMPARE(few[2].test, many[2].test);
    }
    void testsEveryRowInExactlyOneFold()
    {
        const Strata s = strata({13, 8, 22});
        SplitSpec spec;
        spec.kind = SplitKind::KFold;
        spec.folds = 4;
        spec.calibrationFraction = 0.1;
        const auto splits = makeSplits(spec, *kNoTable, s.rows, s.stratum).value();
        QCOMPARE(splits.size(), std::size_t {4});
        Rows tested;
        for (const Split& split : splits) {
            QCOMPARE(together(split), s.rows);
            QVERIFY(!split.calibrate.empty());
            tested.insert(tested.end(), split.test.begin(), split.test.end());
        }
        std::ranges::sort(tested);
        QCOMPARE(tested, s.rows);
    }
    void dealsFoldsEvenlyInsideEveryStratum()
    {
        const Strata s = strata({13, 8, 22, 1, 1, 1});
        const auto fold = stratifiedFolds(s.stratum, 5, 1);
        std::map<std::pair<int, int>, int> count;
        std::vector<int> size(5, 0);
        for (std::size_t i = 0; i < fold.size(); ++i) {
            ++count[{s.stratum[i], fold[i]}];
            ++size[static_cast<std::size_t>(fold[i])];
        }
        const std::vector<int> sizes {13, 8, 22, 1, 1, 1};
        for (const auto& [key, n] : count)
            QVERIFY(std::abs(n - sizes[static_cast<std::size_t>(key.first)] / 5.0) < 1.0);
        QVERIFY(std::ranges::max(size) - std::ranges::min(size) <= 1);
    }
    void readsTheSplitFromAColumn()
    {
        const auto t = table({levels("part", "a b c - a"), numbers("fold", {1, 2, 3, 1, 1})});
        SplitSpec spec;
        spec.kind = SplitKind::Column;
        spec.column = "part";
        spec.trainValues = {"a"};
        spec.testValues = {"b", "c"};
        const std::vector<std::int32_t> one(5, 0);
        const auto split = makeSplits(spec, *t, {0, 1, 2, 3, 4}, one).value();
        QCOMPARE(split.size(), std::size_t {1});
        QCOMPARE(split[0].train, (Rows {0, 4}));
        QCOMPARE(split[0].test, (Rows {1, 2}));

        spec.column = "fold";
        spec.trainValues = {"1.0"};
        spec.calibrateValues = {"3"};
        spec.testValues = {"2"};
        const auto numeric = makeSplits(spec, *t, {0, 1, 2, 3, 4}, one).value();
        QCOMPARE(numeric[0].train, (Rows {0, 3, 4}));
        QCOMPARE(numeric[0].calibrate, (Rows {2}));
    }
    void rejectsWhatCannotBeSplit_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<int>("code");
        const int argument = static_cast<int>(ErrorCode::InvalidArgument);
        QTest::newRow("test fraction 0") << 0 << argument;
        QTest::newRow("test fraction 1") << 1 << argument;
        QTest::newRow("fractions add up to 1") << 2 << argument;
        QTest::newRow("negative calibration") << 3 << argument;
        QTest::newRow("NaN") << 4 << argument;
        QTest::newRow("one fold") << 5 << argument;
        QTest::newRow("unknown column") << 6 << argument;
        QTest::newRow("value that does not occur") << 7 << argument;
        QTest::newRow("value listed twice") << 8 << argument;
        QTest::newRow("no repeats") << 9 << argument;
        QTest::newRow("one row") << 10 << static_cast<int>(ErrorCode::InvalidData);
    }
    void rejectsWhatCannotBeSplit()
    {
        QFETCH(int, what);
        QFETCH(int, code);
        const auto t = table({levels("part", "a b a b")});
        SplitSpec spec;
        spec.column = "part";
        spec.trainValues = {"a"};
        spec.testValues = {"b"};
        spec.testFraction = what == 0 ? 0.0 : what == 1 ? 1.0 : what == 4 ? kMissing : 0.5;
        spec.calibrationFraction = what == 2 ? 0.5 : what == 3 ? -0.1 : 0.0;
        spec.kind = what == 5        ? SplitKind::KFold
            : what >= 6 && what <= 8 ? SplitKind::Column
                                     : SplitKind::Holdout;
        spec.folds = 1;
        spec.repeats = what == 9 ? 0 : 1;
        if (what == 6)
            spec.column = "nowhere";
        if (what == 7)
            spec.testValues = {"c"};
        if (what == 8)
            spec.testValues = {"a"};
        const Rows rows = what == 10 ? Rows {0} : Rows {0, 1, 2, 3};
        const auto splits = makeSplits(spec, *t, rows, std::vector<std::int32_t>(rows.size(), 0));
        QVERIFY(splits.has_error());
        QCOMPARE(static_cast<int>(splits.error().code), code);
    }
};

QTEST_GUILESS_MAIN(TstSplit)
#include "tst_split.moc"
