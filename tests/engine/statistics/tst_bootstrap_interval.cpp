#include "engine/io/json.h"
#include "engine/statistics/bootstrap_interval.h"
#include "engine/statistics/resampling.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <array>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>

using namespace evenhand;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Cells of a group in this order.
constexpr std::array<const char*, 4> kCells {"tp", "fn", "fp", "tn"};

double rate(std::string_view metric, std::span<const double> cells)
{
    const double rows = cells[0] + cells[1] + cells[2] + cells[3];
    if (metric == "selection_rate")
        return (cells[0] + cells[2]) / rows;
    if (metric == "accuracy_score")
        return (cells[0] + cells[3]) / rows;
    return cells[0] / (cells[0] + cells[1]);
}

std::vector<double> squaresOfUniform(std::size_t n)
{
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i)
        values[i] = std::pow((static_cast<double>((i * 7919) % n) + 0.5) / static_cast<double>(n), 2);
    return values;
}

} // namespace

class TstBootstrapInterval : public QObject {
    Q_OBJECT
private slots:
    void percentilesAgreeWithFairlearnsBootstrap()
    {
        std::ifstream file(test::golden("statistics/bootstrap.json"));
        const std::string content {std::istreambuf_iterator<char>(file), {}};
        const auto golden = parseJson(content, "bootstrap.json").value();
        std::vector<double> counts;
        for (const char* const group : {"A", "B"})
            for (const char* const cell : kCells)
                counts.push_back(golden.at("counts").at(group).at(cell).to_number<double>());
        constexpr double kTolerance = 0.02; // two Monte-Carlo quantiles of 2,000 and of 20,000 replicates
        for (const char* const metric : {"selection_rate", "true_positive_rate", "accuracy_score"}) {
            std::vector<double> a(20'000);
            std::vector<double> b(a.size());
            std::vector<double> difference(a.size());
            const auto body = [&](std::size_t r, std::span<const double> drawn) {
                a[r] = rate(metric, drawn.first(4));
                b[r] = rate(metric, drawn.last(4));
                difference[r] = std::abs(a[r] - b[r]);
            };
            QVERIFY(forEachResample(counts, a.size(), 42, {}, body).has_value());
            const auto isNear = [&](const std::vector<double>& replicates, const auto& expected) {
                const Interval found = *percentileInterval(replicates);
                return std::abs(found.low - expected(0)) < kTolerance
                    && std::abs(found.high - expected(2)) < kTolerance;
            };
            const auto ofGroup = [&](const char* group) {
                return [&golden, metric, group](std::size_t q) {
                    return golden.at("by_group").at(q).at(metric).at(group).to_number<double>();
                };
            };
            QVERIFY(isNear(a, ofGroup("A")));
            QVERIFY(isNear(b, ofGroup("B")));
            QVERIFY(isNear(difference,
                [&](std::size_t q) { return golden.at("difference").at(q).at(metric).to_number<double>(); }));
        }
    }
    void percentilesInterpolate()
    {
        std::vector<double> values(101);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<double>((i * 37) % 101);
        const Interval found = *percentileInterval(values, 0.95);
        QVERIFY(std::abs(found.low - 2.5) < 1e-12 && std::abs(found.high - 97.5) < 1e-12);
    }
    void undefinedReplicatesAreLeftOutUntilTheyAreMost()
    {
        const std::vector<double> half {1.0, kNan, 1.0, kNan};
        QCOMPARE(*percentileInterval(half), (Interval {1.0, 1.0}));
        const std::vector<double> most {1.0, kNan, kNan, 1.0, kNan};
        QVERIFY(!percentileInterval(most));
        QVERIFY(!bcaInterval(1.0, most, {}, {}));
        QVERIFY(!percentileInterval({}));
    }
    void bcaIsThePercentileIntervalWithoutBiasAndSkewness()
    {
        std::vector<double> values(2001);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<double>(i);
        const std::vector<double> jackknife {1.0, 2.0, 3.0};
        const std::vector<double> multiplicities {4.0, 7.0, 4.0};
        const Interval bca = *bcaInterval(1000.0, values, jackknife, multiplicities);
        const Interval percentile = *percentileInterval(values);
        QVERIFY(std::abs(bca.low - percentile.low) < 1e-9 && std::abs(bca.high - percentile.high) < 1e-9);
    }
    void bcaFollowsEfronsFormula()
    {
        const std::vector<double> values = squaresOfUniform(4001);
        const std::vector<double> jackknife {0.30, 0.32, 0.40};
        const std::vector<double> multiplicities {10.0, 5.0, 1.0};
        const Interval found = *bcaInterval(0.3, values, jackknife, multiplicities);
        // scipy.stats.norm and the formula by hand: mean 0.3125; a = Σ c·l³ / (6·(Σ c·l²)^1.5)
        const std::array<double, 3> influence {0.0125, -0.0075, -0.0875};
        double squares = 0.0;
        double cubes = 0.0;
        for (std::size_t i = 0; i < 3; ++i) {
            squares += multiplicities[i] * std::pow(influence[i], 2);
            cubes += multiplicities[i] * std::pow(influence[i], 3);
        }
        const double a = cubes / (6.0 * std::pow(squares, 1.5));
        const double share = std::sqrt(0.3); // of uniform numbers whose square is below 0.3
        const auto phi = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); };
        double z0 = 0.0;
        for (double step = 1.0; step > 1e-12; step *= 0.5)
            z0 += phi(z0) < share ? step : -step;
        const auto end = [&](double z) { return std::pow(phi(z0 + (z0 + z) / (1.0 - a * (z0 + z))), 2); };
        QVERIFY(std::abs(found.low - end(-1.959963984540054)) < 1e-3);
        QVERIFY(std::abs(found.high - end(1.959963984540054)) < 1e-3);
    }
    void bcaSurvivesAnEstimateOutsideTheReplicates()
    {
        const std::vector<double> values = squaresOfUniform(1000);
        const std::vector<double> none;
        const Interval found = *bcaInterval(5.0, values, none, none);
        QVERIFY(found.low <= found.high && found.high <= 1.0 && found.low > 0.5);
        const std::vector<double> constant(50, 0.25);
        QCOMPARE(*bcaInterval(0.25, constant, constant, constant), (Interval {0.25, 0.25}));
    }
};

QTEST_GUILESS_MAIN(TstBootstrapInterval)
#include "tst_bootstrap_interval.moc"
