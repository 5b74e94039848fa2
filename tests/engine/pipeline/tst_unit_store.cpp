#include "tests/support/memory_store.h"
#include "tests/support/untimed.h"

#include "engine/core/rng.h"
#include "engine/io/samples.h"
#include "engine/pipeline/run.h"
#include "engine/pipeline/unit_cache.h"

#include <QtTest/QtTest>

#include <functional>

using namespace evenhand;
using test::MemoryStore;
using test::untimedBytes;

namespace {

using Change = std::function<void(Study&)>;

Dataset simulated(std::size_t rows = 500, int groups = 2)
{
    SimulationSpec spec;
    spec.rows = rows;
    spec.groups = groups;
    return simulateTable(spec).value();
}

/// The model as it comes and repaired at three strengths, two repeats.
Study smallStudy()
{
    Study study = simulatedStudy();
    study.split.repeats = 2;
    study.runs[1].method.params["strength"] = {0.0, 0.5, 1.0};
    return study;
}

/// Units of smallStudy(): per repeat the base model, its calibration scores, and four runs.
constexpr std::size_t kAllUnits = 2 * 6;

Study withMethod(const char* id, ParamGrid params)
{
    Study study = smallStudy();
    study.runs = {{{"logistic", {}}, {}}, {{"logistic", {}}, {id, std::move(params)}}};
    return study;
}

Study searchedStudy()
{
    Study study = smallStudy();
    RunSpec run {{"logistic", {{"C", {0.01, 1.0}}}}, {"wasserstein_barycenter", {{"strength", {0.0, 1.0}}}},
        SelectionSpec {}};
    run.selection->folds = 3;
    study.runs = {run};
    return study;
}

std::shared_ptr<const Report> runWith(const Study& study, const Dataset& data, UnitStore* store,
    int threads = 2, const std::string& program = "test")
{
    return run(study, data, RunContext {{}, nullptr, threads}, RunOptions {store, program, {}, nullptr})
        .value();
}

} // namespace

