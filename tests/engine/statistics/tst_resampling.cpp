#include "engine/statistics/resampling.h"
#include "engine/statistics/sampling.h"
#include "engine/statistics/significance.h"

#include <QtTest/QtTest>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <chrono>
#include <map>
#include <numeric>

using namespace evenhand;

namespace {

constexpr double kRejectBelow = 1e-4; ///< of p-values under fixed seeds

/// p-value of Pearson's test that values come from a law; neighbouring values are pooled to ≥ 20 expected.
template <class Probability>
double goodnessOfFit(const std::map<std::uint64_t, double>& found, double draws, std::uint64_t least,
    std::uint64_t most, const Probability& probability)
{
    double statistic = 0.0;
    double cells = 0.0;
    double expected = 0.0;
    double seen = 0.0;
    double expectedSoFar = 0.0;
    for (std::uint64_t k = least; k <= most; ++k) {
        expected += draws * probability(k);
        if (const auto at = found.find(k); at != found.end())
            seen += at->second;
        const double left = draws - expectedSoFar - expected;
        if ((expected >= 20.0 && left >= 20.0) || k == most) {
            statistic += (seen - expected) * (seen - expected) / std::max(expected, 1e-300);
            expectedSoFar += expected;
            cells += 1.0;
            expected = seen = 0.0;
        }
    }
    return boost::math::gamma_q(0.5 * (cells - 1.0), 0.5 * statistic);
}

struct Moments {
    double mean = 0.0, variance = 0.0;
};

template <class Draw> Moments momentsOf(int draws, const Draw& draw)
{
    Moments moments;
    double sum = 0.0;
    double squares = 0.0;
    const double origin = draw();
    for (int i = 0; i < draws; ++i) {
        const double value = draw() - origin;
        sum += value;
        squares += value * value;
    }
    moments.mean = origin + sum / draws;
    moments.variance = (squares - sum * sum / draws) / (draws - 1);
    return moments;
}

const std::vector<double> kCounts {120, 30, 0, 47, 8, 1000, 0, 3};

std::vector<std::vector<double>> collect(int threads, bool permutes, std::uint64_t seed = 5)
{
    std::vector<std::vector<double>> all(300);
    const RunContext ctx({}, nullptr, threads);
    const ReplicateBody keep = [&](std::size_t replicate, std::span<const double> counts) {
        all[replicate].assign(counts.begin(), counts.end());
    };
    const Result<void> done = permutes ? forEachPermutation(kCounts, 4, all.size(), seed, ctx, keep)
                                       : forEachResample(kCounts, all.size(), seed, ctx, keep);
    return done.has_error() ? std::vector<std::vector<double>> {} : all;
}

} // namespace

