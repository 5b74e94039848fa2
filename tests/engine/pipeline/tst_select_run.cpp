#include "engine/data/encoder.h"
#include "engine/figures/run_names.h"
#include "engine/io/report_html.h"
#include "engine/io/results_json.h"
#include "engine/io/samples.h"
#include "engine/pipeline/fit_split.h"
#include "engine/pipeline/plan.h"
#include "engine/pipeline/run.h"

#include <QtTest/QtTest>

#include <chrono>
#include <thread>

using namespace evenhand;

namespace {

const std::vector<double> kValues {0.003, 0.1, 10.0};

Dataset simulated(std::size_t rows = 700)
{
    SimulationSpec spec;
    spec.rows = rows;
    return simulateTable(spec).value();
}

/// The logistic learner with a grid of C, as it comes and repaired along three strengths.
Study searchedStudy(bool withMethod = false)
{
    Study study = simulatedStudy();
    study.split.repeats = 3;
    RunSpec run {{"logistic", {}}, {}, SelectionSpec {}};
    for (const double value : kValues)
        run.learner.params["C"].emplace_back(value);
    run.selection->folds = 5;
    study.runs = {run};
    if (withMethod) {
        run.method = {"wasserstein_barycenter",
            {{"strength", {0.0, 0.5, 1.0}}, {"estimator", {std::string("smooth"), std::string("exact")}}}};
        study.runs.push_back(run);
    }
    return study;
}

std::shared_ptr<const Report> runWith(const Study& study, const Dataset& data, int threads = 2)
{
    return run(study, data, RunContext {{}, nullptr, threads}).value();
}

double cOf(const ParamSet& params)
{
    return number(params, "C");
}

/// Rows of a fold as the learner wants them.
EncodedData encodedBy(const Encoder& encoder, const Prepared& prepared, const Table& table,
    const std::vector<Eigen::Index>& rows)
{
    EncodedData data;
    data.x = encoder.transform(table, rows).value();
    data.y.resize(static_cast<Eigen::Index>(rows.size()));
    data.weight = Eigen::VectorXd::Ones(data.y.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        data.y[static_cast<Eigen::Index>(i)] = prepared.y[rows[i]];
        data.group.push_back(prepared.groups.codes[static_cast<std::size_t>(rows[i])]);
    }
    data.row = rows;
    return data;
}

struct Recomputed {
    double accuracy = 0.0, unfairness = 0.0;
};

/// Accuracy and mean gap of true positive rates of one C over the folds, the plain way.
Recomputed recompute(const Study& study, const Dataset& data, const Prepared& prepared,
    const std::vector<Eigen::Index>& train, std::size_t repeat, double c)
{
    std::vector<std::int32_t> stratum;
    for (const Eigen::Index row : train)
        stratum.push_back(2 * prepared.groups.codes[static_cast<std::size_t>(row)]
            + static_cast<std::int32_t>(prepared.y[row]));
    const int folds = study.runs[0].selection->folds;
    const auto fold
        = stratifiedFolds(stratum, folds, seedFor(study.split.seed, repeat, SeedPurpose::SelectionFolds));
    const LearnerInfo& learner = **findLearner("logistic");
    const ParamSet params = completeParams("logistic", learner.params, {{"C", c}}).value();
    double correct = 0.0;
    double gaps = 0.0;
    for (int k = 0; k < folds; ++k) {
        std::vector<Eigen::Index> inside, outside;
        for (std::size_t i = 0; i < train.size(); ++i)
            (fold[i] == k ? outside : inside).push_back(train[i]);
        const Encoder encoder = Encoder::fit(*data.table, prepared.features, inside, study.encoding).value();
        const auto model = learner.make()
                               ->fit(encodedBy(encoder, prepared, *data.table, inside), params,
                                   study.encoding, RunContext {})
                               .value();
        const EncodedData held = encodedBy(encoder, prepared, *data.table, outside);
        const Scores scores = model->predict(held, RunContext {}).value();
        double positives[2] {}, found[2] {};
        for (Eigen::Index i = 0; i < scores.size(); ++i) {
            const bool decided = scores[i] >= 0.5;
            correct += decided == (held.y[i] == 1.0) ? 1.0 : 0.0;
            if (held.y[i] != 1.0)
                continue;
            const auto group = static_cast<std::size_t>(held.group[static_cast<std::size_t>(i)]);
            positives[group] += 1.0;
            found[group] += decided ? 1.0 : 0.0;
        }
        gaps += std::abs(found[0] / positives[0] - found[1] / positives[1]);
    }
    return {correct / static_cast<double>(train.size()), gaps / folds};
}

} // namespace

