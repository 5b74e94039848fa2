#include "engine/io/representation_json.h"
#include "engine/io/results_json.h"
#include "engine/io/transfer_json.h"
#include "tests/support/represented.h"

#include <QtTest/QtTest>

#include <boost/json/serialize.hpp>

using namespace evenhand;
using test::representedReport;
using test::RepresentedSpec;

namespace {

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class TstRepresentationJson : public QObject {
    Q_OBJECT
private slots:
    void everyRepeatHasItsNumbers()
    {
        const auto report = representedReport({});
        const json::value written = runRepresentationToJson(report->runs[2]);
        QCOMPARE(written.at("dimensions").as_int64(), 16);
        QCOMPARE(written.at("repeats").as_array().size(), std::size_t {3});
        const json::value& after = written.at("repeats").at(1).at("after");
        const RepresentationState& state = report->runs[2].representations[1]->after;
        QCOMPARE(after.at("strength").as_double(), 10.0);
        QCOMPARE(after.at("tasks").as_array().size(), std::size_t {3});
        QCOMPARE(after.at("tasks").at(1).at("gap").as_double(), *state.tasks[1].gap);
        QCOMPARE(after.at("tasks").at(1).at("trivial_error").as_double(), state.tasks[1].trivialError);
        const json::value& auditor = after.at("auditors").at("nonlinear").at(0);
        QCOMPARE(auditor.at("auc").as_double(), state.auditors.nonlinear[0].auc.value);
        QCOMPARE(auditor.at("low").as_double(), state.auditors.nonlinear[0].auc.interval.low);
        const json::value& divergence = after.at("divergences").at(0);
        for (const char* const field : {"value", "null_mean", "null_95", "p"})
            QVERIFY2(divergence.as_object().contains(field), field);
        QCOMPARE(after.at("training").at("best_epoch").as_int64(), 11);
        QCOMPARE(after.at("training").at("risk").as_array().size(), std::size_t {12});
        QVERIFY(!has(json::serialize(written), "points"));
    }
    void whatIsNotDefinedIsNull()
    {
        auto report = representedReport({});
        auto changed = std::make_shared<RepresentationInsight>(*report->runs[1].representations[0]);
        changed->after.tasks[0].gap.reset();
        changed->after.training.reset();
        changed->before.rms = std::numeric_limits<double>::quiet_NaN();
        report->runs[1].representations = {changed, nullptr};
        const json::value written = runRepresentationToJson(report->runs[1]);
        QVERIFY(written.at("repeats").at(0).at("after").at("tasks").at(0).at("gap").is_null());
        QVERIFY(written.at("repeats").at(0).at("after").at("training").is_null());
        QVERIFY(written.at("repeats").at(0).at("before").at("rms").is_null());
        QVERIFY(written.at("repeats").at(1).is_null());
    }
    void resultsWithoutOneAreAsTheyWere()
    {
        auto report = representedReport({});
        QVERIFY(has(resultsJson(*report, {}, {}), "\"representation\""));
        report->runs.resize(1); // the baseline learns none
        QVERIFY(runRepresentationToJson(report->runs[0]).is_null());
        QVERIFY(!has(resultsJson(*report, {}, {}), "\"representation\""));
    }
    void aTransferIsWrittenForProgramsAndPeople()
    {
        RepresentedSpec spec;
        spec.degenerate = true;
        spec.tasks[1] = "=1+1, \"x\"\nline";
        auto report = std::make_shared<TransferReport>(*test::transferReport(spec));
        report->rows[0].ks.reset();
        report->spec.params = {{"strength", 10.0}, {"divergence", std::string("mmd")}};
        const json::value document = parseJson(transferJson(*report), "t").value();
        QCOMPARE(document.at("rows").as_array().size(), std::size_t {15});
        QVERIFY(document.at("rows").at(0).at("ks").is_null());
        QVERIFY(document.at("complete").as_bool());
        QCOMPARE(document.at("rows").at(3).at("gap").at("mean").as_double(), *report->rows[3].gap->mean);
        QVERIFY(document.at("rows").at(14).at("degenerate").as_bool());
        const std::string csv = transferCsv(*report);
        QVERIFY(!has(csv, "\n=1+1")); // no formula for a spreadsheet
        const std::string table = transferText(*report);
        QCOMPARE(std::ranges::count(table, '\n'), 17); // head, rows, what the star means
        QVERIFY(has(table, "income = >50K") && has(table, "without fairness") && has(table, " to "));
        QVERIFY(has(table, "* decides (nearly) alike"));
    }
    void columnsAreAligned()
    {
        const std::string table = transferText(*test::transferReport({}));
        std::vector<std::string> lines;
        for (std::size_t begin = 0; begin < table.size();) {
            const std::size_t end = table.find('\n', begin);
            lines.push_back(table.substr(begin, end - begin));
            begin = end + 1;
        }
        const std::size_t place = lines[0].find("served from");
        for (const std::string& line : lines)
            QVERIFY2(place > 1 && line[place - 1] == ' ' && line[place] != ' ', line.c_str());
    }
};

QTEST_GUILESS_MAIN(TstRepresentationJson)
#include "tst_representation_json.moc"