class TstResampling : public QObject {
    Q_OBJECT
private slots:
    void binomialFitsItsLaw_data()
    {
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("p");
        for (const auto& [n, p] : std::vector<std::pair<int, double>> {{1, 0.3}, {7, 0.5}, {30, 0.2},
                 {20, 0.5}, {25, 0.4}, {40, 0.26}, {40, 0.74}, {100, 0.1}, {100, 0.97}, {1000, 0.004},
                 {1000, 0.5}, {20'000, 0.01}, {20'000, 0.7}})
            QTest::addRow("%d, %g", n, p) << n << p;
    }
    void binomialFitsItsLaw()
    {
        QFETCH(const int, n);
        QFETCH(const double, p);
        Rng rng(11, static_cast<std::uint64_t>(n));
        constexpr int kDraws = 400'000;
        std::map<std::uint64_t, double> found;
        for (int i = 0; i < kDraws; ++i)
            found[sampleBinomial(rng, static_cast<std::uint64_t>(n), p)] += 1.0;
        const boost::math::binomial law(n, p);
        const double fit = goodnessOfFit(found, kDraws, 0, static_cast<std::uint64_t>(n),
            [&](std::uint64_t k) { return boost::math::pdf(law, static_cast<double>(k)); });
        QVERIFY2(fit > kRejectBelow, qPrintable(QString::number(fit)));
    }
    void binomialOfABillionTrialsHasTheRightMoments()
    {
        for (const double p : {2e-8, 0.001, 0.5, 0.999}) {
            Rng rng(3);
            const Moments found = momentsOf(
                200'000, [&] { return static_cast<double>(sampleBinomial(rng, 1'000'000'000, p)); });
            const double variance = 1e9 * p * (1.0 - p);
            QVERIFY(std::abs(found.mean - 1e9 * p) < 4.5 * std::sqrt(variance / 200'000));
            QVERIFY(std::abs(found.variance / variance - 1.0)
                < 4.5 * std::sqrt((2.0 + 1.0 / variance) / 200'000));
        }
    }
    void binomialKnowsItsEdges()
    {
        Rng rng(1);
        QCOMPARE(sampleBinomial(rng, 0, 0.5), std::uint64_t {0});
        QCOMPARE(sampleBinomial(rng, 9, 0.0), std::uint64_t {0});
        QCOMPARE(sampleBinomial(rng, 9, 1.0), std::uint64_t {9});
    }
    void hypergeometricFitsItsLaw_data()
    {
        QTest::addColumn<int>("marked");
        QTest::addColumn<int>("unmarked");
        QTest::addColumn<int>("drawn");
        for (const auto& [m, u, d] : std::vector<std::array<int, 3>> {{3, 4, 5}, {10, 12, 11}, {12, 10, 11},
                 {40, 100, 30}, {100, 40, 30}, {40, 100, 120}, {100, 40, 120}, {5, 3000, 1500}, {3000, 5, 20},
                 {2000, 3000, 1000}, {30'000, 50'000, 40'000}, {50, 60, 4}, {50, 60, 105}})
            QTest::addRow("%d + %d, %d", m, u, d) << m << u << d;
    }
    void hypergeometricFitsItsLaw()
    {
        QFETCH(const int, marked);
        QFETCH(const int, unmarked);
        QFETCH(const int, drawn);
        Rng rng(21, static_cast<std::uint64_t>(marked + 2 * drawn));
        constexpr int kDraws = 300'000;
        std::map<std::uint64_t, double> found;
        for (int i = 0; i < kDraws; ++i)
            found[sampleHypergeometric(rng, static_cast<std::uint64_t>(marked),
                static_cast<std::uint64_t>(unmarked), static_cast<std::uint64_t>(drawn))]
                += 1.0;
        const auto logChoose = [](double n, double k) {
            return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
        };
        const auto probability = [&](std::uint64_t k) {
            return std::exp(logChoose(marked, static_cast<double>(k))
                + logChoose(unmarked, drawn - static_cast<double>(k)) - logChoose(marked + unmarked, drawn));
        };
        const auto least = static_cast<std::uint64_t>(std::max(0, drawn - unmarked));
        const auto most = static_cast<std::uint64_t>(std::min(drawn, marked));
        QVERIFY(found.begin()->first >= least && found.rbegin()->first <= most);
        const double fit = goodnessOfFit(found, kDraws, least, most, probability);
        QVERIFY2(fit > kRejectBelow, qPrintable(QString::number(fit)));
    }
    void hypergeometricOfABillionHasTheRightMoments()
    {
        Rng rng(5);
        constexpr double kMarked = 3e8;
        constexpr double kTotal = 1e9;
        constexpr double kDrawn = 6e8;
        const Moments found = momentsOf(200'000, [&] {
            return static_cast<double>(sampleHypergeometric(rng, 300'000'000, 700'000'000, 600'000'000));
        });
        const double mean = kDrawn * kMarked / kTotal;
        const double variance = mean * (1.0 - kMarked / kTotal) * (kTotal - kDrawn) / (kTotal - 1.0);
        QVERIFY(std::abs(found.mean - mean) < 4.5 * std::sqrt(variance / 200'000));
        QVERIFY(std::abs(found.variance / variance - 1.0) < 4.5 * std::sqrt(2.0 / 200'000));
    }
    void resamplesHaveTheMultinomialCovariance()
    {
        constexpr std::size_t kReplicates = 100'000;
        const double n = std::accumulate(kCounts.begin(), kCounts.end(), 0.0);
        std::vector<double> first(kReplicates);
        std::vector<double> second(kReplicates);
        std::vector<double> third(kReplicates);
        const auto body = [&](std::size_t r, std::span<const double> drawn) {
            first[r] = drawn[0];
            second[r] = drawn[3];
            third[r] = std::accumulate(drawn.begin(), drawn.end(), 0.0) + 1e6 * (drawn[2] + drawn[6]);
        };
        QVERIFY(forEachResample(kCounts, kReplicates, 9, RunContext({}, nullptr, 2), body).has_value());
        double meanA = 0.0;
        double meanB = 0.0;
        double product = 0.0;
        for (std::size_t r = 0; r < kReplicates; ++r) {
            QCOMPARE(third[r], n); // all rows, and none from empty cells
            meanA += first[r] / kReplicates;
            meanB += second[r] / kReplicates;
            product += (first[r] - 120.0) * (second[r] - 47.0) / kReplicates;
        }
        const double varianceA = 120.0 * (1.0 - 120.0 / n);
        const double varianceB = 47.0 * (1.0 - 47.0 / n);
        QVERIFY(std::abs(meanA - 120.0) < 4.5 * std::sqrt(varianceA / kReplicates));
        QVERIFY(std::abs(meanB - 47.0) < 4.5 * std::sqrt(varianceB / kReplicates));
        QVERIFY(std::abs(product + 120.0 * 47.0 / n) < 4.5 * std::sqrt(varianceA * varianceB / kReplicates));
    }
    void permutationsKeepBothMargins()
    {
        for (const std::vector<double>& drawn : collect(2, true)) {
            for (std::size_t kind = 0; kind < 4; ++kind)
                QCOMPARE(drawn[kind] + drawn[4 + kind], kCounts[kind] + kCounts[4 + kind]);
            QCOMPARE(drawn[0] + drawn[1] + drawn[2] + drawn[3], 197.0);
        }
    }
    void permutationTestAgreesWithFisher()
    {
        const TwoByTwo table {12, 28, 30, 30};
        const std::vector<double> counts {12, 28, 30, 30};
        constexpr std::size_t kReplicates = 200'000;
        std::vector<double> statistic(kReplicates);
        // Less probable tables are those with more distance from the mean: the law is nearly symmetric.
        const auto improbability = [](std::span<const double> t) {
            return std::lgamma(t[0] + 1) + std::lgamma(t[1] + 1) + std::lgamma(t[2] + 1)
                + std::lgamma(t[3] + 1);
        };
        const auto body = [&](std::size_t r, std::span<const double> t) { statistic[r] = improbability(t); };
        QVERIFY(forEachPermutation(counts, 2, kReplicates, 2, {}, body).has_value());
        const double p = permutationPValue(improbability(counts), statistic);
        const double exact = fisherExactTest(table).pValue;
        QVERIFY(std::abs(p - exact) < 4.5 * std::sqrt(exact * (1.0 - exact) / kReplicates));
    }
    void pValueCountsTheObservedAndLeavesUndefinedOut()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const std::vector<double> replicates {0.1, 0.3, nan, 0.2, 0.3 - 1e-16};
        QCOMPARE(permutationPValue(0.3, replicates), 3.0 / 5.0);
        QCOMPARE(permutationPValue(0.5, replicates), 1.0 / 5.0);
    }
    void replicatesHaveTheSameBitsForAnyNumberOfThreads()
    {
        for (const bool permutes : {false, true}) {
            const auto one = collect(1, permutes);
            QCOMPARE(one.size(), std::size_t {300});
            QCOMPARE(collect(2, permutes), one);
            QCOMPARE(collect(8, permutes), one);
            QVERIFY(collect(1, permutes, 6) != one);
        }
    }
    void badCountsAreRefused()
    {
        const auto nothing = [](std::size_t, std::span<const double>) {};
        for (const double bad : {-1.0, 0.5, std::numeric_limits<double>::quiet_NaN(),
                 std::numeric_limits<double>::infinity(), 1e17}) {
            const std::vector<double> counts {3.0, bad};
            QCOMPARE(forEachResample(counts, 5, 1, {}, nothing).error().code, ErrorCode::InvalidArgument);
            QCOMPARE(
                forEachPermutation(counts, 2, 5, 1, {}, nothing).error().code, ErrorCode::InvalidArgument);
        }
        QCOMPARE(forEachPermutation(kCounts, 3, 5, 1, {}, nothing).error().code, ErrorCode::InvalidArgument);
    }
    void emptyTablesAreNoError()
    {
        int calls = 0;
        const auto count = [&](std::size_t, std::span<const double>) { ++calls; };
        QVERIFY(forEachResample(std::vector<double> {}, 3, 1, {}, count).has_value());
        QVERIFY(forEachResample(std::vector<double> {0.0, 0.0}, 3, 1, {}, count).has_value());
        QCOMPARE(calls, 6);
    }
    void stopsWhenAsked()
    {
        std::stop_source stop;
        const RunContext ctx(stop.get_token(), nullptr, 2);
        std::atomic<int> calls {0};
        const auto body = [&](std::size_t, std::span<const double>) {
            if (++calls == 10)
                stop.request_stop();
        };
        QCOMPARE(forEachResample(kCounts, 100'000, 1, ctx, body).error().code, ErrorCode::Cancelled);
        QVERIFY(calls < 20);
        QCOMPARE(forEachPermutation(kCounts, 4, 100, 1, ctx, body).error().code, ErrorCode::Cancelled);
    }
    void tenMillionRowsTakeMilliseconds()
    {
        std::vector<double> counts(20);
        for (std::size_t cell = 0; cell < counts.size(); ++cell)
            counts[cell] = 500'000.0 + 1000.0 * static_cast<double>(cell);
        std::vector<double> kept(2000);
        const auto body = [&](std::size_t r, std::span<const double> drawn) { kept[r] = drawn[3]; };
        const auto began = std::chrono::steady_clock::now();
        QVERIFY(forEachResample(counts, kept.size(), 1, RunContext({}, nullptr, 2), body).has_value());
        const auto middle = std::chrono::steady_clock::now();
        QVERIFY(forEachPermutation(counts, 4, kept.size(), 1, RunContext({}, nullptr, 2), body).has_value());
        const auto end = std::chrono::steady_clock::now();
        const std::chrono::duration<double, std::milli> resampling = middle - began;
        const std::chrono::duration<double, std::milli> permuting = end - middle;
        qInfo("2,000 resamples %.1f ms, permutations %.1f ms", resampling.count(), permuting.count());
        QVERIFY(resampling.count() < 200.0); // 20 ms on a free machine
    }
};

QTEST_GUILESS_MAIN(TstResampling)
#include "tst_resampling.moc"
