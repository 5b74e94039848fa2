#include "engine/core/parallel.h"
#include "engine/core/rng.h"

#include <QtTest/QtTest>

#include <numeric>

using namespace evenhand;

class TstCore : public QObject {
    Q_OBJECT
private slots:
    void philoxGivesThePublishedNumbers()
    {
        // Known answers that come with Random123: philox4x32-10 for all zeros and for all ones.
        const auto zeros = Rng::block(0, 0, 0);
        QCOMPARE(zeros[0], 0x6627e8d5U);
        QCOMPARE(zeros[1], 0xe169c58dU);
        QCOMPARE(zeros[2], 0xbc57ac4cU);
        QCOMPARE(zeros[3], 0x9b00dbd8U);
        const auto ones = Rng::block(~0ULL, ~0ULL, ~0ULL);
        QCOMPARE(ones[0], 0x408f276dU);
        QCOMPARE(ones[1], 0x41c83b0eU);
        QCOMPARE(ones[2], 0xa20bc7c6U);
        QCOMPARE(ones[3], 0x6d5451fdU);
    }
    void uniformAndNormalHaveTheirMoments()
    {
        Rng rng(3);
        double sum = 0;
        double normalSum = 0;
        double normalSquares = 0;
        constexpr int kDraws = 200'000;
        for (int i = 0; i < kDraws; ++i) {
            const double u = rng.uniform();
            QVERIFY(u >= 0.0 && u < 1.0);
            sum += u;
            const double z = rng.normal();
            normalSum += z;
            normalSquares += z * z;
        }
        QVERIFY(std::abs(sum / kDraws - 0.5) < 4 * std::sqrt(1.0 / 12 / kDraws));
        QVERIFY(std::abs(normalSum / kDraws) < 4 / std::sqrt(kDraws));
        QVERIFY(std::abs(normalSquares / kDraws - 1) < 4 * std::sqrt(2.0 / kDraws));
    }
    void belowIsUniform()
    {
        Rng rng(5);
        std::array<int, 7> counts {};
        for (int i = 0; i < 70'000; ++i)
            ++counts[rng.below(7)];
        double chiSquare = 0;
        for (const int count : counts)
            chiSquare += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
        QVERIFY2(chiSquare < 22.5, "chi-square with 6 degrees of freedom, p = 0.001");
    }
    void shuffleIsAPermutationAndRepeats()
    {
        std::vector<int> a(100);
        std::iota(a.begin(), a.end(), 0);
        std::vector<int> b = a;
        Rng(9, 1).shuffle(std::span(a));
        Rng(9, 1).shuffle(std::span(b));
        QCOMPARE(a, b);
        std::vector<int> sorted = a;
        std::ranges::sort(sorted);
        QVERIFY(sorted != a);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(sorted[static_cast<std::size_t>(i)], i);
    }
    void parallelForVisitsEveryIndexOnce()
    {
        std::vector<std::atomic<int>> visits(1000);
        const auto done = parallelFor(1000, RunContext {{}, nullptr, 8}, [&](std::size_t i) -> Result<void> {
            ++visits[i];
            return kOk;
        });
        QVERIFY(done.has_value());
        QVERIFY(std::ranges::all_of(visits, [](const auto& count) { return count == 1; }));
    }
    void parallelForReportsAFailureAndPassesExceptionsOn()
    {
        const RunContext ctx {{}, nullptr, 4};
        const auto failed = parallelFor(100, ctx, [](std::size_t i) -> Result<void> {
            if (i == 17)
                return invalidData(text("index %1", i));
            return kOk;
        });
        QCOMPARE(failed.error().what.english(), std::string("index 17"));
        QVERIFY_EXCEPTION_THROWN(
            (void)parallelFor(10, ctx, [](std::size_t) -> Result<void> { throw std::runtime_error("bug"); }),
            std::runtime_error);
    }
    void slicesOfProgressNest()
    {
        Progress progress;
        const RunContext ctx {{}, &progress, 1};
        QVERIFY(ctx.slice(0.5, 1.0).slice(0.0, 0.5).checkpoint(0.5).has_value());
        QCOMPARE(progress.fraction(), 0.625);
    }
};

QTEST_GUILESS_MAIN(TstCore)
#include "tst_core.moc"
