#include "engine/core/rng.h"
#include "engine/transport/distances.h"

#include "golden_table.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>

using namespace evenhand;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// |F_a - F_b| at every value by counting, for comparison.
double ksByCounting(const std::vector<double>& a, const std::vector<double>& b)
{
    double best = 0.0;
    const auto share = [](const std::vector<double>& values, double x) {
        return static_cast<double>(std::count_if(values.begin(), values.end(), [&](double v) {
            return v <= x;
        })) / static_cast<double>(values.size());
    };
    for (const auto* const values : {&a, &b}) {
        for (const double x : *values)
            best = std::max(best, std::abs(share(a, x) - share(b, x)));
    }
    return best;
}

std::vector<double> drawn(Rng& rng, std::size_t n, bool withTies)
{
    std::vector<double> values(n);
    for (double& value : values)
        value = withTies ? static_cast<double>(rng.below(6)) : rng.normal();
    std::sort(values.begin(), values.end());
    return values;
}

void checkDistances(const std::vector<double>& scores, const std::vector<std::int32_t>& group,
    const test::GoldenTable& metrics, std::size_t row)
{
    const auto near = [&](double found, const char* column) {
        QVERIFY2(std::abs(found - metrics.numbers(column)[row]) <= 1e-12, column);
    };
    near(ksDistance(scores, group, {}, 2).value().value, "ks_exact");
    near(wasserstein1(scores, group, {}, 2).value().value, "w1");
    near(wasserstein2(scores, group, {}, 2).value().value, "w2");
    near(barycenterUnfairness(scores, group, {}, 2).value(), "U_bary");
}

} // namespace

