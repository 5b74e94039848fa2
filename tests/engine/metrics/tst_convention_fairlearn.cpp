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
    return isRatio ? fairlearn::ratio(rows.cells, rows.overall, metric, method)
                   : fairlearn::difference(rows.cells, rows.overall, metric, method);
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
    return kind.starts_with("ratio") ? fairlearn::ratio(rows.cells, rows.overall, metric, method)
                                     : fairlearn::difference(rows.cells, rows.overall, metric, method);
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

/// The rows of a case whose control feature has one level.
bj::object inputsAt(const bj::object& inputs, const bj::array& control, const bj::value& level)
{
    const auto kept = [&](const bj::value& column) {
        bj::array part;
        for (std::size_t row = 0; row < control.size(); ++row)
            if (control[row] == level)
                part.push_back(column.as_array()[row]);
        return part;
    };
    bj::object sensitive;
    for (const auto& [attribute, column] : inputs.at("sensitive").as_object())
        sensitive[attribute] = kept(column);
    return {{"y_true", kept(inputs.at("y_true"))}, {"y_pred", kept(inputs.at("y_pred"))},
        {"sensitive", sensitive}};
}

/// What is expected there, with the level taken out of the names of groups.
bj::object expectedAt(const bj::object& expected, const std::string& level)
{
    bj::object all;
    for (const auto& [kind, values] : expected) {
        bj::object own;
        for (const auto& [metric, numbers] : values.as_object()) {
            bj::object byGroup;
            for (const auto& [name, number] : numbers.as_object())
                if (std::string(name).starts_with(level + "|"))
                    byGroup[std::string(name).substr(level.size() + 1)] = number;
            if (kind == "by_group")
                own[metric] = byGroup;
            else
                own[metric] = numbers.as_object().at(level);
        }
        all[kind] = own;
    }
    return all;
}

/// The registry's name of a regression metric of scikit-learn.
std::string_view ownNameOf(std::string_view metric)
{
    return metric == "r2_score" ? "r2" : metric;
}

/// The rows of a regression, in all or of one group.
struct Predictions {
    std::vector<double> y, score;

    [[nodiscard]] double value(std::string_view metric) const
    {
        MetricInput input;
        input.task = Task::Regression;
        input.y = y;
        input.score = score;
        return findMetric(ownNameOf(metric)).value()->compute(input).value.value();
    }
};

double aggregateOf(std::string_view kind, const std::vector<double>& values, double overall)
{
    using fairlearn::Method;
    if (kind == "overall")
        return overall;
    if (kind == "group_min")
        return fairlearn::lowest(values);
    if (kind == "group_max")
        return fairlearn::highest(values);
    const Method method = kind.ends_with("between_groups") ? Method::BetweenGroups : Method::ToOverall;
    return kind.starts_with("ratio") ? fairlearn::ratio(values, overall, method)
                                     : fairlearn::difference(values, overall, method);
}

void compareRegression(const bj::object& json, Comparison& comparison)
{
    const bj::object& inputs = json.at("inputs").as_object();
    Predictions all;
    std::map<std::string, Predictions> groups;
    const bj::array& names = inputs.at("sensitive").as_object().begin()->value().as_array();
    for (std::size_t row = 0; row < names.size(); ++row)
        for (Predictions* const part : {&all, &groups[wordOf(names[row])]}) {
            part->y.push_back(numberOf(inputs.at("y_true").as_array()[row]));
            part->score.push_back(numberOf(inputs.at("y_pred").as_array()[row]));
        }
    for (const auto& [kind, metrics] : json.at("fairlearn").as_object())
        for (const auto& [metric, expected] : metrics.as_object()) {
            const std::string where = std::string(kind) + " " + std::string(metric);
            std::vector<double> values;
            for (const auto& [name, rows] : groups) {
                values.push_back(rows.value(metric));
                if (kind == "by_group")
                    comparison.check(where + " " + name, values.back(), expected.as_object().at(name));
            }
            if (kind != "by_group")
                comparison.check(where, aggregateOf(kind, values, all.value(metric)), expected);
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
    void givesTheNumbersOfFairlearnWithinControlLevels()
    {
        const bj::value golden = readGolden("metrics/convention_fairlearn_control.json");
        Comparison comparison;
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const bj::object& json = each.as_object();
            const bj::object& inputs = json.at("inputs").as_object();
            const bj::array& control = inputs.at("control").as_object().begin()->value().as_array();
            for (const char* const level : {"<40", ">=40"})
                compare(level, Case(inputsAt(inputs, control, bj::value(level))),
                    expectedAt(json.at("fairlearn").as_object(), level), comparison);
        }
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QVERIFY(comparison.compared > 300);
    }
    void givesTheNumbersOfFairlearnForRegression()
    {
        const bj::value golden = readGolden("metrics/convention_fairlearn_regression.json");
        Comparison comparison;
        for (const auto& each : golden.as_object().at("cases").as_array())
            compareRegression(each.as_object(), comparison);
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QCOMPARE(comparison.compared, 2 * 4 * 7 + 4 * (2 + 4));
    }
    // Fairlearn leaves rows without a group out of by_group and keeps them in overall; here they are a group
    // of their own, so that nobody is lost from sight.
    void rowsWithoutAGroupCountOnlyInTheWholeForFairlearn()
    {
        const bj::value golden = readGolden("metrics/convention_fairlearn_missing.json");
        Comparison comparison;
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            bj::object json = each.as_object();
            bj::object inputs = json.at("inputs").as_object();
            for (auto& name : inputs.at("sensitive").as_object().at("g").as_array())
                name = name.is_null() || name == bj::value("NaN") ? "(missing)"
                    : name.is_string()                            ? std::string(name.as_string())
                                                                  : exactNumber(numberOf(name)) + ".0";
            const Case rows(inputs);
            QCOMPARE(rows.cells.size(), std::size_t(3));
            QCOMPARE(rows.cells[rows.code.at("(missing)")].all().rows, 2.0);
            compare("missing", rows, json.at("fairlearn").as_object(), comparison);
        }
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QCOMPARE(comparison.compared, 12);
    }
};

QTEST_GUILESS_MAIN(TstConventionFairlearn)
#include "tst_convention_fairlearn.moc"
