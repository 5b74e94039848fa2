#include "tests/ui/fake_services.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

class TstSession : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    std::unique_ptr<SessionController> opened(int msPerRepeat = 1)
    {
        const QString folder = m_dir.filePath(QString::number(++m_folders));
        auto session
            = std::make_unique<SessionController>(test::fakeServices(msPerRepeat), StateFolder(folder));
        session->open({QStringLiteral("small.csv"), {}, {}});
        [&] { QTRY_VERIFY(session->table() != nullptr); }();
        return session;
    }
    static void setRepeats(SessionController& session, int repeats)
    {
        session.edit(
            QStringLiteral("repeats"), {}, [=](SessionState& s) { s.study.split.repeats = repeats; });
    }

private slots:
    void proposesRolesAndRunsNothingByItself()
    {
        const auto session = opened();
        QCOMPARE(session->state().study.roles.target, std::string("hired"));
        QVERIFY(session->state().confirmed.empty());
        QVERIFY(!session->isRunning());
        QCOMPARE(session->freshness(), Freshness::Nothing);
    }
    void aRunHasTheBaselineAndTheWholePath()
    {
        const auto session = opened();
        setRepeats(*session, 2);
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        QCOMPARE(session->report()->runs.size(), std::size_t(12));
        QVERIFY(session->report()->runs.front().method.empty());
        QCOMPARE(session->selectedRun(), 11);
    }
    void aChangeWhileRunningNeverShowsAStaleResult()
    {
        const auto session = opened(5);
        setRepeats(*session, 3);
        connect(session.get(), &SessionController::reportChanged, session.get(), [&] {
            if (session->report() && session->freshness() != Freshness::Outdated)
                QCOMPARE(session->report()->study.split.seed, session->state().study.split.seed);
        });
        session->run();
        QTest::qWait(8);
        for (std::uint64_t seed = 2; seed < 8; ++seed) {
            session->edit(QStringLiteral("seed"), {}, [=](SessionState& s) { s.study.split.seed = seed; });
            QTest::qWait(3);
        }
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        QCOMPARE(session->report()->study.split.seed, std::uint64_t(7));
        QVERIFY(!session->isRunning());
    }
    void stopKeepsTheFinishedRepeatsAndRunComputesTheRest()
    {
        const auto session = opened(15);
        setRepeats(*session, 50);
        session->run();
        QTRY_VERIFY(session->report() && session->report()->runs.front().repeatsDone >= 2);
        QElapsedTimer clock;
        clock.start();
        session->stop();
        QTRY_VERIFY(!session->isRunning());
        QVERIFY(clock.elapsed() < 200);
        QVERIFY(session->report()->runs.front().repeatsDone >= 2);
        QCOMPARE(session->freshness(), Freshness::Incomplete);
    }
    void undoFindsTheEarlierResultsAtOnce()
    {
        const auto session = opened();
        setRepeats(*session, 2);
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        session->edit(QStringLiteral("seed"), {}, [](SessionState& s) { s.study.split.seed = 99; });
        QCOMPARE(session->freshness(), Freshness::Outdated);
        session->undoStack()->undo();
        QCOMPARE(session->freshness(), Freshness::Current);
        session->undoStack()->redo();
        QCOMPARE(session->freshness(), Freshness::Outdated);
    }
    void aDraggedControlIsOneStep()
    {
        const auto session = opened();
        const int before = session->undoStack()->count();
        for (int i = 1; i <= 20; ++i)
            session->edit(QStringLiteral("share"), QStringLiteral("test"),
                [=](SessionState& s) { s.study.split.testFraction = 0.2 + 0.01 * i; });
        QCOMPARE(session->undoStack()->count(), before + 1);
        session->undoStack()->undo();
        QCOMPARE(session->state().study.split.testFraction, 0.3);
    }
    void removedRunsComeBackWithUndo()
    {
        const auto session = opened();
        setRepeats(*session, 2);
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        session->removeRuns({3, 4});
        QCOMPARE(session->report()->runs.size(), std::size_t(10));
        QCOMPARE(session->freshness(), Freshness::Current);
        session->undoStack()->undo();
        QCOMPARE(session->report()->runs.size(), std::size_t(12));
    }
    void aFileThatCannotBeReadLeavesTheStudy()
    {
        const auto session = opened();
        const auto table = session->table();
        std::optional<Error> heard;
        connect(session.get(), &SessionController::errorRaised, session.get(),
            [&](const Error& e) { heard = e; });
        session->open({QStringLiteral("bad.csv"), {}, {}});
        QTRY_VERIFY(heard.has_value());
        QCOMPARE(heard->where.line, std::optional<std::int64_t>(12));
        QCOMPARE(session->table(), table);
        QCOMPARE(session->state().study.roles.target, std::string("hired"));
    }
    void aSavedStudyCanBeReadAgain()
    {
        const auto session = opened();
        const QString path = m_dir.filePath(QStringLiteral("saved.evenhand"));
        session->edit(QStringLiteral("seed"), {}, [](SessionState& s) { s.study.split.seed = 5; });
        QVERIFY(session->isDirty());
        QVERIFY(session->save(path));
        QVERIFY(!session->isDirty());
        const auto read = loadStudyFile(path.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(read->study.split.seed, std::uint64_t(5));
        QCOMPARE(read->study.runs, wantedStudy(session->state()).runs);
        QCOMPARE(session->folder().recent().front(), path);
    }
    void whatWasNotSavedIsOfferedAtTheNextStart()
    {
        const QString folder = m_dir.filePath(QStringLiteral("crash"));
        SessionController session(test::fakeServices(1), StateFolder {folder});
        session.open({QStringLiteral("small.csv"), {}, {}});
        QTRY_VERIFY(session.table() != nullptr);
        session.keepForNextStart();
        QVERIFY(!StateFolder(folder).claimRecovery()); // nothing was changed
        setRepeats(session, 3);
        session.keepForNextStart();
        StateFolder next(folder);
        QVERIFY(next.claimRecovery());
        QCOMPARE(loadStudyFile(next.recoveryPath().toStdString())->study.split.repeats, 3);
    }
    void anAuditIsNoRunAndIsSavedAsOne()
    {
        const QString folder = m_dir.filePath(QStringLiteral("audit"));
        SessionController session(test::fakeServices(1), StateFolder {folder});
        session.open({QStringLiteral("decided.csv"), {}, {}});
        QTRY_VERIFY(session.table() != nullptr);
        QVERIFY(auditsTable(session.state()));
        QVERIFY(!session.state().confirmed.contains("audit"));
        session.run();
        QVERIFY(!session.isRunning());
        session.edit(QStringLiteral("no outcome"), {}, [](SessionState& s) { s.study.roles.target.clear(); });
        const QString path = m_dir.filePath(QStringLiteral("audit.evenhand"));
        QVERIFY(session.save(path));
        const auto read = loadStudyFile(path.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(read->study.audit.prediction, std::string("decided"));
        QVERIFY(read->study.runs.empty());
        QVERIFY(read->study.roles.target.empty());
    }
    void anAuditDoesNotMakeRunsOutdated()
    {
        const auto session = opened();
        setRepeats(*session, 2);
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        session->edit(QStringLiteral("policy"), {}, [](SessionState& s) {
            s.study.audit.policy.ratio = 0.7;
            s.study.audit.confidence = 0.9;
        });
        QCOMPARE(session->freshness(), Freshness::Current);
    }
    void destroyWhileRunning()
    {
        for (int i = 0; i < 10; ++i) {
            const auto session = opened(50);
            session->run();
            QTest::qWait(i);
        }
    }
};

QTEST_MAIN(TstSession)
#include "tst_session.moc"
