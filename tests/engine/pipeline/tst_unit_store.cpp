#include "tests/support/small_sweeps.h"
#include "tests/support/untimed.h"

#include "engine/pipeline/setting_base.h"
#include "engine/pipeline/unit_cache.h"

#include <QtTest/QtTest>

#include <functional>

using namespace evenhand;
using namespace evenhand::test;

namespace {

using Change = std::function<void(Study&)>;

/// Three strengths with every value of the first choice; where networks are trained, three strengths alone.
ParamGrid gridOver(const MethodInfo& info)
{
    ParamGrid grid;
    const auto strength = std::ranges::find_if(info.params, &ParamSpec::isStrength);
    const double low = strength->minimum;
    const double high = std::min(strength->maximum, strength->pathMaximum);
    grid[std::string(strength->id)] = {low, low + 0.37 * (high - low), high};
    if (std::ranges::find(info.params, "epochs", &ParamSpec::id) != info.params.end()) {
        grid["epochs"] = {2.0};
        return grid;
    }
    const auto choice = std::ranges::find(info.params, ParamKind::Choice, &ParamSpec::kind);
    if (choice != info.params.end())
        for (const std::string_view value : choice->choices)
            grid[std::string(choice->id)].emplace_back(std::string(value));
    return grid;
}

/// A report as if that had been its only run.
Report onlyRun(const Report& report, std::size_t run, const Study& study)
{
    Report only = report;
    only.study = study;
    only.runs = {report.runs[run]};
    only.pareto.clear();
    return only;
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
    void aReductionAddedLaterHasTheSameBits()
    {
        // It begins at the weights of the base model, which the store does not have.
        MemoryStore store;
        const Dataset data = simulated();
        Study study = smallStudy();
        study.runs.resize(1);
        static_cast<void>(runWith(study, data, &store));
        study.runs.push_back({study.runs[0].learner, {"exponentiated_gradient", {{"tolerance", {0.02}}}}});
        QVERIFY(untimedBytes(*runWith(study, data, &store)) == untimedBytes(*runWith(study, data, nullptr)));
    }
    void aModelThatIsAskedForMoreThanItsScoresIsTrainedAgain()
    {
        MemoryStore store;
        const Dataset data = simulated();
        const Study study = smallStudy();
        const RunContext ctx;
        const Prepared prepared = prepare(study.roles, *data.table, ctx).value();
        const Split split = Splitter::create(study.split, *data.table, prepared.rows, prepared.stratum)
                                .value()
                                .split(0)
                                .value();
        const StudyData shared {study, *data.table, prepared, UnitCache(store, "a study")};
        StepCounter steps(100, ctx);
        const LearnerInfo& learner = *findLearner("logistic").value();
        const SplitWork work {shared, split, learner, {}, 0, steps, ctx};
        const ParamSet params = completeParams("logistic", learner.params, {}).value();
        SplitRows rows(work, false);
        const SettingBase trained = settingBase(work, rows, params, true).value();
        QCOMPARE(store.takeKept(), std::size_t {2});
        const SettingBase found = settingBase(work, rows, params, true).value();
        QCOMPARE(store.takeKept(), std::size_t {0});
        QVERIFY(found.scores->base == trained.scores->base);
        QVERIFY(found.model.calibration.score == trained.model.calibration.score);
        QCOMPARE(found.scores->calibrationRows, trained.scores->calibrationRows);
        const EncodedData& test = rows.get().value()->test;
        QVERIFY(found.model.predictor->predict(test, ctx).value() == trained.scores->base);
        QVERIFY(*found.model.predictor->linearPart(test, ctx).value()
            == *trained.model.predictor->linearPart(test, ctx).value());
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
    void independentSettingsGiveTheSameBitsAlone_data()
    {
        QTest::addColumn<QString>("id");
        for (const MethodInfo& info : methods())
            if (settingsAreIndependent(&info))
                QTest::newRow(std::string(info.id).c_str()) << QString::fromStdString(std::string(info.id));
    }
    void independentSettingsGiveTheSameBitsAlone()
    {
        QFETCH(QString, id);
        const Dataset data = simulated(300, 3);
        const ParamGrid grid = gridOver(*findMethod(id.toStdString()).value());
        const Study study = withMethod(id.toUtf8().constData(), grid);
        const auto together = runWith(study, data, nullptr);
        const std::vector<ParamSet> settings = expandGrid(grid);
        QVERIFY(settings.size() > 2 && together->runs.size() == 1 + settings.size());
        for (std::size_t i = 0; i < settings.size(); ++i) {
            ParamGrid one;
            for (const auto& [name, value] : settings[i])
                one[name] = {value};
            const auto alone = runWith(withMethod(id.toUtf8().constData(), one), data, nullptr);
            QVERIFY(
                untimedBytes(onlyRun(*together, 1 + i, study)) == untimedBytes(onlyRun(*alone, 1, study)));
        }
    }
};

QTEST_GUILESS_MAIN(TstUnitStore)
#include "tst_unit_store.moc"
