#pragma once

#include "tests/support/process.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <map>

namespace evenhand::test {

/// Every file below a folder by its name there, without what may differ between two runs of one study: times
/// and the number of threads.
inline std::map<QString, QByteArray> untimedFiles(const QString& folder)
{
    static const QRegularExpression times(QStringLiteral("\"(seconds|threads)\": [^,\n]*"));
    std::map<QString, QByteArray> files;
    QDirIterator entries(folder, QDir::Files, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        QByteArray bytes = file.readAll();
        if (file.fileName().endsWith(QStringLiteral(".json")))
            bytes = QString::fromUtf8(bytes).replace(times, QStringLiteral("\"\\1\": 0")).toUtf8();
        files[QDir(folder).relativeFilePath(file.fileName())] = bytes;
    }
    return files;
}

/// Name of the first file in which two folders differ; empty if none does.
inline QString firstDifference(const QString& folder, const QString& other)
{
    const auto mine = untimedFiles(folder);
    const auto theirs = untimedFiles(other);
    for (const auto& [name, bytes] : mine) {
        const auto found = theirs.find(name);
        if (found == theirs.end() || found->second != bytes)
            return name;
    }
    return mine.size() == theirs.size() ? QString() : QStringLiteral("(more files)");
}

/// Writes `study.evenhand` on a sample table into a folder: a search, a path with warm starts, and repairs of
/// two learner settings, in @p repeats repeats; twelve runs.
inline QString writeSweep(const QTemporaryDir& folder, int repeats, bool predictions)
{
    QFile file(folder.filePath(QStringLiteral("study.evenhand")));
    QString body = QStringLiteral(
        "{'format':'evenhand-study','version':1,'data':{'path':'%1'},"
        "'roles':{'target':'deny','favourable':'no','sensitive':['afam']},"
        "'split':{'repeats':%2,'seed':3},'predictions':%3,'runs':["
        "{'learner':{'id':'logistic','C':[0.1,1]}},"
        "{'learner':{'id':'logistic','C':[0.1,1]},'method':{'id':'wasserstein_barycenter','strength':[0,0.5,"
        "1]}},"
        "{'learner':{'id':'logistic'},'method':{'id':'ferm','epsilon':[0,0.5,1]}},"
        "{'learner':{'id':'logistic','C':[0.01,1]},'selection':{'kind':'two_step','folds':3}}]}");
    body.replace(QLatin1Char('\''), QLatin1Char('"'));
    if (file.open(QIODevice::WriteOnly))
        file.write(body.arg(QStringLiteral(EVENHAND_SOURCE_DIR "/resources/samples/hmda.csv"))
                       .arg(repeats)
                       .arg(predictions ? QStringLiteral("true") : QStringLiteral("false"))
                       .toUtf8());
    return file.fileName();
}

} // namespace evenhand::test
