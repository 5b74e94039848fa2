#include "app/window/log_file.h"

#include <QDateTime>
#include <QFile>
#include <QMutex>

#include <cstdio>

namespace {

QFile& logFile()
{
    static QFile file;
    return file;
}

void writeMessage(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    // Harmless and frequent without a display.
    if (message.contains(QLatin1String("propagateSizeHints")))
        return;
    static QMutex mutex;
    static const char* const kNames[] = {"debug", "warning", "critical", "fatal", "info"};
    const QByteArray line = QDateTime::currentDateTime().toString(Qt::ISODateWithMs).toUtf8() + ' '
        + kNames[static_cast<int>(type) % 5] + ": " + message.toUtf8() + '\n';
    const QMutexLocker lock(&mutex);
    if (type != QtDebugMsg)
        std::fputs(line.constData(), stderr);
    if (logFile().isOpen()) {
        logFile().write(line);
        logFile().flush();
    }
}

} // namespace

void logToFile(const QString& path)
{
    QFile::remove(path + QStringLiteral(".1"));
    QFile::rename(path, path + QStringLiteral(".1"));
    logFile().setFileName(path);
    if (!logFile().open(QIODevice::WriteOnly))
        std::fprintf(stderr, "cannot write the log %s\n", qPrintable(path));
    qInstallMessageHandler(writeMessage);
}
