#include "engine/io/json.h"
#include "tests/support/process.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// 40 women of whom 10 are selected, 60 men of whom 30 are, one row without a sex; rows alternate in outcome.
QByteArray hiring()
{
    QByteArray csv = "sex,age,hired,good,score\n";
    const auto add = [&](const char* sex, int rows, int hired, int good) {
        for (int i = 0; i < rows; ++i)
            csv += QByteArray(sex) + "," + QByteArray::number(20 + i) + "," + (hired == 1 ? "yes," : "no,")
                + (good == 1 ? "yes," : "no,") + QByteArray::number(hired == 1 ? 0.75 : 0.25) + "\n";
    };
    add("Female", 8, 1, 1);
    add("Female", 2, 1, 0);
    add("Female", 12, 0, 1);
    add("Female", 18, 0, 0);
    add("Male", 24, 1, 1);
    add("Male", 6, 1, 0);
    add("Male", 6, 0, 1);
    add("Male", 24, 0, 0);
    add("", 1, 0, 0);
    return csv;
}

json::value parsed(const Outcome& outcome)
{
    return parseJson(std::string_view(outcome.out.constData(), static_cast<std::size_t>(outcome.out.size())),
        "audit")
        .value();
}

} // namespace

class TestCliAudit : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(hiring());
    }
    void writesTheJsonThatScriptsRelyOn()
    {
        const Outcome outcome = runCli({"audit", path(), "--sensitive", "sex", "--target", "good",
            "--favourable", "yes", "--prediction", "hired", "--bootstrap", "300", "--json"});
        QCOMPARE(outcome.code, 0);
        const json::value report = parsed(outcome);
        QCOMPARE(report.at("format").as_string(), json::string("evenhand-audit"));
        QCOMPARE(report.at("version").to_number<int>(), 1);
        QCOMPARE(report.at("rows").to_number<int>(), 101);
        QCOMPARE(report.at("confidence").to_number<double>(), 0.95);
        const json::value& sex = report.at("attributes").at(0);
        QCOMPARE(sex.at("reference").as_string(), json::string("Male"));
        const json::value& women = sex.at("groups").at(0);
        QCOMPARE(women.at("count").to_number<int>(), 40);
        const json::value& rate = women.at("metrics").at("selection_rate");
        QCOMPARE(rate.at("value").to_number<double>(), 0.25);
        QCOMPARE(rate.at("numerator").to_number<double>(), 10.0);
        QCOMPARE(rate.at("denominator").to_number<double>(), 40.0);
        QVERIFY(rate.at("low").to_number<double>() < 0.25);
        // The group without a sex has one row, no actual positive: its rate is null with a reason.
        const json::value& missing = sex.at("groups").at(2);
        QCOMPARE(missing.at("group").as_string(), json::string("(missing)"));
        QVERIFY(missing.at("metrics").at("true_positive_rate").at("value").is_null());
        QVERIFY(!missing.at("metrics").at("true_positive_rate").at("undefined").as_string().empty());
        const json::value& parity = sex.at("disparities").at("demographic_parity_difference");
        QCOMPARE(parity.at("value").to_number<double>(), 0.5);
        QCOMPARE(parity.at("groups").as_array().size(), 2U);
        QVERIFY(parity.at("excluded").as_array().empty());
        QCOMPARE(sex.at("disparities").at("equal_opportunity_difference").at("excluded").at(0).as_string(),
            json::string("(missing)"));
        QVERIFY(report.at("overall").at("selection_rate").at("value").to_number<double>() > 0.39);
        QVERIFY(report.at("warnings").is_array());
    }
    void hasEveryMetricIdOfTheField()
    {
        const Outcome outcome = runCli({"audit", path(), "--sensitive", "sex", "--target", "good",
            "--favourable", "yes", "--prediction", "hired", "--score", "score", "--bootstrap", "300", "--json"});
        QCOMPARE(outcome.code, 0);
        const json::value report = parsed(outcome);
        const json::object& metrics = report.at("overall").as_object();
        for (const char* const id : {"count", "selection_rate", "true_positive_rate", "false_positive_rate",
                 "true_negative_rate", "false_negative_rate", "precision", "negative_predictive_value",
                 "false_discovery_rate", "false_omission_rate", "accuracy", "balanced_accuracy", "f1",
                 "base_rate", "mean_prediction", "roc_auc", "brier", "log_loss", "expected_calibration_error"})
            QVERIFY2(metrics.contains(id), id);
        const json::object& disparities = report.at("attributes").at(0).at("disparities").as_object();
        for (const char* const id :
            {"demographic_parity_difference", "demographic_parity_ratio", "equal_opportunity_difference",
                "equal_opportunity_ratio", "equalized_odds_difference", "equalized_odds_ratio",
                "statistical_parity_difference", "disparate_impact", "average_odds_difference",
                "average_abs_odds_difference", "predictive_parity_difference", "accuracy_difference",
                "theil_index", "generalized_entropy_index", "ks_distance", "wasserstein_1", "wasserstein_2",
                "barycenter_unfairness"})
            QVERIFY2(disparities.contains(id), id);
    }
    void threadsAndSeedDecideNothingElse()
    {
        const QStringList arguments {"audit", path(), "--sensitive", "sex", "--target", "good",
            "--favourable", "yes", "--score", "score", "--bootstrap", "300", "--json"};
        QCOMPARE(runCli(arguments).out, runCli(arguments).out);
        QVERIFY(runCli(arguments + QStringList {"--seed", "2"}).out != runCli(arguments).out);
    }
    void cutsAndIntersectionsAreNamed()
    {
        const Outcome outcome = runCli({"audit", path(), "--sensitive", "sex,age", "--cut", "age=25,40",
            "--target", "good", "--favourable", "yes", "--prediction", "hired", "--bootstrap", "100",
            "--json"});
        QCOMPARE(outcome.code, 0);
        const json::value report = parsed(outcome);
        QCOMPARE(report.at("attributes").as_array().size(), 3U);
        QCOMPARE(report.at("attributes").at(2).at("name").as_string(), json::string("sex,age"));
        QCOMPARE(report.at("attributes").at(2).at("groups").at(0).at("group").as_string(),
            json::string("Female,≤ 25"));
    }
    void saysItInWords()
    {
        const Outcome outcome = runCli({"audit", path(), "--sensitive", "sex", "--target", "good",
            "--favourable", "yes", "--prediction", "hired", "--bootstrap", "100"});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("So Female are selected at 0.50 times the rate of Male"), outcome.out);
        QVERIFY(outcome.out.contains("(missing) (small)"));
    }
    void listsSubgroupsAndOtherToolsWhenAsked()
    {
        const QStringList arguments {"audit", path(), "--sensitive", "sex", "--target", "good",
            "--favourable", "yes", "--prediction", "hired", "--bootstrap", "100", "--subgroups",
            "selection_rate", "--subgroup-columns", "sex,age", "--tools"};
        const Outcome outcome = runCli(arguments + QStringList {"--json"});
        QCOMPARE(outcome.code, 0);
        const json::value report = parsed(outcome);
        const json::value& search = report.at("subgroups").at(0);
        QCOMPARE(search.at("metric").as_string(), json::string("selection_rate"));
        // 40 women and 60 men: no subgroup has 50 rows inside and 50 outside, and that is said.
        QVERIFY(search.at("found").as_array().empty());
        QVERIFY(QByteArray(search.at("notes").at(0).as_string().c_str()).contains("at least 50 rows"));
        const json::value& tools = report.at("attributes").at(0).at("tools");
        QVERIFY(tools.as_array().size() >= 6U);
        // AIF360: everyone else minus the reference group; men are the reference.
        QVERIFY(tools.at(0).at("aif360").at("value").to_number<double>() < 0.0);
        QVERIFY(!tools.at(0).at("aif360").at("reason").as_string().empty());
        const Outcome words = runCli(arguments);
        QVERIFY(words.out.contains("worst subgroups by selection_rate"));
        QVERIFY(words.out.contains("how other tools count sex"));
    }
    void refusesInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::newRow("no predictions") << QStringList {"--sensitive", "sex", "--target", "good"} << 1;
        QTest::newRow("unknown column") << QStringList {"--sensitive", "sexx", "--prediction", "hired"} << 2;
        QTest::newRow("score of words") << QStringList {"--sensitive", "sex", "--score", "hired"} << 2;
        QTest::newRow("no sensitive") << QStringList {"--prediction", "hired"} << 1;
    }
    void refusesInOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        const Outcome outcome = runCli(QStringList {"audit", path()} + arguments);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(!outcome.err.isEmpty());
        QCOMPARE(outcome.code, code);
    }

private:
    [[nodiscard]] QString path() const { return m_folder.filePath("hiring.csv"); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCliAudit)
#include "tst_cli_audit.moc"
