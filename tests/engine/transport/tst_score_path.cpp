#include "engine/core/rng.h"
#include "engine/transport/barycenter_map.h"
#include "engine/transport/distances.h"
#include "engine/transport/relaxation.h"
#include "engine/transport/score_path.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace evenhand;

namespace {

struct Rows {
    std::vector<double> base, repaired, weight;
    std::vector<std::int32_t> group;
    std::size_t groups = 0;

    [[nodiscard]] ScorePath path() const
    {
        return ScorePath::create(base, repaired, group, weight, groups).value();
    }
    [[nodiscard]] std::vector<double> at(double t) const
    {
        std::vector<double> mixed(base.size());
        relax(base, repaired, t, mixed);
        return mixed;
    }
    /// The scores of one group at strength t, found the slow way.
    [[nodiscard]] SortedGroups sorted(double t) const
    {
        return SortedGroups::create(at(t), group, weight, groups).value();
    }
};

Rows drawn(std::size_t n, std::size_t groups, bool isWeighted, bool hasTies, std::uint64_t seed)
{
    Rng rng(seed);
    Rows rows;
    rows.groups = groups;
    for (std::size_t i = 0; i < n; ++i) {
        const auto g = static_cast<std::int32_t>(rng.below(groups));
        const double score = hasTies ? static_cast<double>(rng.below(12)) : rng.normal() + 0.7 * g;
        rows.base.push_back(score);
        rows.group.push_back(g);
        if (isWeighted)
            rows.weight.push_back(static_cast<double>(1 + rng.below(3)));
    }
    rows.repaired.resize(n);
    const BarycenterMap map
        = BarycenterMap::fit(rows.base, rows.group, rows.weight, groups, BarycenterEstimator::Smooth).value();
    (void)map.apply({rows.base, rows.group, {}, 0}, rows.repaired).value();
    return rows;
}

void addKinds()
{
    QTest::addColumn<bool>("isWeighted");
    QTest::addColumn<bool>("hasTies");
    QTest::newRow("plain") << false << false;
    QTest::newRow("with ties") << false << true;
    QTest::newRow("weighted") << true << false;
    QTest::newRow("weighted with ties") << true << true;
}

constexpr double kStrengths[] {0.0, 0.1, 0.5, 0.9, 1.0};

} // namespace

