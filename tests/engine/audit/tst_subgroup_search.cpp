#include "engine/statistics/significance.h"
#include "tests/engine/audit/subgroup_data.h"

#include <QtTest/QtTest>

#include <chrono>
#include <thread>

using namespace evenhand;
using namespace evenhand::test;

namespace {

constexpr std::size_t kRows = 50'000;

double valueAt(const Table& table, std::size_t column, std::size_t row)
{
    return table.columns()[column].numeric()->values[row];
}
bool hasLevel(const Table& table, std::size_t column, std::size_t row, std::int32_t level)
{
    return table.columns()[column].categorical()->codes[row] == level;
}

/// kind8 = c (10 %) and 40 < number3 ≤ 60 (20 %): 2 % of the rows.
bool isInPair(const Table& table, std::size_t row)
{
    return hasLevel(table, 8, row, 2) && valueAt(table, 3, row) > 40.0 && valueAt(table, 3, row) <= 60.0;
}
/// kind0 = b (50 %), kind6 = d (20 %) and 20 < number1 ≤ 40 (20 %): 2 % of the rows.
bool isInTriple(const Table& table, std::size_t row)
{
    return hasLevel(table, 0, row, 1) && hasLevel(table, 6, row, 3) && valueAt(table, 1, row) > 20.0
        && valueAt(table, 1, row) <= 40.0;
}

std::vector<std::string> columnsOf(const SubgroupReport& report, std::size_t place)
{
    std::vector<std::string> names;
    for (const SubgroupCondition& condition : report.found.at(place).conditions)
        names.push_back(report.columns[condition.column]);
    return names;
}

double bestQ(const SubgroupReport& report)
{
    double best = 1.0;
    for (const Subgroup& subgroup : report.found)
        best = std::min(best, subgroup.q);
    return best;
}

bool isSame(const SubgroupReport& a, const SubgroupReport& b)
{
    return std::ranges::equal(a.found, b.found, [](const Subgroup& s, const Subgroup& t) {
        return s.name() == t.name() && s.rate == t.rate && s.shrunkenGap == t.shrunkenGap && s.p == t.p
            && s.q == t.q && s.gapLow == t.gapLow && s.weight == t.weight;
    }) && a.tested == b.tested;
}

/// Two columns of two levels each, 25 rows per cell repeated @p times; hits by cell.
std::vector<CodedColumn> smallColumns(std::size_t n)
{
    CodedColumn a {"a", {"x", "y"}, {}, false, {}};
    CodedColumn b {"b", {"u", "v"}, {}, false, {}};
    for (std::size_t row = 0; row < n; ++row) {
        a.codes.push_back(static_cast<std::int32_t>(row % 2));
        b.codes.push_back(static_cast<std::int32_t>(row / 2 % 2));
    }
    return {a, b};
}

} // namespace

