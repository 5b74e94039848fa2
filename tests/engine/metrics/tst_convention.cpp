#include "engine/metrics/convention.h"

#include "tests/engine/metrics/golden_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

// OxonFair and HolisticAI have no profile: like Fairlearn they write 0 for a rate of 0/0.

struct Named {
    std::vector<std::string> names;
    Case rows;

    explicit Named(const bj::object& inputs)
        : rows(inputs)
    {
        names.resize(rows.code.size());
        for (const auto& [name, code] : rows.code)
            names[code] = name;
    }
    [[nodiscard]] GroupCells groups(std::size_t reference = 0) const
    {
        return {rows.cells, &names, reference};
    }
};

/// An undefined value must have a reason and stands for NaN and infinity.
void check(Comparison& comparison, const std::string& where, const std::optional<MetricValue>& own,
    const bj::value& expected)
{
    if (!own) {
        comparison.different += where + " is absent; ";
        return;
    }
    const double theirs = numberOf(expected);
    if (!own->value) {
        ++comparison.compared;
        if (std::isfinite(theirs) || own->undefined.empty())
            comparison.different += where + " is undefined (" + own->undefined.english() + "); ";
        return;
    }
    comparison.check(where, *own->value, expected);
}

/// Metrics of which this group has a denominator of 0, from its counts.
std::vector<std::string_view> undefinedMetrics(const Confusion& cells)
{
    const double tp = cells.truePositive.weight;
    const double fp = cells.falsePositive.weight;
    const double fn = cells.falseNegative.weight;
    const double tn = cells.trueNegative.weight;
    std::vector<std::string_view> ids;
    if (tp + fn == 0.0)
        ids.insert(ids.end(), {"true_positive_rate", "false_negative_rate", "balanced_accuracy"});
    if (fp + tn == 0.0)
        ids.insert(ids.end(), {"false_positive_rate", "true_negative_rate", "balanced_accuracy"});
    if (tp + fp == 0.0)
        ids.insert(ids.end(), {"precision", "false_discovery_rate"});
    if (tn + fn == 0.0)
        ids.insert(ids.end(), {"negative_predictive_value", "false_omission_rate"});
    if (tp + fp + fn == 0.0)
        ids.push_back("f1");
    return ids;
}

} // namespace

