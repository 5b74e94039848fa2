#include "tests/support/data.h"
#include "tests/support/process.h"

#include "engine/io/json.h"

#include <QtTest/QtTest>

#include <csignal>

using namespace evenhand;
using test::Outcome;
using test::runCli;

namespace {

QByteArray fileBytes(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

json::object jsonOf(const QByteArray& bytes)
{
    return parseJson({bytes.constData(), static_cast<std::size_t>(bytes.size())}, "output")
        .value()
        .get_object();
}

/// Takes out what may differ between two runs of one study: times and the number of threads.
QByteArray withoutTimes(QByteArray results)
{
    const QRegularExpression times(QStringLiteral("\"(seconds|threads)\": [^,\n]*"));
    return QString::fromUtf8(results).replace(times, QStringLiteral("\"\\1\": 0")).toUtf8();
}

QString sample(const char* name)
{
    return QStringLiteral(EVENHAND_SOURCE_DIR "/resources/samples/") + QString::fromLatin1(name);
}

} // namespace

class TstCliRun : public QObject {
    Q_OBJECT
private slots:
    void runsTheSampleStudyAndWritesEveryFile()
    {
        const QTemporaryDir out;
        const Outcome done = runCli({"run", sample("hmda.evenhand"), "--out", out.path(), "--quiet"});
        QCOMPARE(done.err, QByteArray());
        QCOMPARE(done.code, 0);
        const json::object results = jsonOf(fileBytes(out.filePath("results.json")));
        QCOMPARE(std::string(results.at("format").get_string()), std::string("evenhand-results"));
        const json::array& runs = results.at("runs").get_array();
        QCOMPARE(runs.size(), std::size_t {12});
        const auto ks = [&](std::size_t run) {
            return runs[run].at("metrics").at("ks_distance").at("mean").get_double();
        };
        // Strength 0 is the unrepaired model; the full repair leaves little more than noise.
        QCOMPARE(ks(1), ks(0));
        QVERIFY2(ks(0) > 0.25 && ks(11) < 0.6 * ks(0),
            qPrintable(QString::number(ks(0)) + " " + QString::number(ks(11))));
        QVERIFY(fileBytes(out.filePath("metrics.csv"))
                    .startsWith("run,learner,method,parameters,group,metric,mean"));
        const QByteArray report = fileBytes(out.filePath("report.html"));
        QVERIFY(report.contains("Chzhen") && report.contains("</html>"));
        for (const char* const figure : {"tradeoff", "barycenter_quantiles"})
            for (const char* const ending : {".svg", ".png"})
                QVERIFY2(QFileInfo(out.filePath(QStringLiteral("figures/") + figure + ending)).size() > 1000,
                    figure);
    }
    void givesTheSameBytesForAnyNumberOfThreads()
    {
        const QTemporaryDir one;
        const QTemporaryDir eight;
        QCOMPARE(runCli({"run", sample("cps1988.evenhand"), "--out", one.path(), "--threads", "1", "--quiet"})
                     .code,
            0);
        QCOMPARE(
            runCli({"run", sample("cps1988.evenhand"), "--out", eight.path(), "--threads", "8", "--quiet"})
                .code,
            0);
        const QByteArray first = withoutTimes(fileBytes(one.filePath("results.json")));
        QVERIFY(first.size() > 1000);
        QCOMPARE(withoutTimes(fileBytes(eight.filePath("results.json"))), first);
    }
    void replaysASimulatedTableFromItsPath()
    {
        const QTemporaryDir out;
        QFile study(out.filePath("s.evenhand"));
        QVERIFY(study.open(QIODevice::WriteOnly));
        study.write(
            R"({"format":"evenhand-study","version":1,"data":{"path":"simulated:rows=600,groups=3,bias=1,seed=4"},
            "roles":{"target":"merit_score","task":"regression","sensitive":["group"],"exclude":["hired"]},
            "split":{"kind":"kfold","folds":3,"seed":2},"predictions":true,
            "runs":[{"learner":{"id":"ridge"},"method":{"id":"wasserstein_barycenter","strength":[0,1]}}]})");
        study.close();
        const Outcome done = runCli({"run", study.fileName(), "--out", out.path(), "--quiet"});
        QCOMPARE(done.err, QByteArray());
        const QByteArray predictions = fileBytes(out.filePath("predictions.csv"));
        QCOMPARE(predictions.count('\n'), 1 + 2 * 600); // every row is tested once per run
    }
    void namesWhatIsWrongInOneLine_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("named");
        const QString roles = R"("roles":{"target":"deny","favourable":"no","sensitive":["afam"]})";
        const QString runs = R"("runs":[{"learner":{"id":"logistic"}}])";
        QTest::newRow("learner") << roles + R"(,"runs":[{"learner":{"id":"oracle"}}])" << 2 << "oracle";
        QTest::newRow("method") << roles
                + R"(,"runs":[{"learner":{"id":"logistic"},"method":{"id":"magic"}}])"
                                << 2 << "magic";
        QTest::newRow("parameter") << roles + R"(,"runs":[{"learner":{"id":"logistic","D":1}}])" << 2 << "D";
        QTest::newRow("bounds") << roles + R"(,"runs":[{"learner":{"id":"logistic","C":-1}}])" << 2 << "C";
        QTest::newRow("task") << roles + R"(,"runs":[{"learner":{"id":"ridge"}}])" << 2 << "ridge";
        QTest::newRow("target") << R"("roles":{"target":"dony","favourable":"no","sensitive":["afam"]},)"
                + runs << 2 << "dony";
        QTest::newRow("favourable")
            << R"("roles":{"target":"deny","favourable":"maybe","sensitive":["afam"]},)" + runs << 2
            << "maybe";
        QTest::newRow("sensitive") << R"("roles":{"target":"deny","favourable":"no","sensitive":[]},)" + runs
                                   << 2 << "sensitive";
        QTest::newRow("two parts") << R"("roles":{"target":"deny","favourable":"no","sensitive":["deny"]},)"
                + runs << 2 << "both";
    }
    void namesWhatIsWrongInOneLine()
    {
        QFETCH(QString, body);
        QFETCH(int, code);
        QFETCH(QString, named);
        const QTemporaryDir folder;
        QFile study(folder.filePath("s.evenhand"));
        QVERIFY(study.open(QIODevice::WriteOnly));
        study.write(("{\"format\":\"evenhand-study\",\"version\":1,\"data\":{\"path\":\"" + sample("hmda.csv")
            + "\"}," + body + "}")
                        .toUtf8());
        study.close();
        const Outcome done = runCli({"run", study.fileName(), "--out", folder.filePath("out"), "--quiet"});
        QCOMPARE(done.code, code);
        QVERIFY2(done.err.startsWith("error: "), done.err.constData());
        QCOMPARE(done.err.count('\n'), 1);
        QVERIFY2(QString::fromUtf8(done.err).contains(named), done.err.constData());
        QVERIFY(!QFileInfo::exists(folder.filePath("out")));
    }
    void stopsAtCtrlCAndKeepsWhatIsFinished()
    {
        const QTemporaryDir folder;
        QFile study(folder.filePath("s.evenhand"));
        QVERIFY(study.open(QIODevice::WriteOnly));
        study.write(("{\"format\":\"evenhand-study\",\"version\":1,\"data\":{\"path\":\""
            + sample("cps1988.csv")
            + R"("},"roles":{"task":"regression","target":"wage","sensitive":["ethnicity"]},"split":{"repeats":5000},
                "runs":[{"learner":{"id":"ridge"},"method":{"id":"wasserstein_barycenter"}}]})")
                        .toUtf8());
        study.close();
        QProcess process;
        process.start(QStringLiteral(EVENHAND_CLI),
            {"run", study.fileName(), "--out", folder.filePath("out"), "--quiet"});
        QVERIFY(process.waitForStarted());
        QTest::qWait(2500);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        const json::object results = jsonOf(fileBytes(folder.filePath("out/results.json")));
        QCOMPARE(results.at("complete").get_bool(), false);
        QVERIFY(results.at("runs").get_array()[0].at("repeats_done").get_int64() > 0);
    }
};

QTEST_GUILESS_MAIN(TstCliRun)
#include "tst_cli_run.moc"
