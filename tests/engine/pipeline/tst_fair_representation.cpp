#include "engine/io/results_json.h"
#include "engine/methods/fair_representation.h"
#include "engine/pipeline/preprocess.h"
#include "engine/pipeline/run.h"
#include "tests/support/several_tasks.h"

#include <QtTest/QtTest>

#include <set>
#include <thread>

using namespace evenhand;
using namespace evenhand::test;

namespace {

RunContext threads(int n)
{
    return RunContext {{}, nullptr, n};
}

const TaskReading& reading(const RepresentationState& state, const std::string& part)
{
    for (const TaskReading& task : state.tasks)
        if (task.task.find(part) != std::string::npos)
            return task;
    throw std::logic_error("no such task: " + part);
}

ParamSet complete(const ParamSet& given)
{
    const MethodInfo info = fairRepresentation();
    return completeParams(info.id, info.params, given).value();
}

} // namespace

/// The method fair_representation in whole runs.
class TstFairRepresentation : public QObject {
    Q_OBJECT

private slots:
    void learnsAllTasksAndKeepsGroupsAlike()
    {
        const Dataset data = severalTasks(2000);
        const auto report = run(severalTasksStudy(), data, threads(2)).value();
        QCOMPARE(report->runs.size(), std::size_t {3});
        QVERIFY(report->runs[0].representations.front() == nullptr);
        const auto& fair = *report->runs[2].representations.front();
        QCOMPARE(fair.after.tasks.size(), std::size_t {3});
        QCOMPARE(fair.before.strength, 0.0);
        QCOMPARE(fair.after.strength, 100.0);
        for (const char* const task : {"first", "second", "third"}) {
            const TaskReading& before = reading(fair.before, task);
            const TaskReading& after = reading(fair.after, task);
            QVERIFY2(*after.gap < 0.7 * *before.gap, task);
            QVERIFY(before.error < 0.75 * before.trivialError);
            QVERIFY(after.error < 0.9 * after.trivialError && !after.degenerate);
        }
        // The unfair run of the grid is the network that the fair one is compared with.
        const auto& plain = *report->runs[1].representations.front();
        QCOMPARE(plain.after.tasks.front().error, fair.before.tasks.front().error);
        // Groups are harder to tell by a line; nobody says that they cannot be told at all.
        QVERIFY(fair.after.auditors.linear.front().auc.value < fair.before.auditors.linear.front().auc.value);
        QCOMPARE(fair.after.auditors.nonlinear.size(), std::size_t {1});
        QCOMPARE(fair.features.linear.size(), std::size_t {1});
        QCOMPARE(fair.after.divergences.size(), std::size_t {3});
        for (std::size_t d = 0; d < 3; ++d)
            QVERIFY(fair.after.divergences[d].value < fair.before.divergences[d].value);
        QCOMPARE(fair.after.points.rows(), static_cast<Eigen::Index>(fair.row.size()));
        QCOMPARE(fair.before.points.rows(), fair.after.points.rows());
    }

    void theScaleLoopholeIsClosed()
    {
        const Dataset data = severalTasks(2000);
        Study study = severalTasksStudy();
        study.split.repeats = 1;
        double rms[2] = {0.0, 0.0}, plain = 0.0;
        for (const int raw : {0, 1}) {
            study.runs = {{{"logistic", {}},
                {"fair_representation",
                    {{"strength", {30.0}}, {"divergence", {std::string("mmd")}},
                        {"normalise", {std::string(raw == 1 ? "no" : "yes")}},
                        {"bandwidth", {std::string("median")}}, {"epochs", {60.0}}}}}};
            const auto report = run(study, data, threads(1)).value();
            rms[raw] = report->runs[0].representations.front()->after.rms;
            plain = report->runs[0].representations.front()->before.rms;
        }
        // Comparing the raw representation pays for shrinking it; the normalised one does not.
        QVERIFY2(rms[0] > 0.7 * plain, qPrintable(QStringLiteral("%1 of %2").arg(rms[0]).arg(plain)));
        QVERIFY2(rms[1] < rms[0], qPrintable(QStringLiteral("%1 and %2").arg(rms[1]).arg(rms[0])));
    }

    void aTaskColumnHasItsOwnHeads()
    {
        const auto report = run(taskColumnStudy(), severalTasks(4000), threads(2)).value();
        const auto& insight = *report->runs[0].representations.front();
        QCOMPARE(insight.after.tasks.size(), std::size_t {13});
        QCOMPARE(insight.after.tasks.front().task, std::string(kAllTasks));
        QVERIFY(insight.after.tasks.front().error < 0.9);
        QVERIFY(*insight.after.tasks.front().gap < 0.7 * *insight.before.tasks.front().gap);
        QVERIFY(insight.after.tasks[1].task.find("site") != std::string::npos);
    }

