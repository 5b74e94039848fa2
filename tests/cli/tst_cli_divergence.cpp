#include "tests/support/process.h"

#include <QtTest/QtTest>

using evenhand::test::Outcome;
using evenhand::test::runCli;

namespace {

const QString kHmda = QStringLiteral(EVENHAND_SOURCE_DIR "/resources/samples/hmda.csv");

QJsonObject json(const Outcome& outcome)
{
    return QJsonDocument::fromJson(outcome.out).object();
}

/// Groups a and b of 150 rows that differ by a half in x, c of 20 rows, and a column of two levels.
QByteArray smallTable(int rows = 320)
{
    QByteArray csv = "g,x,level\n";
    for (int i = 0; i < rows; ++i) {
        const char group = i < 150 ? 'a' : i < 300 ? 'b' : 'c';
        const double x = (i * 37 % 150) / 150.0 + (group == 'b' ? 0.5 : 0.0);
        csv += QByteArray(1, group) + "," + QByteArray::number(x, 'g', 17) + (i % 3 == 0 ? ",u\n" : ",v\n");
    }
    return csv;
}

} // namespace

class TstCliDivergence : public QObject {
    Q_OBJECT

private slots:
    void everyKindHasAValueAndItsNull_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* const kind : {"mmd", "sinkhorn", "energy", "wasserstein"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void everyKindHasAValueAndItsNull()
    {
        QFETCH(QString, kind);
        const Outcome done = runCli({"divergence", "-", "--sensitive", "g", "--columns", "x,level", "--kind",
                                        kind, "--permutations", "19", "--json"},
            smallTable());
        QVERIFY2(done.code == 0, done.err.constData());
        const QJsonArray pairs = json(done).value("pairs").toArray();
        QCOMPARE(pairs.size(), 3);
        const QJsonObject first = pairs[0].toObject();
        QCOMPARE(first.value("groups").toArray(), QJsonArray({"a", "b"}));
        QVERIFY(first.value("value").toDouble() > first.value("null_95").toDouble());
        QVERIFY(first.value("null_mean").toDouble() > 0.0);
        QCOMPARE(first.value("p").toDouble(), 0.05);
        const bool isKernel = kind == "mmd" || kind == "energy";
        QCOMPARE(first.value("unbiased").isDouble(), isKernel);
        QCOMPARE(first.contains("wasserstein_2_squared"), kind == "wasserstein");
        const QJsonObject small = pairs[1].toObject();
        QVERIFY(small.value("value").isNull() && small.value("p").isNull());
        QVERIFY(small.value("undefined").toString().contains("has 20 rows; a comparison needs 100"));
    }
    void wassersteinOfOneColumnIsExact()
    {
        const Outcome done = runCli(
            {"divergence", "-", "--sensitive", "g", "--columns", "x", "--kind", "wasserstein", "--json"},
            smallTable());
        QVERIFY2(done.code == 0, done.err.constData());
        const QJsonObject pair = json(done).value("pairs").toArray()[0].toObject();
        QVERIFY(std::abs(pair.value("value").toDouble() - 0.5) < 1e-12);
        QVERIFY(std::abs(pair.value("wasserstein_2_squared").toDouble() - 0.25) < 1e-12);
        QCOMPARE(json(done).value("permutations").toInt(), 200);
    }
    void aSampleIsComparedInAllItsColumns()
    {
        const QStringList arguments {"divergence", kHmda, "--sensitive", "afam", "--columns",
            "pirat,hirat,lvrat,chist,mhist", "--standardise", "--seed", "3"};
        const Outcome text = runCli(arguments);
        QVERIFY2(text.code == 0, text.err.constData());
        QVERIFY(text.out.startsWith("mmd between groups of afam, "));
        QVERIFY(text.out.contains("differ by more than chance"));
        const Outcome first = runCli(arguments + QStringList {"--json"});
        QCOMPARE(runCli(arguments + QStringList {"--json"}).out, first.out);
        QVERIFY(json(first).value("pairs").toArray()[0].toObject().value("bandwidth").toDouble() > 0.5);
    }
    void wrongUseIsRefusedInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        QTest::newRow("column") << QStringList {"--columns", "nothing"} << 2 << "nothing";
        QTest::newRow("sensitive") << QStringList {"--columns", "x,g"} << 2 << "makes the groups";
        QTest::newRow("twice") << QStringList {"--columns", "x,x"} << 2 << "named twice";
        QTest::newRow("kind") << QStringList {"--columns", "x", "--kind", "no"} << 1 << "--kind";
        QTest::newRow("bandwidth") << QStringList {"--columns", "x", "--kind", "energy", "--bandwidth", "1"}
                                   << 2 << "--bandwidth is of the kernel of mmd";
        QTest::newRow("epsilon") << QStringList {"--columns", "x", "--epsilon", "0.1"} << 2
                                 << "--epsilon is of";
        QTest::newRow("negative") << QStringList {"--columns", "x", "--bandwidth", "-1"} << 1 << "bandwidth";
    }
    void wrongUseIsRefusedInOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, message);
        const Outcome done
            = runCli(QStringList {"divergence", "-", "--sensitive", "g"} + arguments, smallTable());
        QCOMPARE(done.code, code);
        QVERIFY2(done.err.contains(message.toUtf8()), done.err.constData());
        QCOMPARE(done.err.count('\n'), 1);
        QVERIFY(done.out.isEmpty());
    }
    void groupsThatAreTooSmallHaveNoAnswer()
    {
        const Outcome done
            = runCli({"divergence", "-", "--sensitive", "g", "--columns", "x", "--json"}, smallTable(200));
        QCOMPARE(done.code, 3);
        QVERIFY(
            json(done).value("error").isObject() || done.err.contains("fewer than two groups have 100 rows"));
    }
};

QTEST_GUILESS_MAIN(TstCliDivergence)
#include "tst_cli_divergence.moc"