class TstUnitStore : public QObject {
    Q_OBJECT
private slots:
    void reportsFromTheStoreHaveTheSameBits_data()
    {
        QTest::addColumn<Study>("study");
        QTest::newRow("barycenter") << smallStudy();
        QTest::newRow("constraint") << withMethod("ferm", {{"epsilon", {0.0, 0.5, 1.0}}});
        QTest::newRow("pre-processing") << withMethod("ferm_preprocessing", {});
        QTest::newRow("representation")
            << withMethod("fair_representation", {{"strength", {0.0, 10.0}}, {"epochs", {4.0}}});
        QTest::newRow("search") << searchedStudy();
        Study single = smallStudy();
        single.split.repeats = 1; // intervals from resampled rows
        QTest::newRow("one split") << single;
        Study ownRows = smallStudy();
        ownRows.split.calibrationFraction = 0.2;
        QTest::newRow("calibration rows of their own") << ownRows;
        Study folds = smallStudy();
        folds.split.kind = SplitKind::KFold;
        folds.split.folds = 3;
        QTest::newRow("folds") << folds;
        Study regression = smallStudy();
        regression.roles.task = Task::Regression;
        regression.roles.target = "merit_score";
        regression.roles.favourable.clear();
        regression.roles.exclude = {"hired"};
        regression.errorMetric.clear();
        for (RunSpec& run : regression.runs)
            run.learner = {"ridge", {}};
        QTest::newRow("regression") << regression;
    }
    void reportsFromTheStoreHaveTheSameBits()
    {
        QFETCH(Study, study);
        const Dataset data = simulated();
        const Result<std::shared_ptr<const Report>> plain = run(study, data, RunContext {{}, nullptr, 2});
        QVERIFY2(plain.has_value(), plain.has_error() ? plain.error().english().c_str() : "");
        const std::string expected = untimedBytes(**plain);
        MemoryStore store;
        QVERIFY(untimedBytes(*runWith(study, data, &store)) == expected);
        QVERIFY(store.takeKept() > 0);
        QVERIFY(untimedBytes(*runWith(study, data, &store, 1)) == expected);
        QCOMPARE(store.takeKept(), std::size_t {0});
    }
    void theBaselineSharesItsScoresAlsoWhenTheyAreFound()
    {
        MemoryStore store;
        const Dataset data = simulated();
        static_cast<void>(runWith(smallStudy(), data, &store));
        const auto report = runWith(smallStudy(), data, &store);
        QCOMPARE(report->runs[0].scores[0]->data(), report->baseScores[0][0]->base.data());
    }
    void anEditComputesOnlyWhatIsNew_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<std::size_t>("computed");
        const auto row = [](const char* name, std::size_t computed, Change change) {
            QTest::newRow(name) << std::move(change) << computed;
        };
        row("nothing", 0, [](Study&) {});
        row("another strength", 2, [](Study& s) {
            s.runs[1].method.params["strength"] = {0.0, 0.25, 0.5, 1.0};
        });
        row("fewer strengths", 0, [](Study& s) { s.runs[1].method.params["strength"] = {1.0}; });
        row("no baseline", 0, [](Study& s) { s.runs.erase(s.runs.begin()); });
        row("another order", 0, [](Study& s) { std::swap(s.runs[0], s.runs[1]); });
        row("axes", 0, [](Study& s) {
            s.errorMetric.clear();
            s.unfairnessMetric = "demographic_parity_difference";
        });
        row("audit", 0, [](Study& s) { s.audit.seed = 9; });
        row("file", 0, [](Study& s) {
            s.dataPath = "elsewhere.csv";
            s.dataSha256 = "0";
        });
        row("predictions", 0, [](Study& s) { s.predictions = true; });
        row("more repeats", kAllUnits / 2, [](Study& s) { s.split.repeats = 3; });
        // The method is neither fitted along nor scored: no calibration scores are asked for.
        row("another learner setting", 2 * 2, [](Study& s) {
            s.runs.push_back({{"logistic", {{"C", {2.0}}}}, {}});
        });
        row("a method beside", 2 * 1, [](Study& s) {
            s.runs.push_back({s.runs[0].learner, {"ferm_preprocessing", {}}});
        });
        // Intervals of a single split come from its rows: runs are measured anew, models stay.
        row("one split", 4, [](Study& s) { s.split.repeats = 1; });
        // Everything else determines every number.
        row("seed", kAllUnits, [](Study& s) { s.split.seed = 2; });
        row("test share", kAllUnits, [](Study& s) { s.split.testFraction = 0.4; });
        row("calibration folds", kAllUnits, [](Study& s) { s.split.calibrationFolds = 4; });
        row("in-sample calibration", kAllUnits,
            [](Study& s) { s.split.calibration = Calibration::InSample; });
        row("encoding", kAllUnits, [](Study& s) { s.encoding.standardise = false; });
        row("intercept", kAllUnits, [](Study& s) { s.encoding.intercept = false; });
        row("sensitive as feature", kAllUnits, [](Study& s) { s.roles.sensitiveAsFeature = true; });
        row("exclude", kAllUnits, [](Study& s) { s.roles.exclude.emplace_back("referral"); });
        row("favourable", kAllUnits, [](Study& s) { s.roles.favourable = "no"; });
        row("learner setting", kAllUnits, [](Study& s) {
            for (RunSpec& run : s.runs)
                run.learner.params["C"] = {0.5};
        });
        row("estimator", 2 * 3,
            [](Study& s) { s.runs[1].method.params["estimator"] = {std::string("exact")}; });
    }
    void anEditComputesOnlyWhatIsNew()
    {
        QFETCH(Change, change);
        QFETCH(std::size_t, computed);
        const Dataset data = simulated();
        MemoryStore store;
        static_cast<void>(runWith(smallStudy(), data, &store));
        QCOMPARE(store.takeKept(), kAllUnits);
        Study edited = smallStudy();
        change(edited);
        const std::string expected = untimedBytes(*run(edited, data, RunContext {{}, nullptr, 2}).value());
        QVERIFY(untimedBytes(*runWith(edited, data, &store)) == expected);
        QCOMPARE(store.takeKept(), computed);
    }
    void anotherTableOrProgramIsAnotherResult()
    {
        MemoryStore store;
        const Study study = smallStudy();
        const Dataset data = simulated();
        static_cast<void>(runWith(study, data, &store));
        store.takeKept();
        static_cast<void>(runWith(study, data, &store, 2, "another build"));
        QCOMPARE(store.takeKept(), kAllUnits);
        // One cell, by the smallest amount.
        std::vector<Column> columns = data.table->columns();
        bool isChanged = false;
        for (Column& column : columns)
            if (auto* const numbers = std::get_if<NumericColumn>(&column.data); numbers && !isChanged) {
                numbers->values[7] = std::nextafter(numbers->values[7], 1e9);
                isChanged = true;
            }
        QVERIFY(isChanged);
        Dataset changed = data;
        changed.table = Table::create(std::move(columns)).value();
        static_cast<void>(runWith(study, changed, &store));
        QCOMPARE(store.takeKept(), kAllUnits);
    }
    void aMethodAddedLaterTrainsNoBaseModelAgain()
    {
        MemoryStore store;
        const Dataset data = simulated();
        Study study = smallStudy();
        study.runs.resize(1);
        static_cast<void>(runWith(study, data, &store));
        QCOMPARE(store.takeKept(), std::size_t {2 * 2}); // base model and its evaluation
        static_cast<void>(runWith(smallStudy(), data, &store));
        QCOMPARE(store.takeKept(), std::size_t {2 * (1 + 3)}); // calibration scores and three strengths
    }
    void searchesShareTheirFolds()
    {
        MemoryStore store;
        const Dataset data = simulated();
        static_cast<void>(runWith(searchedStudy(), data, &store));
        store.takeKept();
        // How a configuration is chosen of the folds' outcomes is no reason to train them again.
        Study other = searchedStudy();
        other.runs[0].selection->keep = 0.5;
        other.runs[0].selection->kind = SelectionKind::BestError;
        const std::string expected = untimedBytes(*run(other, data, RunContext {{}, nullptr, 2}).value());
        QVERIFY(untimedBytes(*runWith(other, data, &store)) == expected);
        const std::size_t atMost = 2 * 2 * 4; // models of other choices, calibrated and measured
        QVERIFY2(store.takeKept() <= atMost, "folds were trained again");
    }
    void independentSettingsGiveTheSameBitsAlone()
    {
        const Dataset data = simulated(800, 3);
        for (const MethodInfo& info : methods()) {
            if (!settingsAreIndependent(&info))
                continue;
            const auto strength = std::ranges::find_if(info.params, &ParamSpec::isStrength);
            QVERIFY(strength != info.params.end());
            const double low = strength->minimum;
            const double high = std::min(strength->maximum, strength->pathMaximum);
            const std::vector<ParamValue> path {low, low + 0.37 * (high - low), high};
            const std::string parameter(strength->id);
            const std::string id(info.id);
            const auto together = runWith(withMethod(id.c_str(), {{parameter, path}}), data, nullptr);
            for (std::size_t i = 0; i < path.size(); ++i) {
                const auto alone = runWith(withMethod(id.c_str(), {{parameter, {path[i]}}}), data, nullptr);
                for (std::size_t repeat = 0; repeat < 2; ++repeat)
                    QVERIFY2(
                        *together->runs[1 + i].scores[repeat] == *alone->runs[1].scores[repeat], id.c_str());
            }
        }
    }
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


QTEST_GUILESS_MAIN(TstUnitStore)
#include "tst_unit_store.moc"