class TstDistances : public QObject {
    Q_OBJECT
private slots:
    void agreesWithTheReferenceOnCrime()
    {
        const test::GoldenTable table("barycenter/crime_authors_test.csv");
        const test::GoldenTable metrics("barycenter/crime_authors_metrics.csv");
        const std::vector<std::string>& methods = metrics.texts("method");
        QVERIFY(methods.size() == 11);
        for (std::size_t row = 0; row < methods.size(); ++row)
            checkDistances(table.numbers(methods[row]), table.codes("group"), metrics, row);
    }
    void agreesWithTheReferenceOnLaw()
    {
        const test::GoldenTable table("barycenter/law_test.csv");
        const test::GoldenTable metrics("barycenter/law_metrics.csv");
        const std::vector<std::string>& methods = metrics.texts("method");
        const std::vector<std::int32_t> race = table.codes("race");
        std::vector<std::int32_t> cells = table.codes("male");
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i] += 2 * race[i];
        QVERIFY(methods.size() == 26);
        for (std::size_t row = 0; row < methods.size(); ++row) {
            const std::vector<double> scores = table.numbers(methods[row]);
            const auto check = [&](const std::string& name, const std::vector<std::int32_t>& group) {
                const double ks = ksDistance(scores, group, {}, 32).value().value;
                const double unfairness = barycenterUnfairness(scores, group, {}, 32).value();
                QVERIFY2(std::abs(ks - metrics.numbers("ks_" + name)[row]) <= 1e-12, name.c_str());
                QVERIFY2(std::abs(unfairness - metrics.numbers("U_" + name)[row]) <= 1e-12, name.c_str());
            };
            check("white", table.codes("white"));
            check("race8", race);
            check("male", table.codes("male"));
            check("cells16", cells);
        }
    }
    void ksCountsEveryTie()
    {
        Rng rng(1);
        for (int round = 0; round < 200; ++round) {
            const std::vector<double> a = drawn(rng, 1 + rng.below(40), round % 2 == 0);
            const std::vector<double> b = drawn(rng, 1 + rng.below(40), round % 2 == 0);
            const KsPoint point = ksPoint({a, {}}, {b, {}});
            QVERIFY(std::abs(point.distance - ksByCounting(a, b)) <= 1e-15);
            QVERIFY(std::abs(point.distance - std::abs(ecdf({a, {}}, point.at) - ecdf({b, {}}, point.at)))
                <= 1e-15);
            QCOMPARE(point.ecdfA, ecdf({a, {}}, point.at));
        }
    }
    void equalSamplesAreAtDistanceZero()
    {
        const std::vector<double> a {1.0, 1.0, 2.0};
        const std::vector<double> twice {1.0, 1.0, 1.0, 1.0, 2.0, 2.0};
        QCOMPARE(ksDistance({a, {}}, {twice, {}}), 0.0);
        QCOMPARE(wasserstein1({a, {}}, {twice, {}}), 0.0);
        QCOMPARE(squaredWasserstein2({a, {}}, {twice, {}}), 0.0);
    }
    void aShiftIsItsOwnWassersteinDistance()
    {
        const std::vector<double> a {0.0, 1.0, 2.0, 3.0, 4.0};
        const std::vector<double> shifted {2.5, 3.5, 4.5, 5.5, 6.5};
        QCOMPARE(wasserstein1({a, {}}, {shifted, {}}), 2.5);
        QCOMPARE(squaredWasserstein2({a, {}}, {shifted, {}}), 6.25);
    }
    void wholeWeightsEqualRepetition()
    {
        Rng rng(5);
        for (int round = 0; round < 50; ++round) {
            std::vector<double> scores, weight, longScores;
            std::vector<std::int32_t> group, longGroup;
            for (int i = 0; i < 60; ++i) {
                const double score = round % 2 == 0 ? rng.normal() : static_cast<double>(rng.below(9));
                const auto code = static_cast<std::int32_t>(i % 3);
                const auto times = 1 + rng.below(4);
                scores.push_back(score);
                group.push_back(code);
                weight.push_back(static_cast<double>(times));
                longScores.insert(longScores.end(), times, score);
                longGroup.insert(longGroup.end(), times, code);
            }
            const auto near = [](const auto& a, const auto& b) { QVERIFY(std::abs(a - b) <= 1e-12); };
            near(ksDistance(scores, group, weight, 3).value().value,
                ksDistance(longScores, longGroup, {}, 3).value().value);
            near(wasserstein1(scores, group, weight, 3).value().value,
                wasserstein1(longScores, longGroup, {}, 3).value().value);
            near(wasserstein2(scores, group, weight, 3).value().value,
                wasserstein2(longScores, longGroup, {}, 3).value().value);
            near(barycenterUnfairness(scores, group, weight, 3).value(),
                barycenterUnfairness(longScores, longGroup, {}, 3).value());
        }
    }
    void namesTheFurthestGroupsAndLeavesEmptyOnesOut()
    {
        const std::vector<double> scores {0.0, 1.0, 0.5, 1.5, 9.0, 10.0};
        const std::vector<std::int32_t> group {1, 1, 2, 2, 4, 4};
        const GroupDistance found = wasserstein1(scores, group, {}, 6).value();
        QCOMPARE(found.value, 9.0);
        QCOMPARE(found.groupA, std::size_t {1});
        QCOMPARE(found.groupB, std::size_t {4});
    }
    void oneGroupHasNoDistance()
    {
        const std::vector<double> scores {0.0, 1.0};
        const std::vector<std::int32_t> group {1, 1};
        QCOMPARE(ksDistance(scores, group, {}, 3).error().code, ErrorCode::NoAnswer);
        QCOMPARE(barycenterUnfairness(scores, group, {}, 3).error().code, ErrorCode::NoAnswer);
    }
    void noiseFloorHasTheConstantOfTheBrownianBridge()
    {
        QVERIFY(std::abs(ksNoiseFloor(1.0, kInfinity, kInfinity, kInfinity) - 0.8687) < 5e-5);
        QCOMPARE(ksNoiseFloor(4.0, 4.0, 4.0, 4.0), ksNoiseFloor(1.0, kInfinity, kInfinity, kInfinity));
    }
};

QTEST_GUILESS_MAIN(TstDistances)
#include "tst_distances.moc"