class TstConvention : public QObject {
    Q_OBJECT
private slots:
    void findsEveryConventionByItsId()
    {
        for (const Convention convention : kAllConventions)
            QVERIFY(findConvention(idOf(convention)).value() == convention);
        const auto unknown = findConvention("themis");
        QVERIFY(unknown.has_error());
        QVERIFY(unknown.error().code == ErrorCode::InvalidArgument);
        QVERIFY(
            unknown.error().english().find("evenhand, fairlearn, aif360 or aequitas") != std::string::npos);
    }
    void printsWhatFairlearnPrints()
    {
        Comparison comparison;
        const bj::value golden = readGolden("metrics/convention_fairlearn.json");
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const bj::object& json = each.as_object();
            const std::string id(json.at("id").as_string());
            const Named named(json.at("inputs").as_object());
            const bj::object& expected = json.at("fairlearn").as_object();
            if (!expected.contains("functions"))
                continue;
            for (const auto& [name, value] : expected.at("functions").as_object()) {
                const std::string full(name);
                const std::string metric = full.substr(0, full.find('['));
                if (full.find("[between_groups") != std::string::npos && !full.ends_with(",mean]"))
                    check(comparison, id + " " + full,
                        inConvention(Convention::Fairlearn, metric, named.groups()), value);
            }
            const bj::object& between = expected.at("difference_between_groups").as_object();
            const bj::object& byGroup = expected.at("by_group").as_object();
            if (!between.contains("precision_score"))
                continue;
            check(comparison, id + " precision",
                inConvention(Convention::Fairlearn, "predictive_parity_difference", named.groups()),
                between.at("precision_score"));
            for (const auto& [name, code] : named.rows.code)
                check(comparison, id + " F1 of " + name,
                    inConvention(Convention::Fairlearn, "f1", named.rows.cells[code]),
                    byGroup.at("f1_score").as_object().at(name));
        }
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QVERIFY(comparison.compared > 150);
    }
    void printsWhatAif360Prints()
    {
        Comparison comparison;
        const bj::value golden = readGolden("metrics/convention_aif360.json");
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const bj::object& json = each.as_object();
            const std::string id(json.at("id").as_string());
            const Named named(json.at("inputs").as_object());
            const auto groups
                = named.groups(named.rows.code.at(std::string(json.at("privileged").as_string())));
            const bj::object& metrics = json.at("metrics").as_object();
            for (const std::string_view metric : {"statistical_parity_difference", "disparate_impact",
                     "equal_opportunity_difference", "equalized_odds_difference", "average_odds_difference",
                     "average_abs_odds_difference", "theil_index"})
                check(comparison, id + " " + std::string(metric),
                    inConvention(Convention::Aif360, metric, groups), metrics.at(metric));
            check(comparison, id + " entropy",
                inConvention(Convention::Aif360, "generalized_entropy_index", groups),
                metrics.at("generalized_entropy_index[alpha=2]"));
            check(comparison, id + " PPV",
                inConvention(Convention::Aif360, "precision", groups.cells[groups.reference]),
                json.at("privileged_measures").as_object().at("PPV"));
        }
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QVERIFY(comparison.compared > 100);
    }
    void printsTheRatioOfAequitasThatIsFarthestFromOne()
    {
        const std::vector<std::string> names {"a", "b", "c"};
        std::vector<Confusion> cells(3);
        const auto rows = [](double n) { return RowSum {n, n, n}; };
        cells[0] = {rows(1), rows(0), rows(3), rows(4)}; // 1 of 4 positives selected
        cells[1] = {rows(1), rows(1), rows(1), rows(1)}; // 1 of 2: twice as many
        cells[2] = {rows(1), rows(0), rows(7), rows(0)}; // 1 of 8: half as many; no negatives
        const GroupCells groups {cells, &names, 0};
        const auto opportunity = inConvention(Convention::Aequitas, "equal_opportunity_ratio", groups);
        QCOMPARE(*opportunity->value, 2.0);
        QCOMPARE(opportunity->groups, (std::vector<std::string> {"b", "a"}));
        const auto odds = inConvention(Convention::Aequitas, "equalized_odds_ratio", groups);
        QCOMPARE(*odds->value, 10.0); // the false positive rate of “a” is 0
        QCOMPARE(odds->excluded, (std::vector<std::string> {"c"}));
        QVERIFY(!inConvention(Convention::Aequitas, "equal_opportunity_difference", groups));
        QVERIFY(!inConvention(Convention::Aequitas, "false_positive_rate", cells[2])->value);
    }
    void aequitasLeavesWeightsAside()
    {
        Confusion cells;
        cells.truePositive = {6.0, 18.0, 2.0};
        cells.falseNegative = {2.0, 2.0, 2.0};
        QCOMPARE(*inConvention(Convention::Aequitas, "true_positive_rate", cells)->value, 0.5);
        QCOMPARE(*inConvention(Convention::Evenhand, "true_positive_rate", cells)->value, 0.75);
    }
    void evenhandNeverShowsANumberForAnUndefinedRate()
    {
        int undefined = 0;
        for (const char* const file : {"convention_fairlearn", "convention_aif360", "convention_aequitas"}) {
            const bj::value golden = readGolden(std::string("metrics/") + file + ".json");
            for (const auto& each : golden.as_object().at("cases").as_array()) {
                const Named named(each.as_object().at("inputs").as_object());
                for (const Confusion& cells : named.rows.cells) {
                    const std::vector<std::string_view> lacking = undefinedMetrics(cells);
                    for (const MetricInfo& metric : metrics()) {
                        if (metric.ofCells == nullptr)
                            continue;
                        const auto value = inConvention(Convention::Evenhand, metric.id, cells);
                        const bool mayHave = std::ranges::count(lacking, metric.id) == 0;
                        QCOMPARE(value->value.has_value(), mayHave);
                        QCOMPARE(value->undefined.empty(), mayHave);
                        QVERIFY(!mayHave || std::isfinite(*value->value));
                        undefined += mayHave ? 0 : 1;
                    }
                }
                for (const MetricInfo& metric : metrics()) {
                    if (metric.ofGroupCells == nullptr)
                        continue;
                    const auto value = inConvention(Convention::Evenhand, metric.id, named.groups());
                    QCOMPARE(value->undefined.empty(), value->value.has_value());
                    QVERIFY(!value->value || std::isfinite(*value->value));
                    undefined += value->value ? 0 : 1;
                }
            }
        }
        qInfo("%d values without a number, all with a reason", undefined);
        QVERIFY(undefined > 100);
    }
};

QTEST_GUILESS_MAIN(TstConvention)
#include "tst_convention.moc"
