#include "tests/ui/fake_services.h"
#include "ui/session/audit_controller.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>

using namespace evenhand;
using namespace evenhand::ui;

class TstAuditController : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    struct Session {
        std::unique_ptr<SessionController> session;
        std::unique_ptr<AuditController> audit;
    };
    Session opened(Services services, const QString& file = QStringLiteral("decided.csv"))
    {
        Session made;
        made.session = std::make_unique<SessionController>(
            std::move(services), StateFolder(m_dir.filePath(QString::number(++m_folders))));
        made.audit = std::make_unique<AuditController>(made.session.get());
        made.session->open({file, {}, {}});
        [&] { QTRY_VERIFY(made.session->table() != nullptr); }();
        return made;
    }
    static void setRatio(SessionController& session, double ratio)
    {
        session.edit(
            QStringLiteral("ratio"), {}, [=](SessionState& s) { s.study.audit.policy.ratio = ratio; });
    }

private slots:
    void proposedPredictionsAreAuditedWithoutRun()
    {
        const Session made = opened(test::fakeServices(1));
        QTRY_VERIFY(made.audit->audit() != nullptr);
        QCOMPARE(made.audit->audit()->spec.prediction, std::string("decided"));
        QVERIFY(!made.audit->isStale());
        QVERIFY(!made.audit->before());
        QVERIFY(!made.session->isRunning());
        made.session->run(); // means nothing here
        QVERIFY(!made.session->isRunning());
    }
    void theLatestChoiceWinsAndTheOldResultStaysMeanwhile()
    {
        auto services = test::fakeServices(5);
        auto started = std::make_shared<std::atomic<int>>(0);
        services.audit = [started, real = services.audit](const Roles& roles, const AuditSpec& spec,
                             const Dataset& data, const RunContext& ctx) {
            ++*started;
            return real(roles, spec, data, ctx);
        };
        const Session made = opened(std::move(services));
        QTRY_VERIFY(made.audit->audit() != nullptr);
        const int before = *started;
        for (int i = 1; i <= 20; ++i) {
            setRatio(*made.session, 0.5 + 0.01 * i);
            QVERIFY(made.audit->audit() != nullptr);
            QVERIFY(made.audit->isStale());
            QVERIFY(made.audit->isBusy());
        }
        QTRY_VERIFY(!made.audit->isStale());
        QCOMPARE(made.audit->audit()->spec.policy.ratio, 0.7);
        QCOMPARE(started->load(), before + 1); // one for all twenty
    }
    void undoGoesBackToWhatIsShownWithoutWork()
    {
        const Session made = opened(test::fakeServices(1));
        QTRY_VERIFY(made.audit->audit() != nullptr);
        const auto shown = made.audit->audit();
        setRatio(*made.session, 0.9);
        QVERIFY(made.audit->isStale());
        made.session->undoStack()->undo();
        QVERIFY(!made.audit->isStale());
        QVERIFY(!made.audit->isBusy());
        QCOMPARE(made.audit->audit(), shown);
        made.session->undoStack()->redo();
        QTRY_VERIFY(!made.audit->isStale());
        QCOMPARE(made.audit->audit()->spec.policy.ratio, 0.9);
    }
    void whatNoAuditDependsOnStartsNone()
    {
        const Session made = opened(test::fakeServices(1));
        QTRY_VERIFY(made.audit->audit() != nullptr);
        made.session->edit(QStringLiteral("seed"), {}, [](SessionState& s) {
            s.study.split.seed = 9;
            s.study.roles.exclude.push_back("age");
        });
        QVERIFY(!made.audit->isStale());
        QVERIFY(!made.audit->isBusy());
    }
    void anErrorIsKeptAndTheNextChoiceRecovers()
    {
        const Session made = opened(test::fakeServices(1));
        QTRY_VERIFY(made.audit->audit() != nullptr);
        QSignalSpy changed(made.audit.get(), &AuditController::changed);
        made.session->edit(QStringLiteral("none"), {}, [](SessionState& s) {
            s.study.audit.prediction.clear();
            s.asksForPredictions = true;
        });
        QTRY_VERIFY(made.audit->error().has_value());
        QVERIFY(!made.audit->audit());
        QVERIFY(!made.audit->isBusy());
        QCOMPARE(made.audit->error()->what.english(), std::string("no prediction is chosen"));
        QVERIFY(changed.count() >= 2);
        made.session->undoStack()->undo();
        QTRY_VERIFY(made.audit->audit() != nullptr);
        QVERIFY(!made.audit->error());
    }
    void theSelectedRunIsAuditedBeforeAndAfter()
    {
        const Session made = opened(test::fakeServices(1), QStringLiteral("small.csv"));
        QVERIFY(!made.audit->audit());
        QVERIFY(!made.audit->isBusy());
        made.session->edit(QStringLiteral("repeats"), {}, [](SessionState& s) { s.study.split.repeats = 2; });
        made.session->run();
        QTRY_VERIFY(made.audit->audit() && made.audit->before());
        QVERIFY(made.audit->audit()->source.english().find("no") != std::string::npos);
        QVERIFY(made.audit->before()->source.english().find("yes") != std::string::npos);
        QTRY_COMPARE(made.session->freshness(), Freshness::Current);
        QTRY_VERIFY(!made.audit->isStale());
        made.session->selectRun(0); // repairs nothing
        QTRY_VERIFY(!made.audit->isBusy());
        QVERIFY(made.audit->audit() && !made.audit->before());
    }
    void anotherTableDropsTheOldAudit()
    {
        const Session made = opened(test::fakeServices(1));
        QTRY_VERIFY(made.audit->audit() != nullptr);
        const auto old = made.session->table();
        made.session->open({QStringLiteral("small.csv"), {}, {}});
        QTRY_VERIFY(made.session->table() != old);
        QVERIFY(!made.audit->audit());
    }
    void destroyWhileAuditing()
    {
        for (int i = 0; i < 10; ++i) {
            auto made = std::make_unique<Session>(opened(test::fakeServices(1000)));
            QTest::qWait(i);
            QElapsedTimer clock;
            clock.start();
            made.reset();
            QVERIFY(clock.elapsed() < 200);
        }
    }
};

QTEST_MAIN(TstAuditController)
#include "tst_audit_controller.moc"