class TstScorePath : public QObject {
    Q_OBJECT
private slots:
    void ksEqualsTheMergeOfSortedSamples_data() { addKinds(); }
    void ksEqualsTheMergeOfSortedSamples()
    {
        QFETCH(bool, isWeighted);
        QFETCH(bool, hasTies);
        for (std::uint64_t seed = 0; seed < 12; ++seed) {
            const Rows rows = drawn(seed < 6 ? 60 : 5000, 2 + seed % 3, isWeighted, hasTies, seed);
            const ScorePath path = rows.path();
            for (const double t : kStrengths) {
                const KsMarker marker = path.ks(t);
                const SortedGroups sorted = rows.sorted(t);
                QCOMPARE(marker.distance, ksDistance(sorted).value().value);
                QCOMPARE(marker.ecdfA, ecdf(sorted.sample(marker.groupA), marker.at));
                QCOMPARE(marker.ecdfB, ecdf(sorted.sample(marker.groupB), marker.at));
                QVERIFY(std::abs(std::abs(marker.ecdfA - marker.ecdfB) - marker.distance) < 1e-14);
            }
        }
    }
    void ecdfQuantileAndSelectionRateAgreeWithSortedSamples_data() { addKinds(); }
    void ecdfQuantileAndSelectionRateAgreeWithSortedSamples()
    {
        QFETCH(bool, isWeighted);
        QFETCH(bool, hasTies);
        const Rows rows = drawn(400, 3, isWeighted, hasTies, 99);
        const ScorePath path = rows.path();
        for (const double t : kStrengths) {
            const SortedGroups sorted = rows.sorted(t);
            for (std::size_t g = 0; g < 3; ++g) {
                const SortedSample sample = sorted.sample(g);
                for (int k = 0; k <= 50; ++k) {
                    const double x = sample.values[static_cast<std::size_t>(k) * (sample.size() - 1) / 50];
                    QCOMPARE(path.ecdf(g, x, t), ecdf(sample, x));
                    QCOMPARE(path.quantile(g, k / 50.0, t), quantile(sample, k / 50.0));
                    const double below = sample.weightOf(countBelow(sample, x)) / sample.total();
                    QVERIFY(std::abs(path.selectionRate(g, x, t) - (1.0 - below)) < 1e-15);
                }
            }
        }
    }
    void histogramCountsEveryRowOnceAndClosesTheLastBin()
    {
        const Rows rows = drawn(1000, 2, false, true, 4);
        const ScorePath path = rows.path();
        const std::vector<double> edges {0.0, 2.0, 5.0, 11.0};
        const std::vector<double> shares = path.histogram(0, edges, 0.0);
        QCOMPARE(shares.size(), std::size_t {3});
        QVERIFY(std::abs(shares[0] + shares[1] + shares[2] - 1.0) < 1e-12);
        const SortedGroups sorted = rows.sorted(0.0);
        QCOMPARE(shares[0], ecdf(sorted.sample(0), 1.0));
    }
    void densityIsTheSumOfKernels_data() { addKinds(); }
    void densityIsTheSumOfKernels()
    {
        QFETCH(bool, isWeighted);
        QFETCH(bool, hasTies);
        const Rows rows = drawn(300, 2, isWeighted, hasTies, 8);
        const ScorePath path = rows.path();
        const double h = 0.4;
        const std::vector<double> density = path.density(0, -4.0, 6.0, 101, h, 0.3);
        const SortedGroups sorted = rows.sorted(0.3);
        const SortedSample sample = sorted.sample(0);
        for (std::size_t k = 0; k < density.size(); ++k) {
            const double x = -4.0 + 0.1 * static_cast<double>(k);
            double expected = 0.0;
            for (std::size_t i = 0; i < sample.size(); ++i) {
                const double z = (x - sample.values[i]) / h;
                expected += (sample.weightOf(i + 1) - sample.weightOf(i)) * std::exp(-0.5 * z * z);
            }
            expected /= h * std::sqrt(2.0 * std::numbers::pi) * sample.total();
            // A row is at most a sixteenth of the bandwidth from the middle of its bin.
            QVERIFY(std::abs(density[k] - expected) < (hasTies ? 0.03 : 0.004));
        }
    }
    void densityIntegratesToOneForAnyBandwidth()
    {
        const Rows rows = drawn(2000, 2, false, false, 21);
        const ScorePath path = rows.path();
        for (const double h : {0.02, 0.2, 2.0}) {
            const std::vector<double> density = path.density(1, -20.0, 22.0, 8401, h, 0.5);
            double sum = 0.0;
            for (const double value : density)
                sum += value * 0.005;
            QVERIFY(std::abs(sum - 1.0) < 1e-3);
        }
    }
    void barycenterQuantileAveragesTheGroups()
    {
        const Rows rows = drawn(500, 3, false, false, 2);
        const ScorePath path = rows.path();
        double expected = 0.0;
        for (std::size_t g = 0; g < 3; ++g)
            expected += path.share(g) * path.quantile(g, 0.3, 0.0);
        QCOMPARE(path.barycenterQuantile(0.3, 0.0), expected);
    }
    void bandwidthIsPositiveEvenForAConstant()
    {
        const std::vector<double> scores {2.0, 2.0, 2.0, 0.0, 0.0};
        const std::vector<std::int32_t> group {0, 0, 0, 1, 1};
        const ScorePath path = ScorePath::create(scores, scores, group, {}, 2).value();
        QVERIFY(path.bandwidth(0) > 0.0);
        QVERIFY(path.bandwidth(1) > 0.0);
        const double top = path.density(0, 1.0, 3.0, 201, path.bandwidth(0), 0.5)[100];
        QVERIFY(std::isfinite(top) && top > 1.0);
    }
    void aGroupWithoutRowsHasNoDensityAndNoDistance()
    {
        const std::vector<double> scores {1.0, 2.0};
        const std::vector<std::int32_t> group {1, 1};
        const ScorePath path = ScorePath::create(scores, scores, group, {}, 3).value();
        QCOMPARE(path.count(0), std::size_t {0});
        QCOMPARE(path.density(0, 0.0, 1.0, 4, 1.0, 0.5), std::vector<double>(4, 0.0));
        QCOMPARE(path.ks(0.5).distance, 0.0);
        QCOMPARE(path.barycenterQuantile(1.0, 0.5), 2.0);
    }
    void oneExtremeScoreDoesNoHarm()
    {
        Rows rows = drawn(500, 2, false, false, 3);
        rows.base[0] = rows.repaired[0] = 1e12;
        const ScorePath path = rows.path();
        QCOMPARE(path.ks(0.5).distance, ksDistance(rows.sorted(0.5)).value().value);
        QCOMPARE(path.density(0, -3.0, 1e12, 64, path.bandwidth(0), 0.5).size(), std::size_t {64});
    }
    void refusesWhatIsNotMonotone()
    {
        const std::vector<double> base {1.0, 2.0, 3.0};
        const std::vector<double> repaired {1.0, 3.0, 2.0};
        const std::vector<std::int32_t> one {0, 0, 0};
        QCOMPARE(ScorePath::create(base, repaired, one, {}, 1).error().code, ErrorCode::InvalidData);
        const std::vector<double> infinite {1.0, 2.0, std::numeric_limits<double>::infinity()};
        QCOMPARE(ScorePath::create(base, infinite, one, {}, 1).error().code, ErrorCode::InvalidData);
        QCOMPARE(ScorePath::create(base, {}, one, {}, 1).error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstScorePath)
#include "tst_score_path.moc"
