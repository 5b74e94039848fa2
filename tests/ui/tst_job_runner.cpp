#include "ui/jobs/job_runner.h"

#include <QtTest/QtTest>

#include <chrono>
#include <stdexcept>

using namespace evenhand;
using namespace evenhand::ui;
using namespace std::chrono_literals;

namespace {

JobRunner::Value number(int n)
{
    return std::make_shared<const int>(n);
}

/// Works in steps of a millisecond until it is stopped or @p steps are done.
JobRunner::Work slow(int steps, int answer)
{
    return [=](const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        for (int i = 0; i < steps; ++i) {
            EH_CHECK(ctx.checkpoint(static_cast<double>(i) / steps));
            std::this_thread::sleep_for(1ms);
        }
        return number(answer);
    };
}

struct Heard {
    explicit Heard(JobRunner& runner)
    {
        QObject::connect(
            &runner, &JobRunner::finished, &runner, [this](JobRunner::Id id, const JobRunner::Value& value) {
                finished.push_back({id, *jobValue<int>(value)});
            });
        QObject::connect(
            &runner, &JobRunner::partial, &runner, [this](JobRunner::Id id, const JobRunner::Value& value) {
                partials.push_back({id, *jobValue<int>(value)});
            });
        QObject::connect(&runner, &JobRunner::failed, &runner,
            [this](JobRunner::Id, const Error& e) { errors.push_back(e); });
        QObject::connect(&runner, &JobRunner::cancelled, &runner, [this](JobRunner::Id) { ++cancelled; });
        QObject::connect(&runner, &JobRunner::progressed, &runner,
            [this](JobRunner::Id, double fraction, const Text&) { fractions.push_back(fraction); });
    }
    std::vector<std::pair<JobRunner::Id, int>> finished, partials;
    std::vector<Error> errors;
    std::vector<double> fractions;
    int cancelled = 0;
};

} // namespace

class TstJobRunner : public QObject {
    Q_OBJECT
private slots:
    void finishesOnceWithMonotoneProgress()
    {
        JobRunner runner;
        Heard heard(runner);
        const JobRunner::Id id = runner.start(slow(200, 7));
        QTRY_COMPARE(heard.finished.size(), std::size_t(1));
        QCOMPARE(heard.finished.front(), std::make_pair(id, 7));
        QVERIFY(!heard.fractions.empty());
        QVERIFY(std::is_sorted(heard.fractions.begin(), heard.fractions.end()));
        QVERIFY(!runner.isBusy());
    }
    void latestOfFiftyRapidStartsWins()
    {
        JobRunner runner;
        Heard heard(runner);
        JobRunner::Id last = 0;
        for (int i = 0; i < 50; ++i)
            last = runner.start(slow(20, i));
        QTRY_COMPARE(heard.finished.size(), std::size_t(1));
        QCOMPARE(heard.finished.front(), std::make_pair(last, 49));
        QCOMPARE(heard.cancelled, 49);
    }
    void destroyWhileRunning()
    {
        for (int i = 0; i < 50; ++i) {
            JobRunner runner;
            runner.start(slow(1000, 1));
            if (i % 2 == 0)
                std::this_thread::sleep_for(2ms);
        }
        QCoreApplication::processEvents();
    }
    void anExceptionBecomesAnInternalError()
    {
        JobRunner runner;
        Heard heard(runner);
        runner.start([](const RunContext&, const JobRunner::Publish&) -> Result<JobRunner::Value> {
            throw std::runtime_error("broken");
        });
        QTRY_COMPARE(heard.errors.size(), std::size_t(1));
        QCOMPARE(heard.errors.front().code, ErrorCode::Internal);
        QVERIFY(QString::fromStdString(heard.errors.front().english()).contains(QStringLiteral("broken")));
    }
    void stopTakesEffectWithinTwoHundredMilliseconds()
    {
        JobRunner runner;
        Heard heard(runner);
        runner.start(slow(100000, 1));
        QTest::qWait(30);
        QElapsedTimer clock;
        clock.start();
        runner.stop();
        QTRY_COMPARE(heard.cancelled, 1);
        QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(heard.finished.empty());
    }
    void aStoppedJobMayStillDeliverWhatItHas()
    {
        JobRunner runner;
        Heard heard(runner);
        runner.start([](const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
            while (!ctx.stopRequested())
                std::this_thread::sleep_for(1ms);
            return number(3);
        });
        QTest::qWait(10);
        runner.stop();
        QTRY_COMPARE(heard.finished.size(), std::size_t(1));
        QCOMPARE(heard.finished.front().second, 3);
    }
    void partialsArriveOnlyForTheCurrentJob()
    {
        JobRunner runner;
        Heard heard(runner);
        runner.start(
            [](const RunContext& ctx, const JobRunner::Publish& publish) -> Result<JobRunner::Value> {
                publish(number(-1));
                while (!ctx.stopRequested())
                    std::this_thread::sleep_for(1ms);
                publish(number(-2));
                return number(-3);
            });
        std::this_thread::sleep_for(20ms); // its first partial now waits in the outbox
        const JobRunner::Id second = runner.start(
            [](const RunContext&, const JobRunner::Publish& publish) -> Result<JobRunner::Value> {
                publish(number(1));
                return number(2);
            });
        QTRY_COMPARE(heard.finished.size(), std::size_t(1));
        QCOMPARE(heard.partials, (std::vector<std::pair<JobRunner::Id, int>> {{second, 1}}));
        QCOMPARE(heard.finished.front(), std::make_pair(second, 2));
    }
    void aNetworkInTrainingShowsItsCurve()
    {
        JobRunner runner;
        std::vector<std::shared_ptr<const TrainingCurve>> seen;
        connect(&runner, &JobRunner::trained, this,
            [&](JobRunner::Id, const std::shared_ptr<const TrainingCurve>& curve) { seen.push_back(curve); });
        const auto training = [](int epochs) {
            return [=](const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
                TrainingCurve curve;
                for (int i = 0; i < epochs; ++i) {
                    EH_CHECK(ctx.checkpoint());
                    std::this_thread::sleep_for(1ms);
                    curve.epochs.push_back({});
                    ctx.silent().show(std::make_shared<const TrainingCurve>(curve));
                }
                return number(epochs);
            };
        };
        QElapsedTimer clock;
        clock.start();
        runner.start(training(1000));
        QTRY_VERIFY(!runner.isBusy());
        QVERIFY(seen.size() >= 2);
        QVERIFY2(static_cast<qint64>(seen.size()) <= clock.elapsed() / 100 + 2,
            qPrintable(QString::number(seen.size())));
        for (std::size_t i = 1; i < seen.size(); ++i)
            QVERIFY(seen[i]->epochs.size() > seen[i - 1]->epochs.size());
        // A job that trains nothing shows nothing of the one before it.
        seen.clear();
        runner.start(slow(300, 1));
        QTRY_VERIFY(!runner.isBusy());
        QVERIFY(seen.empty());
    }
    void ofAnAbandonedJobNothingArrives()
    {
        JobRunner runner;
        Heard heard(runner);
        runner.start(slow(5, 1));
        runner.abandon();
        QTest::qWait(60);
        QVERIFY(heard.finished.empty());
        QCOMPARE(heard.cancelled, 1);
        QVERIFY(!runner.isBusy());
    }
};

QTEST_GUILESS_MAIN(TstJobRunner)
#include "tst_job_runner.moc"
