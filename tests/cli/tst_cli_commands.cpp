#include "tests/support/data.h"
#include "tests/support/process.h"

#include "engine/io/json.h"

#include <QtTest/QtTest>

#include <set>

using namespace evenhand;
using test::Outcome;
using test::runCli;

namespace {

json::value jsonOf(const QByteArray& bytes)
{
    return parseJson({bytes.constData(), static_cast<std::size_t>(bytes.size())}, "output").value();
}

QString writeTemporary(const QTemporaryDir& folder, const char* name, const QByteArray& bytes)
{
    QFile file(folder.filePath(QString::fromLatin1(name)));
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
    return file.fileName();
}

/// Column of a CSV without quoted cells, as numbers.
std::vector<double> numbersOf(const QByteArray& csv, const char* column)
{
    const QList<QByteArray> lines = csv.trimmed().split('\n');
    const qsizetype place = lines.front().trimmed().split(',').indexOf(QByteArray(column));
    std::vector<double> values;
    for (qsizetype i = 1; place >= 0 && i < lines.size(); ++i)
        values.push_back(lines[i].trimmed().split(',')[place].toDouble());
    return values;
}

QByteArray fileBytes(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TstCliCommands : public QObject {
    Q_OBJECT
private slots:
    void inspectSaysWhatWasRead()
    {
        const Outcome done = runCli({"inspect", EVENHAND_SOURCE_DIR "/resources/samples/hmda.csv", "--json"});
        QCOMPARE(done.code, 0);
        const json::object object = jsonOf(done.out).get_object();
        QCOMPARE(object.at("rows").to_number<int>(), 2380);
        QCOMPARE(object.at("columns").get_array().size(), std::size_t {14});
        QCOMPARE(std::string(object.at("sensitive").get_array()[0].get_string()), std::string("afam"));
    }
    void inspectReadsStandardInput()
    {
        const Outcome done = runCli({"inspect", "-", "--json"}, "a,b\n1,x\n2,y\n");
        QCOMPARE(done.code, 0);
        QCOMPARE(jsonOf(done.out).at("rows").to_number<int>(), 2);
    }
    void errorsAreOneLineOrOneObject()
    {
        const Outcome plain = runCli({"inspect", "/nowhere/at/all.csv"});
        QCOMPARE(plain.code, 2);
        QVERIFY2(plain.err.startsWith("error: ") && plain.err.count('\n') == 1, plain.err.constData());
        QVERIFY(plain.err.contains("/nowhere/at/all.csv"));
        const Outcome object = runCli({"inspect", "/nowhere/at/all.csv", "--json"});
        QCOMPARE(object.code, 2);
        const json::value error = jsonOf(object.err).at("error");
        QCOMPARE(std::string(error.at("file").get_string()), std::string("/nowhere/at/all.csv"));
        QVERIFY(!error.at("message").get_string().empty());
    }
    void wrongUsageIsExitCodeOne_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList {};
        QTest::newRow("unknown command") << QStringList {"dance"};
        QTest::newRow("no file") << QStringList {"inspect"};
        QTest::newRow("unknown option") << QStringList {"inspect", "a.csv", "--loud"};
        QTest::newRow("both") << QStringList {"repair", "a", "--score", "s", "--sensitive", "g", "--out", "o",
            "--strength", "1", "--alpha", "0"};
        QTest::newRow("estimator") << QStringList {
            "repair", "a", "--score", "s", "--sensitive", "g", "--out", "o", "--estimator", "best"};
    }
    void wrongUsageIsExitCodeOne()
    {
        QFETCH(QStringList, arguments);
        const Outcome done = runCli(arguments);
        QCOMPARE(done.code, 1);
        QVERIFY2(done.err.startsWith("error: ") && done.err.count('\n') == 1, done.err.constData());
    }
    void registriesAreJson_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("entry");
        QTest::newRow("methods") << "methods"
                                 << "wasserstein_barycenter";
        QTest::newRow("learners") << "learners"
                                  << "logistic";
        QTest::newRow("metrics") << "metrics"
                                 << "demographic_parity_difference";
    }
    void registriesAreJson()
    {
        QFETCH(QString, command);
        QFETCH(QString, entry);
        const Outcome done = runCli({command, "--json"});
        QCOMPARE(done.code, 0);
        const json::value document = jsonOf(done.out);
        const json::array& list = document.get_array();
        QVERIFY(std::ranges::any_of(list, [&](const json::value& v) {
            return std::string(v.at("id").get_string()) == entry.toStdString();
        }));
        std::set<std::string> ids;
        for (const json::value& v : list)
            QVERIFY2(ids.insert(std::string(v.at("id").get_string())).second, "an id is listed twice");
        QVERIFY(runCli({command}).out.contains(entry.toUtf8()));
    }
    void versionNamesTheLibraries()
    {
        const Outcome done = runCli({"version"});
        QVERIFY(done.out.startsWith("evenhand ") && done.out.contains("eigen 3.4"));
    }
    void repairGivesTheGoldenScores_data()
    {
        QTest::addColumn<QString>("estimator");
        QTest::addColumn<QString>("column");
        QTest::newRow("smooth") << "smooth"
                                << "fair_hazen";
        QTest::newRow("exact") << "exact"
                               << "fair_exactot";
        QTest::newRow("paper") << "paper"
                               << "fair_paper_nosplit";
        QTest::newRow("paper-split") << "paper-split"
                                     << "fair_paper_split_evenodd";
    }
    void repairGivesTheGoldenScores()
    {
        QFETCH(QString, estimator);
        QFETCH(QString, column);
        const QTemporaryDir folder;
        const QString calibration
            = QString::fromStdString(test::golden("barycenter/crime_authors_calib.csv").string());
        const QString table
            = QString::fromStdString(test::golden("barycenter/crime_authors_test.csv").string());
        const Outcome done = runCli({"repair", table, "--score", "base", "--sensitive", "group",
            "--calibration", calibration, "--estimator", estimator, "--out", folder.filePath("out.csv")});
        QCOMPARE(done.code, 0);
        const QByteArray repaired = fileBytes(folder.filePath("out.csv"));
        const std::vector<double> fair = numbersOf(repaired, "fair_score");
        const std::vector<double> expected = numbersOf(fileBytes(table), qPrintable(column));
        QCOMPARE(fair.size(), std::size_t {199});
        for (std::size_t i = 0; i < fair.size(); ++i)
            QVERIFY2(std::abs(fair[i] - expected[i]) <= 1e-12, qPrintable(QString::number(i)));
    }
    void alphaIsTheShareOfUnfairnessThatIsKept()
    {
        const QTemporaryDir folder;
        const QString calibration
            = QString::fromStdString(test::golden("barycenter/crime_authors_calib.csv").string());
        const QString table
            = QString::fromStdString(test::golden("barycenter/crime_authors_test.csv").string());
        QCOMPARE(runCli({"repair", table, "--score", "base", "--sensitive", "group", "--calibration",
                            calibration, "--alpha", "0.25", "--out", folder.filePath("out.csv")})
                     .code,
            0);
        const std::vector<double> fair = numbersOf(fileBytes(folder.filePath("out.csv")), "fair_score");
        const std::vector<double> expected = numbersOf(fileBytes(table), "fair_hazen_alpha0.25");
        for (std::size_t i = 0; i < fair.size(); ++i)
            QVERIFY(std::abs(fair[i] - expected[i]) <= 1e-12);
    }
    void repairNeutralisesFormulasAndKeepsEveryColumn()
    {
        const QTemporaryDir folder;
        const QString table
            = writeTemporary(folder, "t.csv", "note,s,g\n=1+1,0.5,a\n@x,0.2,b\n\"a,b\",0.3,a\nplain,0.9,b\n");
        const Outcome done = runCli(
            {"repair", table, "--score", "s", "--sensitive", "g", "--out", folder.filePath("out.csv")});
        QCOMPARE(done.code, 0);
        const QByteArray csv = fileBytes(folder.filePath("out.csv"));
        QVERIFY2(csv.startsWith("note,s,g,fair_score\n'=1+1,0.5,a,"), csv.constData());
        QVERIFY(csv.contains("\n'@x,0.2,b,") && csv.contains("\n\"a,b\",0.3,a,"));
    }
    void repairNamesAGroupThatTheCalibrationDoesNotHave()
    {
        const QTemporaryDir folder;
        const QString table = writeTemporary(folder, "t.csv", "s,g\n0.5,a\n0.2,b\n0.3,zz\n");
        const QString calibration = writeTemporary(folder, "c.csv", "s,g\n0.5,a\n0.2,b\n0.3,a\n");
        const Outcome done = runCli({"repair", table, "--score", "s", "--sensitive", "g", "--calibration",
            calibration, "--out", folder.filePath("out.csv")});
        QCOMPARE(done.code, 2);
        QVERIFY2(done.err.contains("zz"), done.err.constData());
        QVERIFY(!QFileInfo::exists(folder.filePath("out.csv")));
    }
};

QTEST_GUILESS_MAIN(TstCliCommands)
#include "tst_cli_commands.moc"
