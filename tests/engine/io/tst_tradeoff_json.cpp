#include "engine/io/report_html.h"
#include "engine/io/tradeoff_html.h"
#include "engine/io/tradeoff_json.h"
#include "tests/support/tradeoffs.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

Report reportOf(const char* error = "", const char* unfairness = "")
{
    Report report = test::usualTradeoff(300, 4).report;
    report.study.errorMetric = error;
    report.study.unfairnessMetric = unfairness;
    return report;
}

TradeoffAnswers answersOf(const Report& report, int threads = 1)
{
    return tradeoffAnswers(report, RunContext({}, nullptr, threads)).value();
}

bool contains(const std::string& page, const char* part)
{
    return page.find(part) != std::string::npos;
}

} // namespace

class TstTradeoffJson : public QObject {
    Q_OBJECT
private slots:
    void everyPartIsThere()
    {
        const json::object tradeoff = tradeoffToJson(answersOf(reportOf()));
        QVERIFY(tradeoff.at("error") == "accuracy");
        QVERIFY(tradeoff.at("unfairness") == "demographic_parity_difference");
        const json::array& paths = tradeoff.at("fronts").at("paths").as_array();
        QCOMPARE(paths.size(), std::size_t {3});
        QVERIFY(paths[0].at("rank") == 1);
        const json::value& frontier = tradeoff.at("frontier");
        QCOMPARE(frontier.at("tolerance").as_array().size(),
            frontier.at("randomised").at("low").as_array().size());
        QVERIFY(frontier.at("notion") == "demographic_parity");
        QCOMPARE(tradeoff.at("dominated").at("runs").as_array().size(), std::size_t {6});
        const json::array& choices = tradeoff.at("targets").at("choices").as_array();
        QCOMPARE(choices.size(), std::size_t {3});
        QVERIFY(choices[2].at("kind") == "two_step");
        QVERIFY(choices[2].at("test_error").at("low").is_double());
    }

    void whatHasNoAnswerSaysWhy()
    {
        const json::object tradeoff = tradeoffToJson(answersOf(reportOf("roc_auc", "ks_distance")));
        QVERIFY(tradeoff.at("frontier").at("undefined").is_string());
        QVERIFY(tradeoff.at("dominated").at("undefined").is_string());
        QVERIFY(tradeoff.at("fronts").at("paths").is_array());
        const json::object empty = tradeoffToJson(answersOf({}));
        QVERIFY(empty.at("fronts").at("undefined").is_string());
        QVERIFY(empty.at("targets").at("undefined").is_string());
    }

    void theBytesDoNotDependOnThreads()
    {
        const Report report = reportOf();
        QCOMPARE(
            writeJson(tradeoffToJson(answersOf(report, 8))), writeJson(tradeoffToJson(answersOf(report))));
    }

    void thePageRanksMethodsAndChoosesRuns()
    {
        const Report report = reportOf();
        const std::string page = reportHtml(report, {}, answersOf(report), {});
        QVERIFY(contains(page, "<h2>Trade-off</h2>"));
        QVERIFY(contains(page, "Wasserstein barycenter"));
        QVERIFY(contains(page, "dominated by thresholds at this tolerance"));
        QVERIFY(contains(page, "On rows kept aside"));
        QVERIFY(contains(page, "Reference point"));
        QVERIFY(tradeoffHtml({}, answersOf({})).empty());
    }
};

QTEST_GUILESS_MAIN(TstTradeoffJson)
#include "tst_tradeoff_json.moc"
