#include "tests/ui/fake_services.h"

#include "engine/io/study_json.h"
#include "engine/tradeoff/fits_together.h"
#include "ui/study_panel/component_list.h"
#include "ui/study_panel/component_section.h"
#include "ui/study_panel/study_panel.h"

#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidgetItemIterator>
#include <QtTest/QtTest>

#include <atomic>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

Draft ticked(const std::vector<std::string>& learnerIds, const std::vector<std::string>& methodIds)
{
    Draft draft;
    for (const std::string& id : learnerIds)
        tick(draft.learners, startOf(id));
    for (const std::string& id : methodIds)
        tick(draft.methods, startOf(id));
    return draft;
}

QTreeWidgetItem* itemOf(const ComponentList& list, const std::string& id)
{
    for (QTreeWidgetItemIterator it(const_cast<ComponentList*>(&list)); *it != nullptr; ++it)
        if ((*it)->data(0, Qt::UserRole + 1).toString() == QString::fromStdString(id))
            return *it;
    return nullptr;
}

} // namespace

/// Ticking several learners and methods.
class TstDraft : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;
    std::atomic<int> m_jobs = 0; ///< that were begun

    std::unique_ptr<SessionController> opened(int msPerRepeat = 1)
    {
        const QString folder = m_dir.filePath(QString::number(++m_folders));
        Services services = test::fakeServices(msPerRepeat);
        services.run = [this, run = services.run](const Study& study, const Dataset& data,
                           const RunContext& ctx, const PartialReport& partial) {
            ++m_jobs;
            return run(study, data, ctx, partial);
        };
        auto session = std::make_unique<SessionController>(std::move(services), StateFolder(folder));
        session->open({QStringLiteral("small.csv"), {}, {}});
        [&] { QTRY_VERIFY(session->table() != nullptr); }();
        session->edit({}, {}, [](SessionState& s) { s.study.split.repeats = 2; });
        return session;
    }

