#include "tests/support/sweeps.h"

#include <QtTest/QtTest>

using namespace evenhand::test;

namespace {

constexpr int kRepeats = 3;

/// The commands of the documentation's example that contains @p word.
QString documentedExample(const QString& word)
{
    QFile file(QStringLiteral(EVENHAND_SOURCE_DIR "/docs/sweeps.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression example(
        QStringLiteral("```bash\n(.*?)```"), QRegularExpression::DotMatchesEverythingOption);
    auto found = example.globalMatch(QString::fromUtf8(file.readAll()));
    while (found.hasNext()) {
        const QString commands = found.next().captured(1);
        if (commands.contains(word))
            return commands;
    }
    return {};
}

} // namespace

class TstCliShards : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_study, m_whole;

    QString path(const QString& name) const { return m_folder.filePath(name); }

    QStringList shards(int count) const
    {
        QStringList files;
        for (int i = 1; i <= count; ++i)
            files << path(QStringLiteral("shards/shard-%1-of-%2.units").arg(i).arg(count));
        return files;
    }
    Outcome merged(const QStringList& files, const QString& out = QStringLiteral("merged"))
    {
        return runCli(QStringList {"merge", m_study} + files + QStringList {"--quiet", "--out", path(out)});
    }
    void runExample(const QString& word)
    {
        QDir(path(QStringLiteral("shards"))).removeRecursively();
        QDir(path(QStringLiteral("results"))).removeRecursively();
        const QString commands = documentedExample(word);
        QVERIFY(!commands.isEmpty());
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PATH"),
            QFileInfo(QStringLiteral(EVENHAND_CLI)).absolutePath() + QLatin1Char(':')
                + environment.value(QStringLiteral("PATH")));
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(m_folder.path());
        shell.start(QStringLiteral("bash"), {"-e", "-c", commands});
        QVERIFY(shell.waitForFinished(120'000));
        QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
        QCOMPARE(firstDifference(m_whole, path(QStringLiteral("results"))), QString());
    }

private slots:
    void initTestCase()
    {
        m_study = writeSweep(m_folder, kRepeats, true);
        m_whole = path(QStringLiteral("whole"));
        QCOMPARE(runCli({"run", m_study, "--no-cache", "--quiet", "--out", m_whole}).code, 0);
    }
    void mergedShardsAreTheSingleRun_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {1, 3, 4})
            QTest::addRow("%d", count) << count;
    }
    void mergedShardsAreTheSingleRun()
    {
        QFETCH(int, count);
        for (int i = 1; i <= count; ++i) {
            const Outcome done = runCli({"run", m_study, "--no-cache", "--quiet", "--threads", "1", "--shard",
                QStringLiteral("%1/%2").arg(i).arg(count), "--out", path(QStringLiteral("shards"))});
            QCOMPARE(done.err, QByteArray());
            QCOMPARE(done.code, 0);
        }
        const QString out = QStringLiteral("merged-%1").arg(count);
        const Outcome done = merged(shards(count), out);
        QCOMPARE(done.err, QByteArray());
        QCOMPARE(done.code, 0);
        QCOMPARE(firstDifference(m_whole, path(out)), QString());
    }
    void whatDoesNotBelongTogetherIsRefusedInOneLine()
    {
        const auto refused = [&](const QStringList& files, const QByteArray& said) {
            const Outcome done = merged(files);
            QCOMPARE(done.code, 2);
            QCOMPARE(done.err.count('\n'), 1);
            QVERIFY2(done.err.contains(said), done.err.constData());
            QVERIFY(!QFileInfo::exists(path(QStringLiteral("merged"))));
        };
        const QStringList four = shards(4);
        refused({four[0], four[2]}, "the shards 2 and 4 of 4 are missing");
        refused({four[0], four[1], four[3]}, "shard 3 of 4 is missing");
        refused({four[0], four[1], four[2], shards(3)[0]}, "shard-1-of-3.units");
        refused({four[0], m_study}, "study.evenhand");
        QFile study(m_study);
        QVERIFY(study.open(QIODevice::ReadWrite));
        const QByteArray before = study.readAll();
        study.seek(0);
        study.write(QByteArray(before).replace("\"seed\":3", "\"seed\":4"));
        study.close();
        refused(four, "shard-1-of-4.units");
        QVERIFY(study.open(QIODevice::WriteOnly));
        study.write(before);
    }
    void aPartThatIsNoneIsRefused_data()
    {
        QTest::addColumn<QString>("part");
        for (const char* const part : {"0/3", "4/3", "3", "a/b", "1/", "/2", "1/2/3", "-1/2"})
            QTest::newRow(part) << QString::fromLatin1(part);
    }
    void aPartThatIsNoneIsRefused()
    {
        QFETCH(QString, part);
        const Outcome done = runCli({"run", m_study, "--no-cache", "--shard=" + part, "--out", path("none")});
        QCOMPARE(done.code, 1);
        QVERIFY2(done.err.contains(part.toUtf8()), done.err.constData());
    }
    void anEmptyPartIsNotTheWhole()
    {
        const Outcome done = runCli({"run", m_study, "--no-cache", "--shard", "", "--out", path("none")});
        QCOMPARE(done.code, 1);
        QVERIFY(!QFileInfo::exists(path("none")));
    }
    void theDocumentedExampleForXargsWorks() { runExample(QStringLiteral("xargs -P")); }
    void theDocumentedExampleForGnuParallelWorks()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("parallel")).isEmpty())
            QSKIP("GNU parallel is not installed");
        // The cache of the example before would leave nothing to compute.
        QDir(path(QStringLiteral("study.evenhand-cache"))).removeRecursively();
        runExample(QStringLiteral("parallel --jobs"));
    }
};

QTEST_GUILESS_MAIN(TstCliShards)
#include "tst_cli_shards.moc"
