#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace evenhand::test {

struct Outcome {
    int code = -1;
    QByteArray out, err;
};

/// Runs the command line program to its end.
inline Outcome runCli(const QStringList& arguments, const QByteArray& input = {})
{
    QProcess process;
    process.start(QStringLiteral(EVENHAND_CLI), arguments);
    process.write(input);
    process.closeWriteChannel();
    Outcome outcome;
    if (!process.waitForFinished(120'000))
        process.kill();
    outcome.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

} // namespace evenhand::test
