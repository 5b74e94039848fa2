#include "engine/learners/learner.h"
#include "tests/support/encoded.h"

#include <QtTest/QtTest>

#include <ctime>
#include <pthread.h>
#include <set>
#include <thread>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// Processor time of a thread: unlike the clock it does not run while others use the machine.
double processorSeconds(pthread_t thread)
{
    clockid_t clock {};
    timespec time {};
    if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &time) != 0)
        return -1.0;
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

} // namespace

/// What every learner of the registry must keep.
class TstLearnerRegistry : public QObject {
    Q_OBJECT

    static void eachLearner(bool (*fits)(const LearnerInfo&) = [](const LearnerInfo&) { return true; })
    {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t i = 0; i < learners().size(); ++i)
            if (fits(learners()[i]))
                QTest::newRow(std::string(learners()[i].id).c_str()) << i;
    }
    static ParamSet defaults(const LearnerInfo& info)
    {
        return completeParams(info.id, info.params, {}).value();
    }

private slots:
    void describesItself()
    {
        std::set<std::string_view> ids;
        for (const LearnerInfo& info : learners()) {
            QVERIFY(ids.insert(info.id).second);
            QVERIFY(!info.name.empty() && !info.description.empty() && info.make != nullptr);
            QVERIFY(info.classification || info.regression);
            for (const ParamSpec& spec : info.params)
                QVERIFY(!spec.name.empty() && !spec.description.empty() && spec.minimum <= spec.defaultNumber
                    && spec.defaultNumber <= spec.maximum);
        }
    }
    void namesTheOthersWhenOneIsUnknown()
    {
        const auto unknown = findLearner("logistics");
        QCOMPARE(unknown.error().code, ErrorCode::InvalidArgument);
        QVERIFY(unknown.error().hint.english().find("logistic, linear_svm, kernel_svm, ridge")
            != std::string::npos);
    }

    void hasTheSameBitsOnEveryCall_data() { eachLearner(); }
    void hasTheSameBitsOnEveryCall()
    {
        QFETCH(std::size_t, index);
        const LearnerInfo& info = learners()[index];
        const EncodedData data = simulatedRows(500, 4, {6}, info.classification, 3);
        const auto scores = [&](int threads) {
            const RunContext ctx({}, nullptr, threads);
            return info.make()->fit(data, defaults(info), {}, ctx).value()->predict(data, ctx).value();
        };
        const Scores first = scores(1);
        QVERIFY(first.allFinite());
        QVERIFY((first.array() == scores(1).array()).all());
        QVERIFY((first.array() == scores(4).array()).all());
    }

    void givesProbabilitiesInClassification_data()
    {
        eachLearner([](const LearnerInfo& info) {
            return info.classification && info.scoreKind == ScoreKind::Probability;
        });
    }
    void givesProbabilitiesInClassification()
    {
        QFETCH(std::size_t, index);
        const LearnerInfo& info = learners()[index];
        EncodedData data = simulatedRows(300, 3, {}, true, 3);
        data.x.dense *= 1e3;
        const Scores scores
            = info.make()->fit(data, defaults(info), {}, {}).value()->predict(data, {}).value();
        QVERIFY(scores.minCoeff() >= 0.0 && scores.maxCoeff() <= 1.0);
    }

    void survivesOutcomesThatAreAllTheSame_data() { eachLearner(); }
    void survivesOutcomesThatAreAllTheSame()
    {
        QFETCH(std::size_t, index);
        const LearnerInfo& info = learners()[index];
        for (const double outcome : {0.0, 1.0}) {
            EncodedData data = simulatedRows(100, 3, {4}, true, 3);
            data.y.setConstant(outcome);
            const auto model = info.make()->fit(data, defaults(info), {}, {}).value();
            const Scores scores = model->predict(data, {}).value();
            QVERIFY(scores.allFinite());
            if (info.scoreKind == ScoreKind::DecisionValue)
                QVERIFY(outcome == 1.0 ? scores.minCoeff() >= 0.0 : scores.maxCoeff() < 0.0);
            else
                QVERIFY((scores.array() - outcome).abs().maxCoeff() < 0.02);
        }
    }

    void stopsSoonWhenAsked_data() { eachLearner(); }
    void stopsSoonWhenAsked()
    {
        QFETCH(std::size_t, index);
        const LearnerInfo& info = learners()[index];
        // Seconds of work for each: many rows, many columns, and more levels than a Gram matrix can hold.
        const std::vector<EncodedData> problems {simulatedRows(60'000, 150, {30, 8}, info.classification, 3),
            simulatedRows(3000, 950, {}, info.classification, 3),
            simulatedRows(150'000, 3, {9000, 2000, 40}, info.classification, 3)};
        for (const EncodedData& data : problems) {
            std::stop_source stop;
            std::atomic<bool> started {false};
            std::optional<ErrorCode> outcome;
            std::atomic<bool> finished {false};
            double atStop = 0.0;
            double atEnd = 0.0;
            std::thread worker([&] {
                started = true;
                const RunContext ctx(stop.get_token(), nullptr, 1);
                const auto fitted = info.make()->fit(data, defaults(info), {}, ctx);
                if (fitted.has_error())
                    outcome = fitted.error().code;
                atEnd = processorSeconds(pthread_self());
                finished = true;
            });
            while (!started)
                std::this_thread::yield();
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            atStop = finished ? 0.0 : processorSeconds(worker.native_handle());
            stop.request_stop();
            worker.join();
            if (outcome) {
                QCOMPARE(*outcome, ErrorCode::Cancelled);
                QVERIFY2(atEnd - atStop < 0.2, qPrintable(QString::number(atEnd - atStop)));
            }
        }
    }

    void doesNotStartWhenAlreadyStopped_data() { eachLearner(); }
    void doesNotStartWhenAlreadyStopped()
    {
        QFETCH(std::size_t, index);
        const LearnerInfo& info = learners()[index];
        const EncodedData data = simulatedRows(200, 3, {4}, info.classification, 3);
        std::stop_source stop;
        stop.request_stop();
        const RunContext ctx(stop.get_token(), nullptr, 1);
        QCOMPARE(info.make()->fit(data, defaults(info), {}, ctx).error().code, ErrorCode::Cancelled);
        const auto model = info.make()->fit(data, defaults(info), {}, {}).value();
        QCOMPARE(model->predict(data, ctx).error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstLearnerRegistry)
#include "tst_learner_registry.moc"
