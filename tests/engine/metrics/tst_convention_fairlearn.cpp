#include "engine/metrics/convention_fairlearn.h"

#include "tests/engine/metrics/golden_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

double functionOf(const std::string& name, const Case& rows)
{
    const auto method = name.find("[between_groups") != std::string::npos ? fairlearn::Method::BetweenGroups
                                                                          : fairlearn::Method::ToOverall;
    const auto aggregate = name.find(",mean]") != std::string::npos ? fairlearn::Aggregate::Mean
                                                                    : fairlearn::Aggregate::WorstCase;
    const bool isRatio = name.find("_ratio[") != std::string::npos;
    if (name.starts_with("equalized_odds"))
        return (isRatio ? fairlearn::equalizedOddsRatio : fairlearn::equalizedOddsDifference)(
            rows.cells, rows.overall, method, aggregate);
    const fairlearn::Metric metric = fairlearn::findMetric(
        name.starts_with("demographic_parity") ? "selection_rate" : "true_positive_rate");
    return (isRatio ? fairlearn::ratio : fairlearn::difference)(rows.cells, rows.overall, metric, method);
}

double aggregateOf(std::string_view kind, const Case& rows, fairlearn::Metric metric)
{
    using fairlearn::Method;
    if (kind == "overall")
        return metric(rows.overall);
    if (kind == "group_min")
        return fairlearn::lowest(rows.cells, metric);
    if (kind == "group_max")
        return fairlearn::highest(rows.cells, metric);
    const Method method = kind.ends_with("between_groups") ? Method::BetweenGroups : Method::ToOverall;
    return (kind.starts_with("ratio") ? fairlearn::ratio : fairlearn::difference)(
        rows.cells, rows.overall, metric, method);
}

void compare(const std::string& id, const Case& rows, const bj::object& expected, Comparison& comparison)
{
    for (const auto& [kind, values] : expected)
        for (const auto& [name, value] : values.as_object()) {
            const std::string where = id + " " + std::string(kind) + " " + std::string(name);
            const fairlearn::Metric metric = fairlearn::findMetric(name);
            if (kind == "functions") {
                comparison.check(where, functionOf(name, rows), value);
            } else if (kind == "by_group") {
                for (const auto& [group, own] : value.as_object()) {
                    const auto found = rows.code.find(std::string(group));
                    comparison.check(where + " " + std::string(group),
                        found == rows.code.end() ? std::numeric_limits<double>::quiet_NaN()
                                                 : metric(rows.cells[found->second]),
                        own);
                }
            } else {
                comparison.check(where, aggregateOf(kind, rows, metric), value);
            }
        }
}

} // namespace

class TstConventionFairlearn : public QObject {
    Q_OBJECT
private slots:
    void givesTheNumbersOfFairlearn()
    {
        const bj::value golden = readGolden("metrics/convention_fairlearn.json");
        Comparison comparison;
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const bj::object& json = each.as_object();
            compare(std::string(json.at("id").as_string()), Case(json.at("inputs").as_object()),
                json.at("fairlearn").as_object(), comparison);
        }
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QVERIFY(comparison.compared > 1500);
    }
};

QTEST_GUILESS_MAIN(TstConventionFairlearn)
#include "tst_convention_fairlearn.moc"
