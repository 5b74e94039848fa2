#include "tests/support/process.h"

#include <QtTest/QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using evenhand::test::Outcome;
using evenhand::test::runCli;

namespace {

QJsonObject goldenObject(const char* name)
{
    QFile file(QStringLiteral(EVENHAND_SOURCE_DIR "/tests/golden/metrics/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// Score, outcome and group of a golden case as a table.
QByteArray tableOf(const QJsonObject& inputs)
{
    QByteArray csv = "score,repaid,group\n";
    const QJsonArray score = inputs.value("y_score").toArray();
    for (qsizetype i = 0; i < score.size(); ++i)
        csv += QByteArray::number(score[i].toDouble(), 'g', 17) + ','
            + (inputs.value("y_true").toArray()[i].toInt() == 1 ? "yes," : "no,")
            + inputs.value("group").toArray()[i].toString().toUtf8() + '\n';
    return csv;
}

QByteArray smallTable()
{
    return "score,repaid,group,w\n0.9,yes,a,1\n0.4,no,a,1\n0.8,yes,b,2\n0.3,yes,b,1\n0.7,no,b,1\n";
}

const QStringList kWhat {"frontier", "-", "--score", "score", "--target", "repaid", "--sensitive", "group"};

QJsonObject json(const Outcome& done)
{
    return QJsonDocument::fromJson(done.out).object();
}

} // namespace

class TstCliFrontier : public QObject {
    Q_OBJECT
private slots:
    void givesTheReferenceFrontier()
    {
        const QJsonArray cases = goldenObject("frontier.json").value("cases").toArray();
        QVERIFY(cases.size() >= 4);
        for (const QJsonValue& each : cases) {
            const QJsonObject inputs = each["inputs"].toObject();
            const QJsonArray expected = each["expected"]["independent_reference_linear_programme"].toArray();
            QStringList tolerances;
            for (const QJsonValue& point : expected)
                tolerances << QString::number(point["tolerance"].toDouble());
            const Outcome done = runCli(kWhat
                    + QStringList {"--favourable", "yes", "--notion", inputs.value("constraint").toString(),
                        "--tolerance", tolerances.join(','), "--json"},
                tableOf(inputs));
            QVERIFY2(done.code == 0, done.err.constData());
            const QJsonArray points = json(done).value("points").toArray();
            QCOMPARE(points.size(), expected.size());
            for (qsizetype i = 0; i < points.size(); ++i) {
                const double accuracy = points[i]["accuracy"].toDouble();
                QVERIFY(std::abs(accuracy - expected[i]["max_accuracy"].toDouble()) <= 1e-9);
                QVERIFY(points[i]["deterministic_accuracy"].toDouble() <= accuracy + 1e-12);
                QCOMPARE(points[i]["tolerance"].toDouble(), expected[i]["tolerance"].toDouble());
                double low = 1.0;
                double high = 0.0;
                for (const QJsonValue& rates : points[i]["groups"].toObject()) {
                    low = std::min(low, rates["true_positive_rate"].toDouble());
                    high = std::max(high, rates["true_positive_rate"].toDouble());
                    QVERIFY(rates["selection_rate"].isDouble() && rates["false_positive_rate"].isDouble());
                }
                if (inputs.value("constraint").toString() == "equalized_odds")
                    QVERIFY(high - low <= points[i]["tolerance"].toDouble() + 1e-9);
            }
        }
    }
    void writesATableForPeople()
    {
        const Outcome done = runCli(
            kWhat + QStringList {"--favourable", "yes", "--notion", "demographic_parity"}, smallTable());
        QCOMPARE(done.code, 0);
        QVERIFY(done.out.contains("best group thresholds under demographic_parity by group, 5 rows"));
        QVERIFY(done.out.contains("selects of a") && done.out.contains("one threshold each"));
    }
    void weightsCount()
    {
        const auto accuracyOf = [](const QStringList& more) {
            const Outcome done = runCli(kWhat
                    + QStringList {"--favourable", "yes", "--notion", "demographic_parity", "--tolerance",
                        "1", "--json"}
                    + more,
                smallTable());
            return json(done).value("points").toArray().at(0)["accuracy"].toDouble();
        };
        // Of b either the row at 0.7 or the one at 0.3 is wrong: 1 of 5 rows, 1 of weight 6.
        QVERIFY(std::abs(accuracyOf({}) - 4.0 / 5.0) <= 1e-12);
        QVERIFY(std::abs(accuracyOf({"--weight", "w"}) - 5.0 / 6.0) <= 1e-12);
    }
    void costsAndBandAreThereWhenAskedFor()
    {
        const Outcome done = runCli(kWhat
                + QStringList {"--favourable", "yes", "--notion", "demographic_parity", "--tolerance", "1",
                    "--json", "--band", "--bootstrap", "50", "--seed", "3", "--cost-false-negative", "5"},
            smallTable());
        QVERIFY2(done.code == 0, done.err.constData());
        const QJsonValue point = json(done).value("points").toArray().at(0);
        QVERIFY(std::abs(point["cost"].toDouble() - 0.2) <= 1e-12);
        QVERIFY(point["low"].toDouble() <= point["accuracy"].toDouble());
        QCOMPARE(json(done).value("band")["seed"].toInt(), 3);
    }
    void aScoreThatLooksReversedIsSaid()
    {
        const QStringList more {"--favourable", "yes", "--notion", "demographic_parity", "--json"};
        const auto warned = [](const Outcome& done) {
            return QJsonDocument(json(done).value("warnings").toArray()).toJson().contains("lower scores");
        };
        QVERIFY(!warned(runCli(kWhat + more, smallTable())));
        QVERIFY(warned(runCli(
            kWhat + more, "score,repaid,group\n0.1,yes,a\n0.4,no,a\n0.2,yes,b\n0.3,yes,b\n0.7,no,b\n")));
    }
    void valuesThatCannotCountAreRefused()
    {
        const QByteArray table = "score,y,group,w\n0.9,1,a,1\n0.4,0,a,1e300\n0.8,1,b,1\n0.3,0,b,1\n";
        const auto run = [&](const QStringList& more) {
            return runCli(QStringList {"frontier", "-", "--score", "score", "--target", "y", "--sensitive",
                              "group", "--notion", "demographic_parity"}
                    + more,
                table);
        };
        QCOMPARE(run({"--favourable", "1"}).code, 0);
        const Outcome noSuchOutcome = run({"--favourable", "2"});
        QCOMPARE(noSuchOutcome.code, 2);
        QVERIFY(noSuchOutcome.err.contains("not a value of"));
        const Outcome tooHeavy = run({"--favourable", "1", "--weight", "w"});
        QCOMPARE(tooHeavy.code, 2);
        QVERIFY(tooHeavy.err.contains("1e100"));
    }
    void wrongUseIsRefusedInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        const QStringList good {"--score", "score", "--target", "repaid", "--sensitive", "group", "--notion",
            "demographic_parity", "--favourable", "yes"};
        const auto with = [&](const char* option, const char* value) {
            QStringList changed = good;
            const qsizetype place = changed.indexOf(QString::fromLatin1(option));
            if (place < 0)
                return changed + QStringList {option, value};
            changed[place + 1] = QString::fromLatin1(value);
            return changed;
        };
        QTest::newRow("no notion") << good.mid(0, 6) << 1 << "--notion";
        QTest::newRow("unknown notion") << with("--notion", "no") << 1 << "--notion";
        QTest::newRow("tolerance") << with("--tolerance", "0.1,2") << 1 << "--tolerance";
        QTest::newRow("no such score") << with("--score", "nothing") << 2 << "nothing";
        QTest::newRow("score of words") << with("--score", "repaid") << 2 << "repaid";
        QTest::newRow("no such outcome") << with("--favourable", "maybe") << 2 << "maybe";
        QTest::newRow("no such group") << with("--sensitive", "nobody") << 2 << "nobody";
        QTest::newRow("costs") << with("--cost-false-positive", "-1") << 2 << "negative";
    }
    void wrongUseIsRefusedInOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, message);
        const Outcome done = runCli(QStringList {"frontier", "-"} + arguments, smallTable());
        QCOMPARE(done.code, code);
        QVERIFY2(done.err.contains(message.toUtf8()), done.err.constData());
        QCOMPARE(done.err.count('\n'), 1);
        QVERIFY(done.out.isEmpty());
    }
    void oneGroupIsBadInput()
    {
        const Outcome done
            = runCli(kWhat + QStringList {"--favourable", "yes", "--notion", "demographic_parity", "--json"},
                "score,repaid,group\n0.9,yes,a\n0.4,no,a\n");
        QCOMPARE(done.code, 2);
        QVERIFY(json(done).value("error").isObject()
            || QJsonDocument::fromJson(done.err).object().value("error").isObject());
    }
};

QTEST_GUILESS_MAIN(TstCliFrontier)
#include "tst_cli_frontier.moc"
