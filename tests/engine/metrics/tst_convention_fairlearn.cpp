#include "engine/metrics/convention_fairlearn.h"

#include "engine/io/json.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <fstream>
#include <iterator>

using namespace evenhand;
namespace bj = boost::json;

namespace {

double numberOf(const bj::value& value)
{
    if (!value.is_string())
        return value.is_bool() ? double(value.as_bool()) : value.to_number<double>();
    return value.as_string() == "NaN" ? std::numeric_limits<double>::quiet_NaN()
                                      : std::numeric_limits<double>::infinity();
}

std::string wordOf(const bj::value& value)
{
    return value.is_string() ? std::string(value.as_string()) : std::to_string(value.as_int64());
}

/// The confusion matrices of one golden case, by the names that Fairlearn gives its groups.
struct Case {
    std::map<std::string, std::size_t> code;
    std::vector<Confusion> cells;
    Confusion overall;

    explicit Case(const bj::object& inputs)
    {
        std::vector<double> y, decision, weight;
        for (const auto& value : inputs.at("y_true").as_array())
            y.push_back(numberOf(value));
        for (const auto& value : inputs.at("y_pred").as_array())
            decision.push_back(numberOf(value));
        if (const auto* const given = inputs.if_contains("sample_weight"))
            for (const auto& value : given->as_array())
                weight.push_back(numberOf(value));
        std::vector<std::int32_t> group;
        for (std::size_t row = 0; row < y.size(); ++row) {
            std::string name;
            for (const auto& [attribute, column] : inputs.at("sensitive").as_object())
                name += "|" + wordOf(column.as_array()[row]);
            group.push_back(static_cast<std::int32_t>(code.emplace(name.substr(1), code.size()).first->second));
        }
        const std::vector<std::string> names(code.size());
        MetricInput input;
        input.y = y;
        input.decision = decision;
        input.weight = weight;
        input.group = group;
        input.groupNames = &names;
        cells = confusionByGroup(input);
        overall = confusionOf(input);
    }
};

struct Comparison {
    int compared = 0;
    std::string different;

    void check(const std::string& where, double own, const bj::value& expected)
    {
        const double theirs = numberOf(expected);
        ++compared;
        if (!(std::abs(own - theirs) <= 1e-12 || (std::isnan(own) && std::isnan(theirs)) || own == theirs))
            different += where + " is " + exactNumber(own) + ", not " + exactNumber(theirs) + "; ";
    }
};

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
        std::ifstream file(test::golden("metrics/convention_fairlearn.json"), std::ios::binary);
        const std::string bytes {std::istreambuf_iterator<char>(file), {}};
        const bj::value golden = parseJson(bytes, "golden").value();
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
