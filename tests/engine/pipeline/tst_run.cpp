#include "engine/io/results_json.h"
#include "engine/io/samples.h"
#include "engine/pipeline/assemble.h"
#include "engine/pipeline/run.h"

#include <QtTest/QtTest>

#include <chrono>
#include <thread>

using namespace evenhand;

namespace {

Dataset simulated(std::size_t rows = 900, int groups = 2)
{
    SimulationSpec spec;
    spec.rows = rows;
    spec.groups = groups;
    return simulateTable(spec).value();
}

Study smallStudy()
{
    Study study = simulatedStudy();
    study.split.repeats = 4;
    study.runs[1].method.params["strength"] = {0.0, 0.5, 1.0};
    return study;
}

std::shared_ptr<const Report> runWith(const Study& study, const Dataset& data, int threads = 2)
{
    return run(study, data, RunContext {{}, nullptr, threads}).value();
}

double meanOf(const RunResult& run, const std::string& id)
{
    const auto found = std::ranges::find(run.metrics, id, &RepeatedMetric::id);
    return found == run.metrics.end() ? std::nan("") : found->mean.value();
}

Dataset withColumn(const Dataset& data, Column column)
{
    std::vector<Column> columns = data.table->columns();
    columns.push_back(std::move(column));
    Dataset changed = data;
    changed.table = Table::create(std::move(columns)).value();
    return changed;
}

QString sentenceOf(const Study& study, const Dataset& data)
{
    return QString::fromStdString(run(study, data, {}).error().english());
}

} // namespace