    void otherNotionsCompareOtherRows()
    {
        Study study = severalTasksStudy();
        study.split.repeats = 1;
        study.runs = {{{"logistic", {}},
            {"fair_representation",
                {{"notion", {std::string("equalized_odds"), std::string("equal_opportunity")}},
                    {"epochs", {3.0}}}}}};
        const auto report = run(study, severalTasks(3000), threads(1)).value();
        std::set<std::string> rows[2];
        for (std::size_t r = 0; r < 2; ++r)
            for (const DivergenceReading& one : report->runs[r].representations.front()->after.divergences)
                rows[r].insert(one.rows);
        const bool first
            = report->runs[0].methodParams.at("notion") == ParamValue(std::string("equalized_odds"));
        QCOMPARE(rows[first ? 0 : 1], (std::set<std::string> {"favourable", "unfavourable"}));
        QCOMPARE(rows[first ? 1 : 0], (std::set<std::string> {"favourable"}));
    }

    void sameBytesForAnyNumberOfThreads()
    {
        const Dataset data = severalTasks(1500);
        Study study = severalTasksStudy();
        study.runs[1].method.params["divergence"] = {std::string("sinkhorn")};
        study.runs[1].method.params["epochs"] = {4.0};
        const auto one = run(study, data, threads(1)).value();
        const auto many = run(study, data, threads(6)).value();
        for (std::size_t r = 0; r < one->runs.size(); ++r)
            for (std::size_t repeat = 0; repeat < 2; ++repeat)
                QVERIFY(*one->runs[r].scores[repeat] == *many->runs[r].scores[repeat]);
        const auto& a = *one->runs[2].representations[1];
        const auto& b = *many->runs[2].representations[1];
        QVERIFY(a.after.points == b.after.points);
        QCOMPARE(a.after.auditors.nonlinear.front().auc.value, b.after.auditors.nonlinear.front().auc.value);
        QCOMPARE(a.after.divergences.back().nullMean, b.after.divergences.back().nullMean);
    }

    void servesAnyLearnerAndIsExported()
    {
        const Dataset data = severalTasks(1200);
        Study study = severalTasksStudy();
        study.split.repeats = 1;
        study.runs.clear();
        for (const char* const learner : {"linear_svm", "kernel_svm", "logistic"})
            study.runs.push_back({{learner, {}}, {"fair_representation", {{"epochs", {3.0}}}}});
        const auto report = run(study, data, threads(2)).value();
        QCOMPARE(report->runs.size(), std::size_t {3});
        PreprocessSpec spec {
            study.roles, study.encoding, {{"epochs", 3.0}, {"units", 5.0}}, "fair_representation"};
        const TransformedTable table = preprocess(spec, *data.table, {}).value();
        QCOMPARE(table.names, (std::vector<std::string> {"h1", "h2", "h3", "h4", "h5"}));
        QCOMPARE(table.features.rows(), Eigen::Index {1200});
        QVERIFY(table.features.cwiseAbs().maxCoeff() <= 1.0);
        spec.method = "wasserstein_barycenter";
        spec.params.clear();
        QCOMPARE(preprocess(spec, *data.table, {}).error().code, ErrorCode::NoAnswer);
    }

    void aStopKeepsTheNetworkSoFar()
    {
        const Dataset data = severalTasks(6000);
        Study study = severalTasksStudy();
        study.split.repeats = 1;
        study.runs = {
            {{"logistic", {}}, {"fair_representation", {{"strength", {5.0, 10.0}}, {"epochs", {5000.0}}}}}};
        std::stop_source stop;
        LiveTraining live;
        std::chrono::steady_clock::time_point asked;
        std::jthread hand([&] {
            while (live.curve() == nullptr)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        const auto report = run(study, data, RunContext(stop.get_token(), nullptr, 1).showing(&live)).value();
        const auto ended = std::chrono::steady_clock::now();
        hand.join();
        QVERIFY(std::chrono::duration<double>(ended - asked).count() < 0.2);
        QVERIFY(!report->complete);
        QCOMPARE(report->runs[0].repeatsDone, 1);
        QCOMPARE(report->runs[1].repeatsDone, 0);
        const auto& insight = *report->runs[0].representations.front();
        QVERIFY(insight.after.training->stoppedByPerson);
        QVERIFY(insight.before.training == nullptr); // not its turn yet
        QCOMPARE(insight.after.tasks.size(), std::size_t {3});
        QVERIFY(report->runs[0].warnings.front().english().find("was stopped after") != std::string::npos);
    }

    void choicesThatCannotBeUsedAreRefused()
    {
        Study study = severalTasksStudy();
        study.runs[1].method.params = {{"epsilon", {0.001}}};
        QCOMPARE(run(study, severalTasks(300), {}).error().code, ErrorCode::InvalidArgument);
        study.runs[1].method.params = {{"divergence", {std::string("kl")}}};
        QCOMPARE(run(study, severalTasks(300), {}).error().code, ErrorCode::InvalidArgument);
        const RepresentationRequest request
            = representationRequest(complete({{"layers", 3.0}, {"units", 7.0}}));
        QCOMPARE(request.settings.hidden, (std::vector<Eigen::Index> {7, 7, 7}));
        QCOMPARE(request.settings.training.objective.divergence.epsilon, 0.3 * 7.0);
    }
};

QTEST_APPLESS_MAIN(TstFairRepresentation)
#include "tst_fair_representation.moc"
