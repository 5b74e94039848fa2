#include "tests/support/small_sweeps.h"
#include "tests/support/untimed.h"

#include "engine/core/rng.h"
#include "engine/pipeline/unit_content.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

/// Sweeps that do not go straight to their end.
class TstSweep : public QObject {
    Q_OBJECT
private slots:
    void damagedUnitsAreComputedAnew()
    {
        const Dataset data = simulated();
        for (const Study& study : {smallStudy(), searchedStudy(), withMethod("ferm", {})}) {
            MemoryStore store;
            const std::string expected = untimedBytes(*runWith(study, data, &store));
            std::size_t damaged = 0;
            for (auto& [key, bytes] : store.units) {
                if (damaged % 3 == 0)
                    bytes.resize(bytes.size() / 2);
                else if (damaged % 3 == 1)
                    bytes += 'x';
                else
                    bytes.clear();
                ++damaged;
            }
            store.takeKept();
            QVERIFY(untimedBytes(*runWith(study, data, &store)) == expected);
            QCOMPARE(store.takeKept(), damaged);
        }
    }
    void noBytesDoHarm()
    {
        MemoryStore store;
        const Dataset data = simulated(200);
        for (const Study& study :
            {searchedStudy(), withMethod("ferm", {}), withMethod("fair_representation", {{"epochs", {2.0}}})})
            static_cast<void>(runWith(study, data, &store));
        Rng rng(5, 1);
        const auto tryAll = [](const std::string& bytes) {
            static_cast<void>(unitFromBytes<BaseUnit>(bytes));
            static_cast<void>(unitFromBytes<CalibrationUnit>(bytes));
            static_cast<void>(unitFromBytes<MethodUnit>(bytes));
            static_cast<void>(unitFromBytes<FoldUnit>(bytes));
        };
        for (const auto& [key, whole] : store.units)
            for (int i = 0; i < 40; ++i) {
                std::string bytes = whole.substr(0, rng.below(whole.size() + 1));
                tryAll(bytes);
                bytes = whole;
                for (int flips = 0; flips < 3; ++flips)
                    bytes[rng.below(bytes.size())] ^= static_cast<char>(1U << rng.below(8));
                tryAll(bytes);
            }
    }
    void aStoppedSweepContinues()
    {
        MemoryStore store;
        const Dataset data = simulated();
        Study study = smallStudy();
        study.split.repeats = 12;
        const std::string expected = untimedBytes(*runWith(study, data, nullptr));
        std::stop_source stop;
        const auto cut = run(study, data, RunContext {stop.get_token(), nullptr, 1},
            RunOptions {&store, "test", {}, nullptr},
            [&](const std::shared_ptr<const Report>&) { stop.request_stop(); });
        QVERIFY(cut.has_value() && !(*cut)->complete);
        const std::size_t before = store.takeKept();
        QVERIFY(before >= 6 && before < 12 * 6);
        QVERIFY(untimedBytes(*runWith(study, data, &store)) == expected);
        QCOMPARE(before + store.takeKept(), std::size_t {12 * 6});
    }
    void shardsTogetherAreTheWhole_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {1, 2, 3, 5, 40})
            QTest::addRow("%d", count) << count;
    }
    void shardsTogetherAreTheWhole()
    {
        QFETCH(int, count);
        const Dataset data = simulated();
        Study study = smallStudy();
        study.split.repeats = 3;
        study.runs.push_back({{"logistic", {{"C", {0.1}}}}, {}});
        const std::string expected = untimedBytes(*runWith(study, data, nullptr));
        MemoryStore all;
        std::size_t units = 0;
        for (int i = 0; i < count; ++i) {
            MemoryStore own;
            const Shard shard {static_cast<std::size_t>(i), static_cast<std::size_t>(count)};
            const auto part
                = run(study, data, RunContext {{}, nullptr, 2}, RunOptions {&own, "test", shard, nullptr});
            QVERIFY(part.has_value());
            QCOMPARE((*part)->complete, count == 1);
            units += own.units.size();
            all.units.insert(own.units.begin(), own.units.end());
        }
        QCOMPARE(all.units.size(), units); // nothing was computed twice
        QVERIFY(untimedBytes(*runWith(study, data, &all)) == expected);
        QCOMPARE(all.takeKept(), std::size_t {0});
    }
    void saysHowFarItIs()
    {
        MemoryStore store;
        const Dataset data = simulated();
        SweepProgress progress;
        const RunOptions options {&store, "test", {}, &progress};
        QVERIFY(run(smallStudy(), data, RunContext {{}, nullptr, 2}, options).has_value());
        SweepProgress::State state = progress.state();
        QCOMPARE(state.runs.size(), std::size_t {4});
        for (const SweepProgress::Run& run : state.runs)
            QVERIFY(run.repeatsDone == 2 && run.repeats == 2);
        QVERIFY(state.repeatsDone == 2 && state.repeats == 2);
        QVERIFY(state.computed == 8 && state.fromCache == 0);
        QVERIFY(run(smallStudy(), data, RunContext {{}, nullptr, 2}, options).has_value());
        state = progress.state();
        QVERIFY(state.computed == 0 && state.fromCache == 8);
    }
};

QTEST_GUILESS_MAIN(TstSweep)
#include "tst_sweep.moc"