class TstRun : public QObject {
    Q_OBJECT
private slots:
    void theRepairRemovesTheGapAndCostsAccuracy()
    {
        const auto report = runWith(smallStudy(), simulated(3000));
        QCOMPARE(report->runs.size(), std::size_t {4});
        QVERIFY(report->complete);
        const double before = meanOf(report->runs[0], "ks_distance");
        QCOMPARE(meanOf(report->runs[1], "ks_distance"), before); // strength 0 is the model as it comes
        QVERIFY(meanOf(report->runs[2], "ks_distance") < before);
        QVERIFY(meanOf(report->runs[3], "ks_distance") < 0.12);
        QVERIFY(before > 0.3);
        QVERIFY(meanOf(report->runs[3], "accuracy") <= meanOf(report->runs[0], "accuracy"));
    }
    void everyNumberHasItsRepeatsAndInterval()
    {
        const auto report = runWith(smallStudy(), simulated());
        const RepeatedMetric& accuracy = report->runs[0].metrics.front();
        QCOMPARE(accuracy.repeats.size(), std::size_t {4});
        QVERIFY(*accuracy.low < *accuracy.mean && *accuracy.mean < *accuracy.high);
        double sum = 0.0;
        for (const auto& value : accuracy.repeats)
            sum += *value;
        QVERIFY(std::abs(sum / 4 - *accuracy.mean) < 1e-15);
    }
    void aSingleSplitHasItsIntervalsFromResampledRows()
    {
        Study study = smallStudy();
        study.split.repeats = 1;
        const Dataset data = simulated();
        const auto report = runWith(study, data);
        for (const RepeatedMetric& metric : report->runs[0].metrics)
            QVERIFY2(metric.low && *metric.low <= *metric.mean && *metric.mean <= *metric.high + 0.1,
                metric.id.c_str());
        const RepeatedMetric& again = runWith(study, data, 8)->runs[0].metrics.front();
        QCOMPARE(*again.low, *report->runs[0].metrics.front().low);
    }
    void hasTheSameBitsForAnyNumberOfThreads()
    {
        const Dataset data = simulated(900, 3);
        const auto bytes = [&](int threads) {
            auto report = std::make_shared<Report>(*runWith(smallStudy(), data, threads));
            report->seconds = 0;
            for (RunResult& run : report->runs)
                run.seconds = 0;
            return resultsJson(*report, {}, tradeoffAnswers(*report, RunContext {}).value());
        };
        const std::string one = bytes(1);
        QCOMPARE(bytes(2), one);
        QCOMPARE(bytes(8), one);
    }
    void anotherSeedGivesOtherSplits()
    {
        Study study = smallStudy();
        const Dataset data = simulated();
        const double first = meanOf(runWith(study, data)->runs[0], "accuracy");
        study.split.seed = 2;
        QVERIFY(meanOf(runWith(study, data)->runs[0], "accuracy") != first);
    }
    void theBaseModelIsTrainedOncePerSplitForAllStrengths()
    {
        const auto report = runWith(smallStudy(), simulated());
        QCOMPARE(report->baseScores.size(), std::size_t {1});
        QCOMPARE(report->runs[0].scores[0]->data(), report->baseScores[0][0]->base.data());
    }
    void regressionKeepsTheMeanAndRemovesTheGap()
    {
        Study study = smallStudy();
        study.roles.task = Task::Regression;
        study.roles.target = "merit_score";
        study.roles.favourable.clear();
        study.roles.exclude = {"hired"};
        study.errorMetric = "mean_squared_error";
        for (RunSpec& run : study.runs)
            run.learner = {"ridge", {}};
        const auto report = runWith(study, simulated(3000));
        QVERIFY(meanOf(report->runs[0], "ks_distance") > 0.25);
        QVERIFY(meanOf(report->runs[3], "ks_distance") < 0.12);
        QVERIFY(
            meanOf(report->runs[3], "mean_squared_error") > meanOf(report->runs[0], "mean_squared_error"));
    }
    void calibrationOnRowsOfItsOwnAndInSampleWorkToo()
    {
        Study study = smallStudy();
        study.split.calibrationFraction = 0.2;
        const auto separate = runWith(study, simulated(2000));
        QVERIFY(meanOf(separate->runs[3], "ks_distance") < 0.2);
        study.split.calibrationFraction = 0.0;
        study.split.calibration = Calibration::InSample;
        const auto inSample = runWith(study, simulated(2000));
        QVERIFY(meanOf(inSample->runs[3], "ks_distance") != meanOf(separate->runs[3], "ks_distance"));
    }
    void foldsTestEveryRowOnce()
    {
        Study study = smallStudy();
        study.split.kind = SplitKind::KFold;
        study.split.folds = 5;
        study.split.repeats = 1;
        const auto report = runWith(study, simulated());
        std::vector<Eigen::Index> tested;
        for (const auto& repeat : report->baseScores[0])
            tested.insert(tested.end(), repeat->row.begin(), repeat->row.end());
        std::ranges::sort(tested);
        QCOMPARE(tested.size(), std::size_t {900});
        for (std::size_t i = 0; i < tested.size(); ++i)
            QCOMPARE(tested[i], static_cast<Eigen::Index>(i));
    }
    void stoppingKeepsFinishedRepeats()
    {
        Study study = smallStudy();
        study.split.repeats = 10'000;
        std::stop_source stop;
        int partials = 0;
        std::chrono::steady_clock::time_point asked;
        const auto report
            = run(study, simulated(), RunContext {stop.get_token(), nullptr, 2}, [&](const auto&) {
                  if (++partials == 2) {
                      asked = std::chrono::steady_clock::now();
                      stop.request_stop();
                  }
              });
        const auto took = std::chrono::steady_clock::now() - asked;
        QVERIFY(report.has_value());
        QVERIFY(!(*report)->complete);
        QVERIFY((*report)->runs[0].repeatsDone > 0);
        QCOMPARE((*report)->runs[0].metrics.front().repeats.size(),
            static_cast<std::size_t>((*report)->runs[0].repeatsDone));
        QVERIFY2(took < std::chrono::milliseconds(200), "stopping took too long");
    }
    void aRepeatFinishedBeforeAnEarlierOneWaitsForIt()
    {
        const Study study = smallStudy();
        const Dataset data = simulated();
        const RunContext ctx;
        const Prepared prepared = prepare(study.roles, *data.table, ctx).value();
        const Plan plan = makePlan(study).value();
        const auto whole = run(study, data, ctx).value();
        Outcomes outcomes(plan.learners.size(), std::vector<std::shared_ptr<const RepeatOutcome>>(2));
        outcomes[0][1] = std::make_shared<const RepeatOutcome>();
        const auto report = assemble(study, data, prepared, plan, outcomes);
        QCOMPARE(report->runs[0].repeatsDone, 0);
        QVERIFY(report->runs[0].scores.empty());
        QVERIFY(whole->runs[0].repeatsDone > 0);
    }
    void stoppingBeforeAnythingIsFinishedIsCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(run(smallStudy(), simulated(), RunContext {stop.get_token(), nullptr, 2}).error().code,
            ErrorCode::Cancelled);
    }
    void progressReachesTheEndAndSaysWhatItDoes()
    {
        Progress progress;
        QVERIFY(run(smallStudy(), simulated(), RunContext {{}, &progress, 2}).has_value());
        QCOMPARE(progress.fraction(), 1.0);
        QVERIFY(progress.doing().english().find("repeat") != std::string::npos);
    }
    void partialReportsGrow()
    {
        Study study = smallStudy();
        study.split.repeats = 400;
        int last = 0;
        int calls = 0;
        const auto report = run(study, simulated(3000), RunContext {{}, nullptr, 2},
            [&](const std::shared_ptr<const Report>& part) {
                ++calls;
                QVERIFY(!part->complete);
                QVERIFY(part->runs[0].repeatsDone >= last);
                last = part->runs[0].repeatsDone;
            });
        QVERIFY(report.has_value());
        QVERIFY(calls > 0);
    }
    void warnsAboutRowsWithoutTargetAndKeepsMissingGroupsVisible()
    {
        const Dataset data = simulated();
        CategoricalColumn outcome = *data.table->columns()[5].categorical();
        CategoricalColumn group = *data.table->columns()[0].categorical();
        for (std::size_t i = 0; i < 5; ++i)
            outcome.codes[i] = -1;
        for (std::size_t i = 100; i < 160; ++i)
            group.codes[i] = -1;
        const Dataset changed = withColumn(withColumn(data, {"outcome", ColumnKind::Boolean, outcome}),
            {"who", ColumnKind::Categorical, group});
        Study study = smallStudy();
        study.roles.target = "outcome";
        study.roles.sensitive = {"who"};
        study.roles.exclude = {"merit_score", "hired", "group"};
        const auto report = runWith(study, changed);
        QCOMPARE(report->usedRows, std::size_t {895});
        QVERIFY(report->warnings.front().english().starts_with("5 of 900 rows"));
        QCOMPARE(report->groups.names.back(), std::string(kMissingGroup));
    }
    void aSmallGroupIsSaidToBeSmall()
    {
        const Dataset data = simulated();
        CategoricalColumn group = *data.table->columns()[0].categorical();
        group.levels.emplace_back("Z");
        group.codes[3] = 2;
        Study study = smallStudy();
        study.roles.sensitive = {"who"};
        study.roles.exclude = {"merit_score", "group"};
        const auto report = runWith(study, withColumn(data, {"who", ColumnKind::Categorical, group}));
        const bool said = std::ranges::any_of(
            report->warnings, [](const Text& w) { return w.english().find("Z (1)") != std::string::npos; });
        QVERIFY(said);
    }
    void refusesWithASentence()
    {
        const Dataset data = simulated();
        Study study = smallStudy();
        study.roles.sensitive = {"constant"};
        const std::vector<std::int32_t> zeros(900, 0);
        QVERIFY(sentenceOf(
            study, withColumn(data, {"constant", ColumnKind::Constant, CategoricalColumn {zeros, {"x"}}}))
                    .contains("only one group"));
        study = smallStudy();
        study.roles.weight = "w";
        NumericColumn weight {std::vector<double>(900, 1.0)};
        weight.values[0] = -1;
        weight.values[1] = -2;
        weight.values[2] = std::nan("");
        const QString sentence = sentenceOf(study, withColumn(data, {"w", ColumnKind::Numeric, weight}));
        QVERIFY2(sentence.contains("2 negative") && sentence.contains("1 missing"), qPrintable(sentence));
        study = smallStudy();
        study.roles.favourable.clear();
        QVERIFY(sentenceOf(study, data).contains("favourable"));
        study = smallStudy();
        study.errorMetric = "ks_distance";
        QVERIFY(sentenceOf(study, data).contains("ks_distance"));
    }
    void weightsActLikeRepeatedRows()
    {
        // Every row of weight 2 in the metrics: shares do not change when all weights are doubled.
        const Dataset data = simulated();
        Study study = smallStudy();
        study.runs.resize(1);
        const Dataset doubled
            = withColumn(data, {"w", ColumnKind::Numeric, NumericColumn {std::vector<double>(900, 2.0)}});
        study.roles.exclude.push_back("w");
        const double plain = meanOf(runWith(study, doubled)->runs[0], "demographic_parity_difference");
        study.roles.weight = "w";
        study.runs[0].learner.params["C"] = {0.5}; // C·Σ w·loss is the same objective
        QVERIFY(std::abs(meanOf(runWith(study, doubled)->runs[0], "demographic_parity_difference") - plain)
            < 1e-9);
    }
    void theParetoFrontHoldsWhatNothingBeats()
    {
        const auto make = [](double accuracy, double ks) {
            RunResult run;
            RepeatedMetric a {"accuracy", {}, accuracy, {}, {}, {}, {}};
            RepeatedMetric k {"ks_distance", {}, ks, {}, {}, {}, {}};
            run.metrics = {a, k};
            return run;
        };
        const std::vector<RunResult> runs {make(0.9, 0.4), make(0.8, 0.1), make(0.79, 0.2), make(0.9, 0.5)};
        QCOMPARE(paretoFront(runs, "accuracy", "ks_distance"), (std::vector<int> {0, 1}));
    }
};

QTEST_GUILESS_MAIN(TstRun)
#include "tst_run.moc"