class TstSelectRun : public QObject {
    Q_OBJECT
private slots:
    void agreesWithAPlainRecomputation()
    {
        const Study study = searchedStudy();
        const Dataset data = simulated();
        const auto report = runWith(study, data);
        QCOMPARE(report->runs.size(), std::size_t {1});
        const RunResult& result = report->runs[0];
        const Prepared prepared = prepare(study.roles, *data.table, {}).value();
        const Splitter splits
            = Splitter::create(study.split, *data.table, prepared.rows, prepared.stratum).value();
        for (std::size_t repeat = 0; repeat < splits.count(); ++repeat) {
            const Split split = splits.split(repeat).value();
            std::vector<Recomputed> all;
            double best = 0.0;
            for (const double c : kValues) {
                all.push_back(recompute(study, data, prepared, split.train, repeat, c));
                best = std::max(best, all.back().accuracy);
            }
            std::size_t expected = kValues.size();
            for (std::size_t i = 0; i < all.size(); ++i)
                if (all[i].accuracy >= 0.9 * best
                    && (expected == kValues.size() || all[i].unfairness < all[expected].unfairness))
                    expected = i;
            const RepeatChoice& choice = *result.selection->repeats[repeat];
            for (std::size_t i = 0; i < all.size(); ++i) {
                const ConfigurationScore& score = choice.configurations[i].score;
                QVERIFY(std::abs(*score.error - all[i].accuracy) < 1e-12);
                QVERIFY(std::abs(*score.unfairness - all[i].unfairness) < 1e-12);
            }
            QCOMPARE(cOf(choice.choice().learnerParams), kValues[expected]);

            // The run's own scores are those of the chosen value trained on all training rows.
            Study plain = study;
            plain.runs = {{{"logistic", {{"C", {kValues[expected]}}}}, {}, {}}};
            const auto given = runWith(plain, data);
            QVERIFY(*given->runs[0].scores[repeat] == *result.scores[repeat]);
        }
    }
    void everyStrengthIsARunWithItsOwnChoiceAndBaseModel()
    {
        const Dataset data = simulated();
        const auto report = runWith(searchedStudy(true), data);
        QCOMPARE(report->runs.size(), std::size_t {4});
        for (std::size_t run = 1; run < 4; ++run) {
            const RunResult& result = report->runs[run];
            QCOMPARE(*strengthOf(result), 0.5 * static_cast<double>(run - 1));
            QCOMPARE(result.selection->repeats.front()->configurations.size(), std::size_t {6});
            QVERIFY(isSamePath(report->runs[1], result));
            QVERIFY(isSameLearner(report->runs[0], result));
            QVERIFY(!isSamePath(report->runs[0], result));
            for (std::size_t repeat = 0; repeat < 3; ++repeat) {
                // The base model has the parameters that this run chose.
                Study plain = searchedStudy();
                const double c = cOf(result.selection->repeats[repeat]->choice().learnerParams);
                plain.runs = {{{"logistic", {{"C", {c}}}}, {}, {}}};
                const auto given = runWith(plain, data);
                const auto index = static_cast<std::size_t>(result.learnerIndex);
                QVERIFY(report->baseScores[index][repeat]->base == *given->runs[0].scores[repeat]);
            }
        }
        // Strength 0 is the model as it comes, searched with and without the method on the same folds.
        QVERIFY(*report->runs[1].scores[0] == *report->runs[0].scores[0]);
    }
    void theShownParametersAreTheMostFrequentOnes()
    {
        const auto report = runWith(searchedStudy(), simulated());
        const RunResult& result = report->runs[0];
        std::map<double, int> times;
        for (const auto& repeat : result.selection->repeats)
            ++times[cOf(repeat->choice().learnerParams)];
        QCOMPARE(result.selection->timesChosen, times[cOf(result.learnerParams)]);
        for (const auto& [c, count] : times)
            QVERIFY(count <= result.selection->timesChosen);
        const std::string choice = describeChoice(result);
        QVERIFY2(choice.starts_with("chosen: C ") && choice.ends_with(" of 3)"), choice.c_str());
    }
    void hasTheSameBitsForAnyNumberOfThreads()
    {
        const Dataset data = simulated();
        const auto bytes = [&](int threads) {
            auto report = std::make_shared<Report>(*runWith(searchedStudy(true), data, threads));
            report->seconds = 0;
            for (RunResult& run : report->runs)
                run.seconds = 0;
            return resultsJson(*report, {}, tradeoffAnswers(*report, RunContext {}).value());
        };
        const std::string one = bytes(1);
        QVERIFY(one.find("\"selection\"") != std::string::npos);
        QCOMPARE(bytes(4), one);
    }
    void stopsWithin200Milliseconds()
    {
        Study study = searchedStudy(true);
        study.split.repeats = 50;
        study.runs[1].selection->folds = 50;
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        const Dataset data = simulated(6000);
        std::jthread person([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        const auto report = run(study, data, RunContext {stop.get_token(), nullptr, 2});
        const auto took = std::chrono::steady_clock::now() - asked;
        QVERIFY(report.has_error() ? report.error().code == ErrorCode::Cancelled : !(*report)->complete);
        QVERIFY2(took < std::chrono::milliseconds(200), "stopping took too long");
    }
    void progressReachesTheEnd()
    {
        Progress progress;
        QVERIFY(run(searchedStudy(true), simulated(), RunContext {{}, &progress, 2}).has_value());
        QCOMPARE(progress.fraction(), 1.0);
    }
    void withoutAChoiceASelectionChangesNothing()
    {
        Study study = searchedStudy();
        study.runs[0].learner.params["C"] = {1.0};
        const auto report = runWith(study, simulated());
        QVERIFY(report->runs[0].selection == nullptr);
        study.runs[0].method = {"wasserstein_barycenter", {{"strength", {0.0, 1.0}}}};
        const Plan plan = makePlan(study).value();
        QCOMPARE(plan.runs.size(), std::size_t {2});
        QVERIFY(!plan.learners[0].search);
    }
    void searchesOfTheSameGridShareTheirModels()
    {
        const Plan plan = makePlan(searchedStudy(true)).value();
        QCOMPARE(plan.learners.size(), std::size_t {1});
        QCOMPARE(plan.learners[0].search->methods.size(), std::size_t {2});
        QCOMPARE(plan.bases, std::size_t {4});
        Study other = searchedStudy(true);
        other.runs[1].selection->keep = 0.8;
        QCOMPARE(makePlan(other).value().learners.size(), std::size_t {2});
    }
    void regressionAndOwnCalibrationRowsWorkToo()
    {
        Study study = searchedStudy(true);
        study.roles.task = Task::Regression;
        study.roles.target = "merit_score";
        study.roles.favourable.clear();
        study.roles.exclude = {"hired"};
        study.errorMetric = "mean_squared_error";
        study.split.calibrationFraction = 0.2;
        for (RunSpec& run : study.runs)
            run.learner = {"ridge", {{"lambda", {0.1, 100.0, 1e6}}}};
        const auto report = runWith(study, simulated(1500));
        for (const RunResult& result : report->runs) {
            const auto& score = result.selection->repeats.front()->choice().score;
            QVERIFY(score.error && *score.error > 0.0 && score.unfairness);
        }
    }
    void aConstantClassifierDoesNotWin()
    {
        // So strong a penalty that everybody is predicted the majority's outcome: perfectly equal.
        Study study = searchedStudy();
        study.runs[0].learner.params["C"] = {1e-9, 1.0};
        study.runs[0].selection->keep = 0.5;
        const auto report = runWith(study, simulated());
        const RunResult& result = report->runs[0];
        QCOMPARE(cOf(result.learnerParams), 1.0);
        QCOMPARE(result.selection->repeats[0]->configurations[0].score.exclusion, Exclusion::Constant);
        QCOMPARE(result.warnings.size(), std::size_t {1});
        QVERIFY(result.warnings[0].english().find("it was set aside") != std::string::npos);
    }
    void aGroupThatAFoldLacksDoesNotFailTheRun()
    {
        // Three people of a third group: several folds have none, or none with the favourable outcome.
        const Dataset data = simulated();
        CategoricalColumn group = *data.table->columns()[0].categorical();
        group.levels.emplace_back("Z");
        for (const std::size_t row : {3U, 50U, 90U})
            group.codes[row] = 2;
        std::vector<Column> columns = data.table->columns();
        columns.push_back({"who", ColumnKind::Categorical, group});
        Dataset changed = data;
        changed.table = Table::create(std::move(columns)).value();
        Study study = searchedStudy();
        study.roles.sensitive = {"who"};
        study.roles.exclude = {"merit_score", "group"};
        QVERIFY(runWith(study, changed)->complete);
    }
    void filesSayWhatWasChosen()
    {
        const auto report = runWith(searchedStudy(true), simulated());
        const std::string results = resultsJson(*report, {}, {});
        for (const char* const field :
            {"\"chosen\"", "\"counts\"", "\"first_repeat\"", "\"searched\"", "\"most_frequent\"", "\"kept\""})
            QVERIFY2(results.find(field) != std::string::npos, field);
        QVERIFY(reportHtml(*report, {}, {}, {}).find("chosen: C ") != std::string::npos);
        const std::string csv = metricsCsv(*report);
        QVERIFY(csv.find("C=") != std::string::npos);
    }
    void aSelectionThatCannotBeUsedIsRefused()
    {
        Study study = searchedStudy();
        study.runs[0].selection->unfairness = "accuracy";
        const std::string sentence = run(study, simulated(), {}).error().english();
        QVERIFY2(sentence.find("runs[0].selection.unfairness") != std::string::npos, sentence.c_str());
    }
};

QTEST_GUILESS_MAIN(TstSelectRun)
#include "tst_select_run.moc"