class TstSubgroupSearch : public QObject {
    Q_OBJECT
private slots:
    void aPlantedSubgroupIsRankedFirst_data()
    {
        QTest::addColumn<int>("conditions");
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 5; ++seed) {
            QTest::addRow("two conditions, seed %d", seed) << 2 << seed;
            QTest::addRow("three conditions, seed %d", seed) << 3 << seed;
        }
    }
    void aPlantedSubgroupIsRankedFirst()
    {
        QFETCH(const int, conditions);
        QFETCH(const int, seed);
        const auto table = mixedTable(kRows, 10, static_cast<std::uint64_t>(seed));
        const auto begin = std::chrono::steady_clock::now();
        const CodedColumns coded = codedColumns(*table, RunContext({}, nullptr, 2));
        const auto isPlanted = conditions == 2 ? isInPair : isInTriple;
        const std::vector<double> hit = hitsOf(kRows, static_cast<std::uint64_t>(seed),
            [&](std::size_t row) { return isPlanted(*table, row) ? 0.35 : 0.2; });
        const SubgroupReport report
            = findSubgroups(coded.columns, hit, {}, {}, RunContext({}, nullptr, 2)).value();
        const double seconds
            = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        const Subgroup& first = report.found.front();
        qInfo("%zu tested in %.2f s; %s: %.3f against %.3f, shrunken gap %.3f, q %.2g", report.tested,
            seconds, first.name().c_str(), first.rate, first.restRate, first.shrunkenGap, first.q);
        const std::vector<std::string> expected = conditions == 2
            ? std::vector<std::string> {"number3", "kind8"}
            : std::vector<std::string> {"kind0", "number1", "kind6"};
        QCOMPARE(columnsOf(report, 0), expected);
        const std::vector<std::size_t> members = rowsOf(first, coded.columns);
        QCOMPARE(static_cast<double>(members.size()), first.rows);
        const auto planted
            = std::ranges::count_if(members, [&](std::size_t row) { return isPlanted(*table, row); });
        // The quantiles of the sample lie within 1 of the ends of the planted range.
        QVERIFY(static_cast<double>(planted) > 0.9 * first.rows);
        QVERIFY(first.rows > 800.0 && first.rows < 1200.0);
        QVERIFY(first.q < 1e-6);
        QVERIFY(first.gapLow > 0.05 && first.gapHigh < 0.25);
        QVERIFY(seconds < 20.0); // < 2 s where nobody else computes; sanitizers and busy machines are slower
    }
    void permutedLabelsSeldomGiveAnything()
    {
        constexpr int kRuns = 200;
        const auto table = mixedTable(5000, 8, 7);
        const CodedColumns coded = codedColumns(*table);
        std::vector<double> hit = hitsOf(5000, 7, [](std::size_t) { return 0.2; });
        Rng rng(11);
        int reported = 0;
        const auto begin = std::chrono::steady_clock::now();
        for (int run = 0; run < kRuns; ++run) {
            rng.shuffle(std::span(hit));
            const SubgroupReport report
                = findSubgroups(coded.columns, hit, {}, {}, RunContext({}, nullptr, 2)).value();
            reported += bestQ(report) < 0.05 ? 1 : 0;
        }
        qInfo("%d of %d permutations report something; %.1f s", reported, kRuns,
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
        QVERIFY(reported <= kRuns / 20);
    }
    void twoPlantedSubgroupsAreBothListedFirst()
    {
        const auto table = mixedTable(kRows, 10, 3);
        const CodedColumns coded = codedColumns(*table);
        const std::vector<double> hit = hitsOf(kRows, 3, [&](std::size_t row) {
            return isInPair(*table, row) ? 0.4 : isInTriple(*table, row) ? 0.02 : 0.2;
        });
        const SubgroupReport report = findSubgroups(coded.columns, hit, {}, {}, {}).value();
        QCOMPARE(columnsOf(report, 0), (std::vector<std::string> {"number3", "kind8"}));
        QCOMPARE(columnsOf(report, 1), (std::vector<std::string> {"kind0", "number1", "kind6"}));
        QVERIFY(report.found[1].gap < 0.0);
        QVERIFY(report.found[1].q < 1e-6);
    }
    void noListHasASubgroupAndItsComplement()
    {
        const auto table = mixedTable(20'000, 10, 2);
        const CodedColumns coded = codedColumns(*table);
        const std::vector<double> hit
            = hitsOf(20'000, 2, [&](std::size_t row) { return isInPair(*table, row) ? 0.5 : 0.2; });
        const SubgroupReport report = findSubgroups(coded.columns, hit, {}, {}, {}).value();
        for (std::size_t i = 0; i < report.found.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                if (report.found[i].rows + report.found[j].rows != 20'000.0)
                    continue;
                const std::vector<std::size_t> a = rowsOf(report.found[i], coded.columns);
                const std::vector<std::size_t> b = rowsOf(report.found[j], coded.columns);
                std::vector<std::size_t> both;
                std::ranges::set_intersection(a, b, std::back_inserter(both));
                QVERIFY(!both.empty());
            }
    }
    void aWorseChildStaysBesideItsParent()
    {
        const auto table = mixedTable(20'000, 4, 5);
        const CodedColumns coded = codedColumns(*table);
        const std::vector<double> hit = hitsOf(20'000, 5, [&](std::size_t row) {
            return !hasLevel(*table, 0, row, 0) ? 0.2 : hasLevel(*table, 2, row, 1) ? 0.8 : 0.4;
        });
        const SubgroupReport report = findSubgroups(coded.columns, hit, {}, {}, {}).value();
        QCOMPARE(report.found[0].name(), std::string("kind0 = a, kind2 = b"));
        QVERIFY(std::ranges::any_of(report.found,
            [](const Subgroup& s) { return s.name() == "kind0 = a" || s.name() == "kind0 = b"; }));
    }
    void complementsAndChildrenWithTheSameRateAreNotListed()
    {
        const std::vector<CodedColumn> columns = smallColumns(4000);
        const std::vector<double> hit
            = hitsOf(4000, 1, [&](std::size_t row) { return columns[0].codes[row] == 0 ? 0.6 : 0.2; });
        const SubgroupReport report = findSubgroups(columns, hit, {}, {}, {}).value();
        QCOMPARE(report.tested, std::size_t {8});
        QCOMPARE(report.found[0].conditions.size(), std::size_t {1});
        QCOMPARE(report.found[0].conditions[0].column, std::size_t {0});
        for (std::size_t i = 1; i < report.found.size(); ++i)
            QVERIFY(report.found[i].q > 0.05);
    }
    void numbersOfASubgroupAreThoseOfItsRows()
    {
        const std::vector<CodedColumn> columns = smallColumns(400);
        std::vector<double> hit(400, 0.0);
        for (std::size_t row = 0; row < 400; row += 4) // a = x, b = u
            hit[row] = row < 240 ? 1.0 : 0.0;
        hit[1] = hit[2] = hit[3] = 1.0;
        const SubgroupReport report = findSubgroups(columns, hit, {}, {}, {}).value();
        const Subgroup& first = report.found[0];
        QCOMPARE(first.name(), std::string("a = x, b = u"));
        QCOMPARE(first.rows, 100.0);
        QCOMPARE(first.rate, 0.6);
        QCOMPARE(first.restRate, 0.01);
        QCOMPARE(first.gap, 0.59);
        QCOMPARE(first.p, fisherExactTest({60, 40, 3, 297}).pValue);
        QCOMPARE(first.q, first.p * static_cast<double>(report.tested));
        QVERIFY(first.low < 0.6 && first.high > 0.6);
    }
    void equalWeightsChangeNothing()
    {
        const auto table = mixedTable(3000, 6, 2);
        const CodedColumns coded = codedColumns(*table);
        const std::vector<double> hit
            = hitsOf(3000, 2, [&](std::size_t row) { return hasLevel(*table, 0, row, 0) ? 0.5 : 0.3; });
        const std::vector<double> twos(3000, 2.0);
        const SubgroupReport plain = findSubgroups(coded.columns, hit, {}, {}, {}).value();
        const SubgroupReport weighted = findSubgroups(coded.columns, hit, twos, {}, {}).value();
        QCOMPARE(weighted.found.size(), plain.found.size());
        for (std::size_t i = 0; i < plain.found.size(); ++i) {
            QCOMPARE(weighted.found[i].name(), plain.found[i].name());
            QCOMPARE(weighted.found[i].rate, plain.found[i].rate);
            QCOMPARE(weighted.found[i].q, plain.found[i].q);
            QCOMPARE(weighted.found[i].weight, 2.0 * plain.found[i].weight);
        }
    }
    void weightsEnterTheRateAndTheInterval()
    {
        const std::vector<CodedColumn> columns = smallColumns(400);
        std::vector<double> hit(400, 0.0);
        std::vector<double> weight(400, 1.0);
        for (std::size_t row = 0; row < 400; row += 4) {
            hit[row] = row % 8 == 0 ? 1.0 : 0.0;
            weight[row] = row % 8 == 0 ? 3.0 : 1.0;
        }
        const Subgroup weighted = findSubgroups(columns, hit, weight, {}, {}).value().found[0];
        const Subgroup plain = findSubgroups(columns, hit, {}, {}, {}).value().found[0];
        QCOMPARE(weighted.name(), std::string("a = x, b = u"));
        QCOMPARE(weighted.rate, 0.75);
        QCOMPARE(weighted.weight, 200.0);
        QCOMPARE(plain.rate, 0.5);
        QVERIFY(weighted.p > fisherExactTest({75, 25, 0, 300}).pValue); // 80 effective rows, not 100
    }
    void threadsDoNotChangeTheResult()
    {
        const auto table = mixedTable(4000, 8, 4);
        const CodedColumns coded = codedColumns(*table);
        const std::vector<double> hit
            = hitsOf(4000, 4, [&](std::size_t row) { return hasLevel(*table, 0, row, 0) ? 0.35 : 0.3; });
        std::vector<double> weight(4000);
        Rng rng(5);
        for (double& w : weight)
            w = 0.1 + rng.uniform();
        const auto search = [&](int threads) {
            return findSubgroups(coded.columns, hit, weight, {}, RunContext({}, nullptr, threads)).value();
        };
        const SubgroupReport one = search(1);
        QVERIFY(!one.found.empty());
        QVERIFY(isSame(one, search(2)));
        QVERIFY(isSame(one, search(8)));
    }
    void stopsWithin200Milliseconds()
    {
        const auto table = mixedTable(400'000, 12, 1);
        const CodedColumns coded = codedColumns(*table);
        const std::vector<double> hit = hitsOf(400'000, 1, [](std::size_t) { return 0.2; });
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        const auto report
            = findSubgroups(coded.columns, hit, {}, {}, RunContext(stop.get_token(), nullptr, 2));
        const auto end = std::chrono::steady_clock::now();
        stopper.join();
        QVERIFY(report.has_error());
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(end - asked).count();
        qInfo("stopped after %lld ms", static_cast<long long>(ms));
        QVERIFY(ms < 200);
    }
    void aRateOfZeroOrOneHasNoSubgroups()
    {
        const std::vector<CodedColumn> columns = smallColumns(400);
        for (const double value : {0.0, 1.0}) {
            const SubgroupReport report
                = findSubgroups(columns, std::vector<double>(400, value), {}, {}, {}).value();
            QVERIFY(report.found.empty());
            QCOMPARE(report.overallRate, value);
            QCOMPARE(report.notes.size(), std::size_t {1});
        }
    }
    void oneLevelColumnsOfferNothing()
    {
        const CodedColumn column {"a", {"x"}, std::vector<std::int32_t>(400, 0), false, {}};
        std::vector<double> hit(400, 0.0);
        hit[0] = 1.0;
        const SubgroupReport report = findSubgroups(std::span(&column, 1), hit, {}, {}, {}).value();
        QVERIFY(report.found.empty());
        QCOMPARE(report.tested, std::size_t {0});
        QVERIFY(!report.notes.empty());
    }
    void smallSubgroupsAreNotTested()
    {
        const std::vector<CodedColumn> columns = smallColumns(100); // 50 rows per level, 25 per cell
        std::vector<double> hit(100, 0.0);
        hit[0] = 1.0;
        QCOMPARE(findSubgroups(columns, hit, {}, {}, {}).value().tested, std::size_t {4});
    }
    void tooManyCombinationsAreSearchedLessDeeply()
    {
        std::vector<CodedColumn> columns;
        for (int c = 0; c < 80; ++c) {
            columns.push_back(smallColumns(400)[static_cast<std::size_t>(c % 2)]);
            columns.back().levels.resize(8, "z");
        }
        std::vector<double> hit(400, 0.0);
        hit[0] = 1.0;
        const SubgroupReport report = findSubgroups(columns, hit, {}, {}, {}).value();
        QVERIFY(
            std::ranges::all_of(report.found, [](const Subgroup& s) { return s.conditions.size() <= 2; }));
        QVERIFY(report.notes.at(0).english().find("more than 2 conditions") != std::string::npos);
    }
    void badInputIsRefused()
    {
        const std::vector<CodedColumn> columns = smallColumns(400);
        const std::vector<double> hit(400, 1.0);
        const auto code = [&](std::span<const CodedColumn> c, const std::vector<double>& h,
                              const std::vector<double>& w, const SubgroupSearch& search) {
            const auto report = findSubgroups(c, h, w, search, {});
            return report.has_error() ? report.error().code : ErrorCode::Internal;
        };
        QCOMPARE(code(columns, {}, {}, {}), ErrorCode::InvalidData);
        QCOMPARE(code({}, hit, {}, {}), ErrorCode::InvalidArgument);
        QCOMPARE(code(columns, std::vector<double>(399, 1.0), {}, {}), ErrorCode::InvalidArgument);
        QCOMPARE(code(columns, std::vector<double>(400, 0.5), {}, {}), ErrorCode::InvalidArgument);
        QCOMPARE(code(columns, hit, std::vector<double>(400, 0.0), {}), ErrorCode::InvalidArgument);
        QCOMPARE(code(columns, hit, {1.0}, {}), ErrorCode::InvalidArgument);
        QCOMPARE(code(columns, hit, {}, {4, 50.0, 50, 0.95}), ErrorCode::InvalidArgument);
        QCOMPARE(code(columns, hit, {}, {3, 50.0, 50, 1.0}), ErrorCode::InvalidArgument);
    }
};

QTEST_APPLESS_MAIN(TstSubgroupSearch)
#include "tst_subgroup_search.moc"
