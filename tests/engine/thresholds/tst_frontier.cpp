#include "threshold_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

const std::vector<double> kTolerances {0.0, 0.003, 0.01, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0, 3.0};

std::vector<FrontierPoint> frontierOf(const ScoredGroups& rows, Notion notion, ThresholdRules rules,
    const std::vector<double>& tolerances = kTolerances, const ErrorCosts& costs = {}, int threads = 1)
{
    return thresholdFrontier(
        rows.curves(), notion, rules, costs, tolerances, RunContext({}, nullptr, threads))
        .value();
}

bool sameBits(const std::vector<FrontierPoint>& a, const std::vector<FrontierPoint>& b)
{
    bool same = a.size() == b.size();
    for (std::size_t i = 0; same && i < a.size(); ++i)
        same = a[i].cost == b[i].cost && a[i].rules == b[i].rules;
    return same;
}

void addNotions()
{
    QTest::addColumn<int>("notion");
    QTest::addColumn<bool>("drawn");
    for (const bool drawn : {true, false})
        for (std::size_t i = 0; i < kNotionIds.size(); ++i)
            QTest::newRow((std::string(kNotionIds[i]) + (drawn ? " drawn" : " single")).c_str())
                << static_cast<int>(i) << drawn;
}

} // namespace

class TstFrontier : public QObject {
    Q_OBJECT
private slots:
    void equalsTheReferenceLinearProgramme()
    {
        const json::value golden = readGolden("metrics/frontier.json");
        for (const json::value& each : golden.at("cases").as_array()) {
            const json::object& inputs = each.at("inputs").as_object();
            const ScoredGroups rows = scoredGroupsOf(inputs);
            const Notion notion = notionNamed(std::string(inputs.at("constraint").as_string()));
            const json::array& expected
                = each.at("expected").at("independent_reference_linear_programme").as_array();
            std::vector<double> tolerances;
            for (const json::value& point : expected)
                tolerances.push_back(point.at("tolerance").to_number<double>());
            const auto points = frontierOf(rows, notion, ThresholdRules::Randomised, tolerances);
            for (std::size_t i = 0; i < points.size(); ++i) {
                const double accuracy = expected[i].at("max_accuracy").to_number<double>();
                QVERIFY(std::abs(points[i].accuracy - accuracy) <= 1e-9);
                QVERIFY(std::abs(points[i].cost - (1.0 - points[i].accuracy)) <= 1e-15);
            }
        }
    }
    void equalsLinearProgrammesAndAllCombinationsOfSmallTables()
    {
        // Weights, ties, costs, groups without an outcome, scores that say the opposite. 1e-9 is what the
        // solver of the linear programmes promises; combinations are sums in another order.
        const json::value golden = readGolden("metrics/threshold_optima.json");
        for (const json::value& each : golden.at("cases").as_array()) {
            const json::object& inputs = each.as_object();
            ScoredGroups rows {numbersOf(inputs.at("score")), numbersOf(inputs.at("y")),
                numbersOf(inputs.at("weight")), {}, 0};
            for (const double code : numbersOf(inputs.at("group")))
                rows.group.push_back(static_cast<std::int32_t>(code));
            rows.nGroups = static_cast<std::size_t>(*std::ranges::max_element(rows.group)) + 1;
            const std::vector<double> cost = numbersOf(inputs.at("cost"));
            const std::vector<double> tolerances = numbersOf(inputs.at("tolerances"));
            for (const auto& [id, expected] : inputs.at("least_cost").as_object())
                for (const bool drawn : {true, false}) {
                    const auto points = frontierOf(rows, notionNamed(id),
                        drawn ? ThresholdRules::Randomised : ThresholdRules::Deterministic, tolerances,
                        {cost[0], cost[1]});
                    const std::vector<double> least = numbersOf(expected.at(drawn ? "drawn" : "single"));
                    for (std::size_t i = 0; i < points.size(); ++i) {
                        QVERIFY(std::abs(points[i].cost - least[i]) <= (drawn ? 1e-9 : 1e-12));
                        QVERIFY(gapOf(points[i], notionNamed(id)) <= tolerances[i] + 1e-11);
                        QVERIFY(
                            std::abs(costOfRules(rows, points[i].rules, {cost[0], cost[1]}) - points[i].cost)
                            <= 1e-12);
                    }
                }
        }
    }
    void isAtLeastAsGoodAsFairlearn()
    {
        // Fairlearn searches a grid of rates; where the best rate is between two of them it must be worse.
        std::size_t better = 0;
        std::size_t compared = 0;
        const json::value golden = readGolden("metrics/threshold_optimizer.json");
        for (const json::value& each : golden.at("cases").as_array()) {
            const json::object& inputs = each.at("inputs").as_object();
            const std::string constraint(inputs.at("constraints").as_string());
            const ScoredGroups rows = scoredGroupsOf(inputs);
            if (constraint == "false_positive_rate_parity")
                continue;
            const Notion notion = constraint == "true_positive_rate_parity" ? Notion::EqualOpportunity
                                                                            : notionNamed(constraint);
            ErrorCosts costs;
            if (inputs.at("objective").as_string() == "balanced_accuracy_score") {
                const double n = static_cast<double>(rows.y.size());
                const double positives = std::accumulate(rows.y.begin(), rows.y.end(), 0.0);
                costs = {0.5 * n / (n - positives), 0.5 * n / positives};
            }
            const std::vector<double> theirs = numbersOf(each.at("expected").at("P(yhat=1)_per_row"));
            double cost = 0.0;
            for (std::size_t i = 0; i < theirs.size(); ++i)
                cost += (rows.y[i] == 1.0 ? costs.falseNegative * (1.0 - theirs[i])
                                          : costs.falsePositive * theirs[i])
                    / static_cast<double>(theirs.size());
            const FrontierPoint ours
                = frontierOf(rows, notion, ThresholdRules::Randomised, {0.0}, costs).front();
            QVERIFY(ours.cost <= cost + 1e-12);
            ++compared;
            better += ours.cost < cost - 1e-9 ? 1 : 0;
            const bool isSame = std::abs(ours.cost - cost) <= 1e-12;
            if (isSame && notion == Notion::DemographicParity) {
                const json::object& selected
                    = each.at("expected").at("expected_selection_rate_by_group").as_object();
                std::size_t g = 0;
                for (const char* const name : {"a", "b", "c"})
                    if (const json::value* const rate = selected.if_contains(name))
                        QVERIFY(std::abs(ours.groups[g++].selectionRate - rate->to_number<double>()) <= 1e-9);
            }
        }
        QVERIFY(compared >= 6);
        QVERIFY(better >= 1);
    }
    void dropsWithTheToleranceToTheBestOfEachGroup_data() { addNotions(); }
    void dropsWithTheToleranceToTheBestOfEachGroup()
    {
        QFETCH(int, notion);
        QFETCH(bool, drawn);
        for (const double step : {0.0, 0.25}) {
            const ScoredGroups rows = madeUpGroups(1500, 4, 3, step);
            const auto points = frontierOf(rows, static_cast<Notion>(notion),
                drawn ? ThresholdRules::Randomised : ThresholdRules::Deterministic, kTolerances, {1.0, 1.7});
            for (std::size_t i = 0; i < points.size(); ++i) {
                QVERIFY(i == 0 || points[i].cost <= points[i - 1].cost + 1e-13);
                QVERIFY(gapOf(points[i], static_cast<Notion>(notion)) <= kTolerances[i] + 1e-11);
                QVERIFY(std::abs(costOfRules(rows, points[i].rules, {1.0, 1.7}) - points[i].cost) <= 1e-12);
                for (const MixedThreshold& rule : points[i].rules)
                    QVERIFY(rule.parts.size() <= (drawn ? 3U : 1U));
            }
            double free = 0.0;
            for (const GroupCurve& curve : rows.curves()) {
                double least = 1e300;
                for (std::size_t k = 0; k < curve.size(); ++k)
                    least = std::min(
                        least, curve.falsePositive[k] + 1.7 * (curve.positives - curve.truePositive[k]));
                free += least / 1500.0;
            }
            QVERIFY(std::abs(points.back().cost - free) <= 1e-13);
        }
    }
    void drawnRulesAreNeverWorseThanSingleThresholds()
    {
        for (const Notion notion :
            {Notion::DemographicParity, Notion::EqualOpportunity, Notion::EqualizedOdds}) {
            const ScoredGroups rows = madeUpGroups(800, 3, 8);
            const auto drawn = frontierOf(rows, notion, ThresholdRules::Randomised);
            const auto single = frontierOf(rows, notion, ThresholdRules::Deterministic);
            for (std::size_t i = 0; i < drawn.size(); ++i)
                QVERIFY(drawn[i].cost <= single[i].cost + 1e-12);
        }
    }
    void hasTheSameBitsForAnyThreadsAndOrder_data() { addNotions(); }
    void hasTheSameBitsForAnyThreadsAndOrder()
    {
        QFETCH(int, notion);
        QFETCH(bool, drawn);
        const ThresholdRules rules = drawn ? ThresholdRules::Randomised : ThresholdRules::Deterministic;
        ScoredGroups rows = madeUpGroups(2000, 3, 5, 0.01);
        const auto one = frontierOf(rows, static_cast<Notion>(notion), rules);
        QVERIFY(sameBits(one, frontierOf(rows, static_cast<Notion>(notion), rules, kTolerances, {}, 8)));
        std::ranges::reverse(rows.score);
        std::ranges::reverse(rows.y);
        std::ranges::reverse(rows.group);
        QVERIFY(sameBits(one, frontierOf(rows, static_cast<Notion>(notion), rules)));
    }
    void perfectScoresNeedNoTrade()
    {
        // Equal odds cost nothing when the scores are right; equal selection rates cost the difference of
        // base rates: 1/4 and 3/4 meet anywhere between, each step wrong for one row of eight.
        const ScoredGroups rows {
            {4, 3, 2, 1, 4, 3, 2, 1}, {1, 0, 0, 0, 1, 1, 1, 0}, {}, {0, 0, 0, 0, 1, 1, 1, 1}, 2};
        for (const ThresholdRules rules : {ThresholdRules::Randomised, ThresholdRules::Deterministic}) {
            QCOMPARE(frontierOf(rows, Notion::EqualizedOdds, rules, {0.0}).front().accuracy, 1.0);
            const auto parity = frontierOf(rows, Notion::DemographicParity, rules, {0.0, 0.25, 0.5});
            QCOMPARE(parity[0].accuracy, 0.75);
            QCOMPARE(parity[1].accuracy, 0.875);
            QCOMPARE(parity[2].accuracy, 1.0);
        }
    }
    void rulesBetweenScoresAndConstants()
    {
        const ScoredGroups rows {{4, 2, 1, 5, 3, 0}, {1, 0, 0, 1, 1, 1}, {}, {0, 0, 0, 1, 1, 1}, 2};
        const auto points = frontierOf(rows, Notion::DemographicParity, ThresholdRules::Deterministic, {1.0});
        QCOMPARE(points.front().rules[0].parts.front().threshold, 3.0);
        QCOMPARE(points.front().rules[1].parts.front().threshold, -std::numeric_limits<double>::infinity());
    }
    void groupsWithoutRowsAreLeftOut()
    {
        ScoredGroups rows = madeUpGroups(500, 2, 9);
        const auto without = frontierOf(rows, Notion::EqualizedOdds, ThresholdRules::Randomised);
        rows.nGroups = 3;
        const auto with = frontierOf(rows, Notion::EqualizedOdds, ThresholdRules::Randomised);
        for (std::size_t i = 0; i < with.size(); ++i) {
            QCOMPARE(with[i].cost, without[i].cost);
            QVERIFY(with[i].rules[2].parts.empty());
            QVERIFY(!with[i].groups[2].truePositiveRate);
        }
    }
    void refusesWhatCannotBeCompared()
    {
        const ScoredGroups one = madeUpGroups(100, 1, 1);
        ScoredGroups noOutcome = madeUpGroups(100, 2, 1);
        for (std::size_t i = 0; i < noOutcome.y.size(); ++i)
            noOutcome.y[i] = noOutcome.group[i] == 0 ? 0.0 : noOutcome.y[i];
        const std::vector<double> tolerances {0.0};
        const auto codeOf = [&](const ScoredGroups& rows, Notion notion, const ErrorCosts& costs = {}) {
            return thresholdFrontier(rows.curves(), notion, ThresholdRules::Randomised, costs, tolerances, {})
                .error()
                .code;
        };
        QCOMPARE(codeOf(one, Notion::DemographicParity), ErrorCode::InvalidData);
        QCOMPARE(codeOf(noOutcome, Notion::EqualOpportunity), ErrorCode::InvalidData);
        QCOMPARE(
            codeOf(madeUpGroups(99, 2, 1), Notion::EqualOpportunity, {0.0, 0.0}), ErrorCode::InvalidArgument);
        QVERIFY(thresholdFrontier(
            noOutcome.curves(), Notion::EqualizedOdds, ThresholdRules::Randomised, {}, tolerances, {})
                    .has_value());
    }
    void canBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        const std::vector<GroupCurve> curves = madeUpGroups(1000, 2, 2).curves();
        for (const ThresholdRules rules : {ThresholdRules::Randomised, ThresholdRules::Deterministic})
            QCOMPARE(thresholdFrontier(curves, Notion::EqualizedOdds, rules, {}, kTolerances,
                         RunContext(stop.get_token(), nullptr, 1))
                         .error()
                         .code,
                ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstFrontier)
#include "tst_frontier.moc"
