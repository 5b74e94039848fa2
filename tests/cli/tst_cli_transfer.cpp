#include "tests/support/process.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest/QtTest>

using evenhand::test::Outcome;
using evenhand::test::runCli;

/// Representations on tasks that they were not learned for, from the command line.
class TstCliTransfer : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    /// A study of 400 people with two targets; @p roles and @p runs are more of it.
    QString study(const QByteArray& roles, const QByteArray& runs = "[]")
    {
        QFile table(m_dir.filePath(QStringLiteral("t.csv")));
        if (table.open(QIODevice::WriteOnly)) {
            table.write("y,z,g,a,b\n");
            for (int i = 0; i < 400; ++i) {
                const int a = (i * 7) % 11;
                const int b = (i * 5) % 13;
                const bool isF = i % 2 == 0;
                table.write(a + (isF ? 0 : 2) > 6 ? "yes," : "no,");
                table.write(b > 5 ? "1," : "0,");
                table.write(isF ? "f," : "m,");
                table.write(QByteArray::number(a) + "," + QByteArray::number(b) + "\n");
            }
        }
        const QString path = m_dir.filePath(QStringLiteral("s.evenhand"));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(
                R"({"format":"evenhand-study","version":1,"data":{"path":"t.csv"},"roles":{"target":"y",)"
                R"("favourable":"yes","sensitive":["g"])"
                + roles + R"(},"split":{"kind":"holdout","repeats":1},"runs":)" + runs + "}");
        return path;
    }

private slots:
    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("roles");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        const QByteArray tasks(R"(,"tasks":[{"column":"z","favourable":1}])");
        QTest::newRow("setting") << tasks << QStringList {"--set", "strength"} << 2
                                 << QByteArray("NAME=VALUE");
        QTest::newRow("repeats") << tasks << QStringList {"--repeats", "0"} << 1 << QByteArray("repeats");
        QTest::newRow("one task") << QByteArray() << QStringList {} << 2 << QByteArray("two or more tasks");
        QTest::newRow("unknown task") << tasks << QStringList {"--leave-out", "zz"} << 2 << QByteArray("zz");
        QTest::newRow("parameter") << tasks << QStringList {"--set", "nonsense=1"} << 2
                                   << QByteArray("nonsense");
    }
    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, roles);
        QFETCH(QStringList, options);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const Outcome done = runCli(QStringList {"transfer", study(roles)} + options);
        QCOMPARE(done.code, code);
        QCOMPARE(done.err.count('\n'), 1);
        QVERIFY2(done.err.contains(says), done.err.constData());
        QVERIFY(done.out.isEmpty());
    }
    void aRunWritesItsRepresentation()
    {
        const QString path = study(R"(,"tasks":[{"column":"z","favourable":1}])",
            R"([{"learner":{"id":"logistic"},"method":{"id":"fair_representation","strength":10,"epochs":4}}])");
        const QString out = m_dir.filePath(QStringLiteral("run"));
        const Outcome done = runCli({"run", path, "--out", out, "--quiet"});
        QVERIFY2(done.code == 0, done.err.constData());
        QFile results(out + QStringLiteral("/results.json"));
        QVERIFY(results.open(QIODevice::ReadOnly));
        const QJsonArray runs
            = QJsonDocument::fromJson(results.readAll()).object()[QStringLiteral("runs")].toArray();
        const QJsonObject own = runs.last().toObject()[QStringLiteral("representation")].toObject();
        const QJsonObject after
            = own[QStringLiteral("repeats")].toArray().first().toObject()[QStringLiteral("after")].toObject();
        QCOMPARE(after[QStringLiteral("tasks")].toArray().size(), qsizetype {2});
        QVERIFY(
            !after[QStringLiteral("auditors")].toObject()[QStringLiteral("nonlinear")].toArray().isEmpty());
        QVERIFY(!after[QStringLiteral("divergences")].toArray().isEmpty());
        const QDir figures(out + QStringLiteral("/figures"));
        if (!figures.exists())
            QSKIP("built without figures");
        for (const char* const name : {"before", "after", "auditors", "divergences", "errors", "gaps"})
            QVERIFY2(figures.exists(QStringLiteral("representation_%1.png").arg(QLatin1String(name))), name);
    }
    void comparesAllVariantsOfTheTask()
    {
        const QString path = study(R"(,"tasks":[{"column":"z","favourable":1}])",
            R"([{"learner":{"id":"logistic"},"method":{"id":"fair_representation","strength":[1,10],"epochs":4}}])");
        const QString out = m_dir.filePath(QStringLiteral("out"));
        const Outcome done
            = runCli({"transfer", path, "--leave-out", "z = 1", "--repeats", "2", "--out", out});
        QVERIFY2(done.code == 0, done.err.constData());
        QCOMPARE(done.out.count("z = 1"), 5);
        QVERIFY(done.err.contains("several values of strength"));
        for (const char* const name : {"transfer.json", "transfer.csv"})
            QVERIFY(QFile::exists(out + QLatin1Char('/') + QLatin1String(name)));
        const Outcome json
            = runCli({"transfer", path, "--leave-out", "z = 1", "--repeats", "1", "--json", "--quiet"});
        QVERIFY(QJsonDocument::fromJson(json.out).object()[QStringLiteral("rows")].toArray().size() == 5);
    }
};

QTEST_GUILESS_MAIN(TstCliTransfer)
#include "tst_cli_transfer.moc"
