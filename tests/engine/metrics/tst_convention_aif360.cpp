#include "engine/metrics/convention_aif360.h"

#include "tests/engine/metrics/golden_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

class TstConventionAif360 : public QObject {
    Q_OBJECT
private slots:
    void givesTheNumbersOfClassificationMetric()
    {
        Comparison comparison;
        int unknown = 0;
        const bj::value golden = readGolden("metrics/convention_aif360.json");
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const bj::object& json = each.as_object();
            const std::string id(json.at("id").as_string());
            const Case rows(json.at("inputs").as_object());
            const std::size_t reference = rows.code.at(std::string(json.at("privileged").as_string()));
            const GroupCells groups {rows.cells, nullptr, reference};
            for (const auto& [name, value] : json.at("metrics").as_object()) {
                const auto own = aif360::classificationMetric(name, groups);
                unknown += own ? 0 : 1;
                if (own)
                    comparison.check(id + " " + std::string(name), *own, value);
            }
            for (const auto& [name, value] : json.at("overall").as_object())
                comparison.check(id + " " + std::string(name),
                    aif360::performanceMeasure(name, rows.overall).value(), value);
            for (const auto& [name, value] : json.at("privileged_measures").as_object())
                comparison.check(id + " " + std::string(name),
                    aif360::performanceMeasure(name, rows.cells[reference]).value(), value);
        }
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QCOMPARE(unknown, 0);
    }
    void givesTheNumbersOfBinaryLabelDatasetMetric()
    {
        std::map<std::string, bj::value> inputs;
        const bj::value cases = readGolden("metrics/convention_aif360.json");
        for (const auto& each : cases.as_object().at("cases").as_array())
            inputs[std::string(each.as_object().at("id").as_string())] = each;
        Comparison comparison;
        const bj::value golden = readGolden("metrics/convention_aif360_labels.json");
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const std::string id(each.as_object().at("id").as_string());
            const bj::object& json = inputs.at(id).as_object();
            const Case rows(json.at("inputs").as_object());
            const GroupCells groups {
                rows.cells, nullptr, rows.code.at(std::string(json.at("privileged").as_string()))};
            for (const auto& [name, value] : each.as_object().at("labels").as_object())
                comparison.check(
                    id + " " + std::string(name), aif360::binaryLabelMetric(name, groups).value(), value);
        }
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QCOMPARE(comparison.compared, 12 * 6);
    }
};

QTEST_GUILESS_MAIN(TstConventionAif360)
#include "tst_convention_aif360.moc"
