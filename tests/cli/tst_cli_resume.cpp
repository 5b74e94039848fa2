#include "tests/support/sweeps.h"

#include <QtTest/QtTest>

#include <csignal>
#include <random>

using namespace evenhand::test;

namespace {

/// Starts the sweep and kills it after some time. @return whether it was still running.
bool killedAfter(const QStringList& arguments, int milliseconds)
{
    QProcess process;
    process.start(QStringLiteral(EVENHAND_CLI), arguments);
    if (process.waitForFinished(milliseconds))
        return false;
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    process.waitForFinished(30'000);
    return process.exitStatus() == QProcess::CrashExit;
}

} // namespace

class TstCliResume : public QObject {
    Q_OBJECT
private slots:
    void killedAtTwentyRandomMomentsItContinuesAndEndsAlike()
    {
        const QTemporaryDir folder;
        const QString study = writeSweep(folder, 60, false);
        const QString whole = folder.filePath(QStringLiteral("whole"));
        QElapsedTimer clock;
        clock.start();
        const Outcome plain
            = runCli({"run", study, "--no-cache", "--threads", "2", "--quiet", "--out", whole});
        QCOMPARE(plain.err, QByteArray());
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("study.evenhand-cache"))));

        // Twenty moments whose sum is about half the time it takes, so that every kill meets it at work.
        const auto longest = static_cast<int>(clock.elapsed() / 20);
        const QString out = folder.filePath(QStringLiteral("resumed"));
        const QStringList command {"run", study, "--threads", "2", "--out", out};
        std::mt19937 random(20);
        std::uniform_int_distribution<int> moment(1, std::max(20, longest));
        int kills = 0;
        while (kills < 20) {
            if (killedAfter(command, moment(random)))
                ++kills;
            else // a machine that has become much faster: from the beginning
                QVERIFY(QDir(folder.filePath(QStringLiteral("study.evenhand-cache"))).removeRecursively());
        }
        const Outcome last = runCli(command);
        QCOMPARE(last.code, 0);
        const QRegularExpression note(QStringLiteral("(\\d+) of (\\d+) results came from the cache"));
        const auto found = note.match(QString::fromUtf8(last.err));
        QVERIFY2(found.hasMatch(), last.err.constData());
        QCOMPARE(found.captured(2).toInt(), 60 * 12);
        QVERIFY(found.captured(1).toInt() > 0);
        QCOMPARE(firstDifference(whole, out), QString());
        QVERIFY(untimedFiles(whole).size() > 4);

        // And once more: now everything is there.
        const Outcome again = runCli(command);
        QVERIFY2(again.err.contains("720 of 720 results came from the cache"), again.err.constData());
        QCOMPARE(firstDifference(whole, out), QString());
    }
    void ctrlCKeepsWhatIsFinishedAndSaysSo()
    {
        const QTemporaryDir folder;
        const QString study = writeSweep(folder, 400, false);
        QProcess process;
        process.start(QStringLiteral(EVENHAND_CLI),
            {"run", study, "--progress", "--out", folder.filePath(QStringLiteral("out"))});
        QVERIFY(process.waitForStarted());
        process.setReadChannel(QProcess::StandardError);
        // Progress lines come once a second.
        QByteArray lines;
        while (!lines.contains("left") && process.waitForReadyRead(60'000))
            lines += process.readAllStandardError();
        QVERIFY2(lines.contains(" % · repeat ") && lines.contains(" of 400"), lines.constData());
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        lines += process.readAllStandardError();
        QVERIFY2(lines.contains("the same command continues"), lines.constData());
    }
    void aCacheThatCannotBeWrittenIsSaidOnce()
    {
        const QTemporaryDir folder;
        const QString study = writeSweep(folder, 1, false);
        const Outcome done = runCli({"run", study, "--cache", study + QStringLiteral("/cache"), "--out",
            folder.filePath(QStringLiteral("out"))});
        QCOMPARE(done.code, 0);
        QVERIFY2(done.err.count("results are not kept") == 1, done.err.constData());
    }
};

QTEST_GUILESS_MAIN(TstCliResume)
#include "tst_cli_resume.moc"
