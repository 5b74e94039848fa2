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

/// Writes a study file; single quotes stand for double ones so that the JSON can be read here.
QString writeStudyFile(const QTemporaryDir& folder, const QString& data, QString body)
{
    QFile study(folder.filePath(QStringLiteral("s.evenhand")));
    body.replace(QLatin1Char('\''), QLatin1Char('"'));
    const QString head
        = QStringLiteral("{\"format\":\"evenhand-study\",\"version\":1,\"data\":{\"path\":\"%1\"},");
    if (study.open(QIODevice::WriteOnly))
        study.write((head.arg(data) + body + QLatin1Char('}')).toUtf8());
    return study.fileName();
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
        const Outcome done
            = runCli({"run", sample("hmda.evenhand"), "--no-cache", "--out", out.path(), "--quiet"});
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
        QCOMPARE(runCli({"run", sample("cps1988.evenhand"), "--no-cache", "--out", one.path(), "--threads",
                            "1", "--quiet"})
                     .code,
            0);
        QCOMPARE(runCli({"run", sample("cps1988.evenhand"), "--no-cache", "--out", eight.path(), "--threads",
                            "8", "--quiet"})
                     .code,
            0);
        const QByteArray first = withoutTimes(fileBytes(one.filePath("results.json")));
        QVERIFY(first.size() > 1000);
        QCOMPARE(withoutTimes(fileBytes(eight.filePath("results.json"))), first);
    }
    void replaysASimulatedTableFromItsPath()
    {
        const QTemporaryDir out;
        const QString study = writeStudyFile(out, "simulated:rows=600,groups=3,bias=1,seed=4",
            "'roles':{'target':'merit_score','task':'regression','sensitive':['group'],'exclude':['hired']},"
            "'split':{'kind':'kfold','folds':3,'repeats':1,'seed':2},'predictions':true,"
            "'runs':[{'learner':{'id':'ridge'},'method':{'id':'wasserstein_barycenter','strength':[0,1]}}]");
        const Outcome done = runCli({"run", study, "--out", out.path(), "--quiet"});
        QCOMPARE(done.err, QByteArray());
        const QByteArray predictions = fileBytes(out.filePath("predictions.csv"));
        QCOMPARE(predictions.count('\n'), 1 + 2 * 600); // every row is tested once per run
    }
    void choosesParametersByTwoStepValidation()
    {
        const QTemporaryDir out;
        const QString study = writeStudyFile(out, "simulated:rows=600,groups=2,bias=1,seed=4",
            "'roles':{'target':'hired','favourable':'yes','sensitive':['group'],'exclude':['merit_score']},"
            "'split':{'repeats':2,'seed':3},'predictions':true,"
            "'runs':[{'learner':{'id':'logistic','C':[0.01,1]},'selection':{'kind':'two_step','folds':4},"
            "'method':{'id':'wasserstein_barycenter','strength':[0,1]}}]");
        const Outcome done = runCli({"run", study, "--out", out.path(), "--quiet"});
        QCOMPARE(done.err, QByteArray());
        QCOMPARE(done.code, 0);
        const json::object results = jsonOf(fileBytes(out.filePath("results.json")));
        const json::array& runs = results.at("runs").get_array();
        QCOMPARE(runs.size(), std::size_t {2});
        const json::object& selection = runs[0].at("selection").get_object();
        QCOMPARE(selection.at("chosen").get_array().size(), std::size_t {2});
        QCOMPARE(selection.at("first_repeat").get_array().size(), std::size_t {2});
        std::int64_t times = 0;
        for (const json::value& count : selection.at("counts").get_array())
            times += count.at("repeats").get_int64();
        QCOMPARE(times, std::int64_t {2});
        QVERIFY(runs[0].at("parameters").get_object().contains("C"));
        QVERIFY(fileBytes(out.filePath("report.html")).contains("chosen: C "));
        QVERIFY(QFileInfo(out.filePath("figures/tradeoff.svg")).size() > 1000);
    }
    void namesWhatIsWrongInOneLine_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("named");
        const QString roles = "'roles':{'target':'deny','favourable':'no','sensitive':['afam']}";
        const QString runs = ",'runs':[{'learner':{'id':'logistic'}}]";
        QTest::newRow("learner") << roles + ",'runs':[{'learner':{'id':'oracle'}}]"
                                 << "oracle";
        QTest::newRow("method") << roles + ",'runs':[{'learner':{'id':'logistic'},'method':{'id':'magic'}}]"
                                << "magic";
        QTest::newRow("parameter") << roles + ",'runs':[{'learner':{'id':'logistic','D':1}}]"
                                   << "D";
        QTest::newRow("bounds") << roles + ",'runs':[{'learner':{'id':'logistic','C':-1}}]"
                                << "C";
        QTest::newRow("task") << roles + ",'runs':[{'learner':{'id':'ridge'}}]"
                              << "ridge";
        QTest::newRow("selection") << roles
                + ",'runs':[{'learner':{'id':'logistic','C':[1,2]},'selection':{'kind':'two_step','folds':1}}"
                  "]"
                                   << "runs[0].selection.folds";
        QTest::newRow("no runs") << roles << "no run";
        QTest::newRow("target") << "'roles':{'target':'dony','favourable':'no','sensitive':['afam']}" + runs
                                << "dony";
        QTest::newRow("favourable") << "'roles':{'target':'deny','favourable':'maybe','sensitive':['afam']}"
                + runs << "maybe";
        QTest::newRow("sensitive") << "'roles':{'target':'deny','favourable':'no','sensitive':[]}" + runs
                                   << "sensitive";
        QTest::newRow("two parts") << "'roles':{'target':'deny','favourable':'no','sensitive':['deny']}"
                + runs << "both";
    }
    void namesWhatIsWrongInOneLine()
    {
        QFETCH(QString, body);
        QFETCH(QString, named);
        const QTemporaryDir folder;
        const QString study = writeStudyFile(folder, sample("hmda.csv"), body);
        const Outcome done = runCli({"run", study, "--out", folder.filePath("out"), "--quiet"});
        QCOMPARE(done.code, 2);
        QVERIFY2(done.err.startsWith("error: "), done.err.constData());
        QCOMPARE(done.err.count('\n'), 1);
        QVERIFY2(QString::fromUtf8(done.err).contains(named), done.err.constData());
        QVERIFY(!QFileInfo::exists(folder.filePath("out")));
    }
    void stopsAtCtrlCAndKeepsWhatIsFinished()
    {
        const QTemporaryDir folder;
        QCOMPARE(exitCodeOfStopped(folder), 130);
        const json::object results = jsonOf(fileBytes(folder.filePath("out/results.json")));
        QCOMPARE(results.at("complete").get_bool(), false);
        QVERIFY(results.at("runs").get_array()[0].at("repeats_done").get_int64() > 0);
    }
    void aStoppedRunLeavesCompleteResultsAlone()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("out"));
        const QByteArray earlier = "{\"complete\": true}";
        QFile file(folder.filePath("out/results.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(earlier) == earlier.size());
        file.close();
        QCOMPARE(exitCodeOfStopped(folder), 130);
        QCOMPARE(fileBytes(folder.filePath("out/results.json")), earlier);
        QVERIFY(!QFileInfo::exists(folder.filePath("out/report.html")));
    }

private:
    /// A long study, interrupted when some of its repeats are finished.
    static int exitCodeOfStopped(const QTemporaryDir& folder)
    {
        const QString study = writeStudyFile(folder, sample("cps1988.csv"),
            "'roles':{'task':'regression','target':'wage','sensitive':['ethnicity']},'split':{'repeats':400}"
            ","
            "'runs':[{'learner':{'id':'ridge'},'method':{'id':'wasserstein_barycenter'}}]");
        QProcess process;
        process.start(
            QStringLiteral(EVENHAND_CLI), {"run", study, "--out", folder.filePath("out"), "--quiet"});
        if (!process.waitForStarted())
            return -1;
        QTest::qWait(2500);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        return process.waitForFinished(30'000) ? process.exitCode() : -1;
    }
};

QTEST_GUILESS_MAIN(TstCliRun)
#include "tst_cli_run.moc"
