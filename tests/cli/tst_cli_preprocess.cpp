#include "tests/support/data.h"
#include "tests/support/process.h"

#include <QtTest/QtTest>

using evenhand::test::Outcome;
using evenhand::test::runCli;

namespace {

const QString kHmda = QStringLiteral(EVENHAND_SOURCE_DIR "/resources/samples/hmda.csv");

QList<QList<QByteArray>> cells(const QString& path)
{
    QFile file(path);
    QList<QList<QByteArray>> rows;
    if (file.open(QIODevice::ReadOnly))
        for (const QByteArray& line : file.readAll().trimmed().split('\n'))
            rows << line.split(',');
    return rows;
}

/// Largest difference between the two groups' means of any transformed feature among the rows with an
/// outcome.
double largestDifference(const QList<QList<QByteArray>>& rows, qsizetype features, const QByteArray& outcome,
    const QByteArray& group)
{
    const qsizetype target = features;
    const qsizetype sensitive = features + 1;
    double largest = 0.0;
    for (qsizetype j = 0; j < features; ++j) {
        double sum[2] = {0.0, 0.0};
        double count[2] = {0.0, 0.0};
        for (qsizetype i = 1; i < rows.size(); ++i) {
            if (rows[i][target] != outcome)
                continue;
            const int side = rows[i][sensitive] == group ? 0 : 1;
            sum[side] += rows[i][j].toDouble();
            count[side] += 1.0;
        }
        largest = std::max(largest, std::abs(sum[0] / count[0] - sum[1] / count[1]));
    }
    return largest;
}

} // namespace

/// The transformed table for other programs.
class TstCliPreprocess : public QObject {
    Q_OBJECT

private slots:
    void theMeansOfTheGroupsAreEqualInEveryFeature_data()
    {
        QTest::addColumn<QString>("map");
        QTest::newRow("projection") << "projection";
        QTest::newRow("elimination") << "elimination";
    }
    void theMeansOfTheGroupsAreEqualInEveryFeature()
    {
        QFETCH(QString, map);
        const QTemporaryDir folder;
        const QString out = folder.filePath(QStringLiteral("out.csv"));
        const Outcome done = runCli({"preprocess", kHmda, "--target", "deny", "--favourable", "no",
            "--sensitive", "afam", "--map", map, "--out", out});
        QVERIFY2(done.code == 0, done.err.constData());
        const auto rows = cells(out);
        QCOMPARE(rows.size(), qsizetype {2381});
        const qsizetype features = rows[0].size() - 2;
        QCOMPARE(rows[0][features], QByteArray("deny"));
        QCOMPARE(rows[0][features + 1], QByteArray("afam"));
        QVERIFY(largestDifference(rows, features, "no", "yes") < 1e-12);
        QVERIFY(
            largestDifference(rows, features, "yes", "yes") > 1e-3); // the other outcome is not constrained
        if (map == QLatin1String("elimination"))
            QVERIFY(done.err.contains("elimination dropped the feature"));
    }

    void strengthZeroChangesNothing()
    {
        const QTemporaryDir folder;
        const QString out = folder.filePath(QStringLiteral("out.csv"));
        QCOMPARE(runCli({"preprocess", kHmda, "--target", "deny", "--favourable", "no", "--sensitive", "afam",
                            "--strength", "0", "--out", out})
                     .code,
            0);
        const auto rows = cells(out);
        QVERIFY(largestDifference(rows, rows[0].size() - 2, "no", "yes") > 0.1);
    }

    void saysWhatIsWrong()
    {
        const QTemporaryDir folder;
        const QString out = folder.filePath(QStringLiteral("out.csv"));
        const Outcome unknown
            = runCli({"preprocess", kHmda, "--target", "denied", "--sensitive", "afam", "--out", out});
        QCOMPARE(unknown.code, 2);
        QCOMPARE(unknown.err.count('\n'), 1);
        QVERIFY(!QFile::exists(out));
        const Outcome usage = runCli({"preprocess", kHmda, "--sensitive", "afam", "--out", out});
        QCOMPARE(usage.code, 1);
        const QByteArray table("g,x,y\na,1,yes\na,2,no\nb,3,no\nb,5,no\n");
        const Outcome none = runCli(
            {"preprocess", "-", "--target", "y", "--favourable", "yes", "--sensitive", "g", "--out", out},
            table);
        QCOMPARE(none.code, 2);
        QVERIFY(none.err.contains("b") && none.err.contains("favourable"));
    }

    void hostileNamesAreNeutralised()
    {
        const QTemporaryDir folder;
        const QString out = folder.filePath(QStringLiteral("out.csv"));
        QByteArray table("=1+1,g,y\n");
        for (int i = 0; i < 40; ++i)
            table += QByteArray::number(i % 7) + (i % 2 ? ",a," : ",b,") + (i % 3 ? "yes\n" : "no\n");
        const Outcome done = runCli(
            {"preprocess", "-", "--target", "y", "--favourable", "yes", "--sensitive", "g", "--out", out},
            table);
        QVERIFY2(done.code == 0, done.err.constData());
        QVERIFY(cells(out)[0][0].startsWith("'="));
    }
};

QTEST_GUILESS_MAIN(TstCliPreprocess)
#include "tst_cli_preprocess.moc"
