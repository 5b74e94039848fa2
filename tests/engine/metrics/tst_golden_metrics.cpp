#include "engine/io/json.h"
#include "engine/metrics/metric.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <fstream>
#include <iterator>

using namespace evenhand;

namespace {

/// One case of a golden file; `score` is the score, or the decision as 0 and 1.
struct Case {
    std::vector<double> score, y, weight;
    std::vector<std::int32_t> group;
    std::vector<std::string> names;

    explicit Case(const boost::json::object& json)
    {
        for (const auto& value : json.at(json.contains("score") ? "score" : "decision").as_array())
            score.push_back(value.to_number<double>());
        for (const auto& value : json.at("y").as_array())
            y.push_back(value.to_number<double>());
        if (const auto* const given = json.if_contains("weight"))
            for (const auto& value : given->as_array())
                weight.push_back(value.to_number<double>());
        for (const auto& value : json.at("group").as_array()) {
            const std::string name(value.as_string());
            const auto found = std::ranges::find(names, name);
            group.push_back(static_cast<std::int32_t>(found - names.begin()));
            if (found == names.end())
                names.push_back(name);
        }
    }
    [[nodiscard]] MetricInput input() const
    {
        MetricInput in;
        in.score = score;
        in.y = y;
        in.weight = weight;
        in.group = group;
        in.groupNames = &names;
        return in;
    }
    /// The rows of one group.
    [[nodiscard]] Case only(std::int32_t code) const
    {
        Case part = *this;
        part.score.clear();
        part.y.clear();
        part.weight.clear();
        part.group.clear();
        for (std::size_t row = 0; row < score.size(); ++row) {
            if (group[row] != code)
                continue;
            part.score.push_back(score[row]);
            part.y.push_back(y[row]);
            part.group.push_back(code);
            if (!weight.empty())
                part.weight.push_back(weight[row]);
        }
        return part;
    }
};

boost::json::value read(const std::string& name)
{
    std::ifstream file(test::golden(name), std::ios::binary);
    const std::string bytes {std::istreambuf_iterator<char>(file), {}};
    return parseJson(bytes, name).value();
}

/// Compares values where both are defined and remembers how many were.
struct Comparison {
    int compared = 0;
    int undefined = 0; ///< ours; the other tool puts 0, NaN or the mean of what is left there
    std::string different;

    void check(const std::string& where, std::string_view metric, const MetricInput& input,
        const boost::json::value& expected)
    {
        const MetricValue own = findMetric(metric).value()->compute(input);
        if (!own.value || !own.excluded.empty() || expected.is_null()) {
            undefined += own.value ? 0 : 1;
            return;
        }
        ++compared;
        if (!(std::abs(*own.value - expected.to_number<double>()) <= 1e-12))
            different += where + " " + std::string(metric) + " is " + exactNumber(*own.value) + "; ";
    }
};

Comparison compare(const std::string& file)
{
    Comparison comparison;
    const boost::json::value golden = read(file);
    for (const auto& each : golden.as_object().at("cases").as_array()) {
        const boost::json::object& json = each.as_object();
        const std::string id(json.at("id").as_string());
        const Case all(json);
        if (const auto* const overall = json.if_contains("overall"))
            for (const auto& [metric, value] : overall->as_object())
                comparison.check(id, metric, all.input(), value);
        for (const auto& [metric, byGroup] : json.at("by_group").as_object())
            for (std::size_t g = 0; g < all.names.size(); ++g) {
                const Case part = all.only(static_cast<std::int32_t>(g));
                if (const auto* const value = byGroup.as_object().if_contains(all.names[g]))
                    comparison.check(id + " " + all.names[g], metric, part.input(), *value);
            }
        for (const auto& [metric, value] : json.at("disparities").as_object())
            comparison.check(id, metric, all.input(), value);
    }
    return comparison;
}

} // namespace

class TstGoldenMetrics : public QObject {
    Q_OBJECT
private slots:
    void decisionsAgreeWithFairlearnWhereRatesAreDefined()
    {
        const Comparison comparison = compare("metrics/fairlearn_classification.json");
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QCOMPARE(comparison.compared, 491);
        QCOMPARE(comparison.undefined, 38);
    }
    void scoresAgreeWithScikitLearnAndScipy()
    {
        const Comparison comparison = compare("metrics/scores.json");
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QCOMPARE(comparison.compared, 92);
    }
};

QTEST_GUILESS_MAIN(TstGoldenMetrics)
#include "tst_golden_metrics.moc"