private slots:
    void everyPairIsARunAndEveryLearnerHasItsBaseline()
    {
        SessionState state;
        state.draft = ticked({"logistic", "linear_svm"}, {"ferm", "wasserstein_barycenter"});
        const Study wanted = wantedStudy(state);
        QCOMPARE(wanted.runs.size(), std::size_t(2 * (1 + 2)));
        QCOMPARE(expectedRuns(wanted).size(), std::size_t(2 * (1 + 11 + 11)));
        for (const RunSpec& run : wanted.runs)
            QVERIFY(std::ranges::count(wanted.runs, run) == 1);
        // What was asked for before is not asked for again.
        state.study.runs = wanted.runs;
        QCOMPARE(wantedStudy(state).runs, wanted.runs);
    }
    void listsKeepTheOrderOfTheRegistries()
    {
        const Draft one = ticked({"linear_svm", "logistic"}, {"wasserstein_barycenter", "ferm"});
        QCOMPARE(one, ticked({"logistic", "linear_svm"}, {"ferm", "wasserstein_barycenter"}));
    }
    void whatCannotBeIsLeftOut()
    {
        Draft draft = ticked({"logistic", "ridge"}, {"wasserstein_barycenter"});
        const auto fits = [](const std::string& id, Task task) { return fitsTask(**findLearner(id), task); };
        for (const Task task : {Task::Classification, Task::Regression})
            for (const RunSpec& run : runsOf(draft, task))
                QVERIFY(fits(run.learner.id, task));
        for (const LearnerInfo& learner : learners())
            for (const MethodInfo& method : methods())
                if (!whyNotTogether(learner, method).empty()) {
                    const Draft pair = ticked({std::string(learner.id)}, {std::string(method.id)});
                    const Task task = learner.classification ? Task::Classification : Task::Regression;
                    QCOMPARE(runsOf(pair, task).size(), std::size_t(1)); // the baseline alone
                }
        LearnerInfo unconstrained = learners().front();
        unconstrained.constrainsMeans = false;
        QVERIFY(!whyNotTogether(unconstrained, **findMethod("ferm")).empty());
    }
    void aSavedStudyHasTheSameTicks()
    {
        const Draft draft = ticked({"logistic", "linear_svm"}, {"ferm", "wasserstein_barycenter"});
        SessionState state;
        state.draft = draft;
        QCOMPARE(draftOf(wantedStudy(state).runs, Task::Classification), draft);
        // Runs asked for earlier do not get in the way.
        Draft other = draft;
        findTicked(other.learners, "logistic")->params["C"] = {10.0};
        state.study.runs = runsOf(other, Task::Classification);
        QCOMPARE(draftOf(wantedStudy(state).runs, Task::Classification), draft);
        // An incomplete square is not ticked: that would ask for more than was saved.
        std::vector<RunSpec> runs = runsOf(draft, Task::Classification);
        std::erase_if(
            runs, [](const RunSpec& run) { return run.learner.id == "logistic" && run.method.id == "ferm"; });
        const Draft smaller = draftOf(runs, Task::Classification);
        for (const RunSpec& run : runsOf(smaller, Task::Classification))
            QVERIFY(std::ranges::count(runs, run) == 1);
    }
    void ticksComeBackFromAFile()
    {
        const auto session = opened();
        const Draft draft
            = ticked({"logistic", "linear_svm"}, {"ferm_preprocessing", "wasserstein_barycenter"});
        session->edit({}, {}, [&](SessionState& s) { s.draft = draft; });
        const QString path = m_dir.filePath(QStringLiteral("ticks.evenhand"));
        QVERIFY(session->save(path));
        const Study study = loadStudyFile(path.toStdString()).value().study;
        QCOMPARE(study.runs, wantedStudy(session->state()).runs);
        QCOMPARE(draftOf(study.runs, Task::Classification), draft);
    }
    void tickingIsAStepThatCanBeUndone()
    {
        const auto session = opened();
        ComponentSection section(ComponentSection::Kind::Method, session.get());
        auto* const list = section.findChild<ComponentList*>();
        QCOMPARE(itemOf(*list, "wasserstein_barycenter")->checkState(0), Qt::Checked);
        QCOMPARE(itemOf(*list, "ferm")->checkState(0), Qt::Unchecked);
        itemOf(*list, "ferm")->setCheckState(0, Qt::Checked);
        QCOMPARE(session->state().draft.methods.size(), std::size_t(2));
        QCOMPARE(findTicked(session->state().draft.methods, "ferm")->params, (*findMethod("ferm"))->start);
        QCOMPARE(list->focusedId(), QStringLiteral("ferm")); // its parameters are shown
        session->undoStack()->undo();
        QCOMPARE(session->state().draft.methods.size(), std::size_t(1));
        QCOMPARE(itemOf(*list, "ferm")->checkState(0), Qt::Unchecked);
        session->undoStack()->redo();
        QCOMPARE(itemOf(*list, "ferm")->checkState(0), Qt::Checked);
    }
    void parametersComeBackWithTheTick()
    {
        const auto session = opened();
        ComponentSection section(ComponentSection::Kind::Method, session.get());
        auto* const list = section.findChild<ComponentList*>();
        session->edit({}, {}, [](SessionState& s) {
            findTicked(s.draft.methods, "wasserstein_barycenter")->params["strength"] = {0.25};
        });
        QTreeWidgetItem* const item = itemOf(*list, "wasserstein_barycenter");
        item->setCheckState(0, Qt::Unchecked);
        QVERIFY(session->state().draft.methods.empty());
        item->setCheckState(0, Qt::Checked);
        QVERIFY(
            session->state().draft.methods.front().params.at("strength") == std::vector<ParamValue> {0.25});
    }
    void allAndNoneTickWhatFits()
    {
        const auto session = opened();
        ComponentSection section(ComponentSection::Kind::Method, session.get());
        section.findChild<QToolButton*>(QStringLiteral("tick_all"))->click();
        std::size_t fitting = 0;
        for (const MethodInfo& info : methods())
            fitting += info.classification
                    && whyNotTogether(**findLearner(session->state().draft.learners.front().id), info).empty()
                ? 1U
                : 0U;
        QCOMPARE(session->state().draft.methods.size(), fitting);
        section.findChild<QToolButton*>(QStringLiteral("tick_none"))->click();
        QVERIFY(session->state().draft.methods.empty());
        QCOMPARE(wantedStudy(session->state()).runs.size(), std::size_t(1)); // the baseline
    }
    void onlyWhatFitsTheTaskIsOffered()
    {
        const auto session = opened();
        session->edit({}, {}, [](SessionState& s) {
            s.study.roles.task = Task::Regression;
            s.draft = defaultDraft(Task::Regression);
        });
        const ComponentSection learnersSection(ComponentSection::Kind::Learner, session.get());
        const ComponentSection methodsSection(ComponentSection::Kind::Method, session.get());
        for (const LearnerInfo& info : learners())
            QCOMPARE(itemOf(*learnersSection.findChild<ComponentList*>(), std::string(info.id)) != nullptr,
                info.regression);
        for (const MethodInfo& info : methods())
            QCOMPARE(itemOf(*methodsSection.findChild<ComponentList*>(), std::string(info.id)) != nullptr,
                info.regression);
    }
    void theButtonSaysHowManyRuns()
    {
        const auto session = opened();
        const StudyPanel panel(session.get());
        auto* const run = panel.findChild<QPushButton*>(QStringLiteral("run"));
        const auto words = [&] { return run->text().remove(QLatin1Char('&')); };
        QCOMPARE(words(), QStringLiteral("Run 12 runs"));
        session->edit({}, {}, [](SessionState& s) { tick(s.draft.learners, startOf("linear_svm")); });
        QCOMPARE(words(), QStringLiteral("Run 24 runs"));
        run->click();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        QCOMPARE(session->report()->runs.size(), std::size_t(24));
        QVERIFY(!run->isEnabled());
        // Another method: only its runs are computed.
        session->edit({}, {}, [](SessionState& s) { tick(s.draft.methods, startOf("ferm_preprocessing")); });
        QCOMPARE(words(), QStringLiteral("Run 22 runs"));
        session->edit({}, {}, [](SessionState& s) { s.draft.learners.clear(); });
        QVERIFY(!run->isEnabled());
    }
    void tickingWhileRunningDoesNotBeginAnew()
    {
        const auto session = opened(10);
        session->edit({}, {}, [](SessionState& s) { s.study.split.repeats = 20; });
        session->run();
        QTRY_VERIFY(session->report() && session->report()->runs.front().repeatsDone >= 3);
        const int before = m_jobs;
        session->edit({}, {}, [](SessionState& s) { tick(s.draft.learners, startOf("linear_svm")); });
        QTRY_VERIFY(!session->isRunning());
        QCOMPARE(m_jobs.load(), before);
        QCOMPARE(session->freshness(), Freshness::Incomplete);
        QCOMPARE(session->runsToCompute(), 12);
    }
    void removedRunsAreTickedNoMore()
    {
        const auto session = opened();
        session->edit({}, {}, [](SessionState& s) {
            s.draft = ticked({"logistic", "linear_svm"}, {"wasserstein_barycenter"});
        });
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        std::vector<int> ofSvm;
        for (std::size_t i = 0; i < session->report()->runs.size(); ++i)
            if (session->report()->runs[i].learner == "linear_svm")
                ofSvm.push_back(static_cast<int>(i));
        session->removeRuns(ofSvm);
        QCOMPARE(session->report()->runs.size(), std::size_t(12));
        QCOMPARE(session->state().draft.learners.size(), std::size_t(1));
        QCOMPARE(session->freshness(), Freshness::Current);
        session->undoStack()->undo();
        QCOMPARE(session->report()->runs.size(), std::size_t(24));
    }
};

QTEST_MAIN(TstDraft)
#include "tst_draft.moc"
