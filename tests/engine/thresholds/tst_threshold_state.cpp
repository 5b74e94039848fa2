#include "engine/core/rng.h"
#include "engine/metrics/cell_disparities.h"
#include "engine/thresholds/threshold_goal.h"
#include "engine/thresholds/threshold_state.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

/// People of three groups whose scores have many ties when @p levels is small.
struct People {
    std::vector<double> score, y, weight;
    std::vector<std::int32_t> group;

    People(std::size_t n, int levels, bool isWeighted)
    {
        Rng rng(static_cast<std::uint64_t>(levels));
        for (std::size_t i = 0; i < n; ++i) {
            const double merit = rng.uniform();
            score.push_back(std::floor(merit * levels) / levels);
            y.push_back(rng.uniform() < merit ? 1.0 : 0.0);
            group.push_back(static_cast<std::int32_t>(3.0 * rng.uniform() * rng.uniform()));
            if (isWeighted)
                weight.push_back(0.5 + rng.uniform());
        }
    }
    [[nodiscard]] ThresholdCurves curves() const
    {
        return *thresholdCurves(score, y, weight, group, 3, RunContext {});
    }
    /// Counted row by row, as an audit counts decisions.
    [[nodiscard]] std::vector<Confusion> count(const std::vector<double>& thresholds) const
    {
        std::vector<double> decision;
        for (std::size_t i = 0; i < score.size(); ++i)
            decision.push_back(score[i] >= thresholds[static_cast<std::size_t>(group[i])] ? 1.0 : 0.0);
        const std::vector<std::string> names {"a", "b", "c"};
        MetricInput input;
        input.y = y;
        input.weight = weight;
        input.group = group;
        input.decision = decision;
        input.groupNames = &names;
        return confusionByGroup(input);
    }
    /// Least mean cost of one threshold for everybody, by trying all.
    [[nodiscard]] double leastCost(const ErrorCosts& costs) const
    {
        const ThresholdCurves made = curves();
        std::vector<double> cuts = score;
        cuts.push_back(2.0);
        double least = 1e300;
        for (const double cut : cuts)
            least = std::min(least, thresholdState(made, std::vector<double>(3, cut), costs).cost);
        return least;
    }
};

const std::vector<std::vector<double>> kThresholds {{0.5, 0.5, 0.5}, {0.2, 0.7, 0.45}, {0.0, 1.0, 0.999},
    {-5.0, 5.0, 0.3},
    {std::numeric_limits<double>::infinity(), 0.1, -std::numeric_limits<double>::infinity()}};

std::vector<std::string> english(const std::vector<Text>& texts)
{
    std::vector<std::string> all;
    for (const Text& text : texts)
        all.push_back(text.english());
    return all;
}

/// A state of two groups by its counts: TP, FP, FN, TN of each.
ThresholdState counted(const std::array<std::array<double, 4>, 2>& groups)
{
    ThresholdState state;
    for (const auto& [tp, fp, fn, tn] : groups)
        state.cells.push_back({{tp, tp, tp}, {fp, fp, fp}, {fn, fn, fn}, {tn, tn, tn}});
    state.all = pooled(state.cells);
    return state;
}

} // namespace

class TstThresholdState : public QObject {
    Q_OBJECT

private slots:
    void countsAsRowsDo_data()
    {
        QTest::addColumn<int>("levels");
        QTest::addColumn<bool>("isWeighted");
        for (const int levels : {4, 37, 1'000'000})
            for (const bool isWeighted : {false, true})
                QTest::addRow("%d levels, %s", levels, isWeighted ? "weighted" : "plain")
                    << levels << isWeighted;
    }
    void countsAsRowsDo()
    {
        QFETCH(int, levels);
        QFETCH(bool, isWeighted);
        const People people(3000, levels, isWeighted);
        const ThresholdCurves curves = people.curves();
        QCOMPARE(curves.counted.empty(), !isWeighted);
        for (const std::vector<double>& thresholds : kThresholds) {
            const ThresholdState state = thresholdState(curves, thresholds, {});
            const std::vector<Confusion> truth = people.count(thresholds);
            for (std::size_t g = 0; g < 3; ++g)
                for (RowSum Confusion::*const cell : {&Confusion::truePositive, &Confusion::falsePositive,
                         &Confusion::falseNegative, &Confusion::trueNegative}) {
                    QCOMPARE((state.cells[g].*cell).rows, (truth[g].*cell).rows);
                    // Sums of up to 3000 weights of about 1, in another order.
                    QVERIFY(std::abs((state.cells[g].*cell).weight - (truth[g].*cell).weight) < 1e-9);
                }
        }
    }
    void gapsAndCostAreThoseOfTheMetrics()
    {
        const People people(2000, 50, true);
        const ErrorCosts costs {2.0, 5.0};
        for (const std::vector<double>& thresholds : kThresholds) {
            const ThresholdState state = thresholdState(people.curves(), thresholds, costs);
            const std::vector<Confusion> truth = people.count(thresholds);
            const GroupCells groups {truth, nullptr, 0};
            QVERIFY(
                std::abs(*state.demographicParity - *valueOf(kDemographicParityDifference, groups)) < 1e-12);
            QVERIFY(
                std::abs(*state.equalOpportunity - *valueOf(kEqualOpportunityDifference, groups)) < 1e-12);
            QVERIFY(std::abs(*state.equalizedOdds - *valueOf(kEqualizedOddsDifference, groups)) < 1e-12);
            const Confusion all = pooled(truth);
            const double n = all.all().weight;
            QVERIFY(
                std::abs(state.cost - (2.0 * all.falsePositive.weight + 5.0 * all.falseNegative.weight) / n)
                < 1e-12);
            QVERIFY(
                std::abs(*state.accuracy - (all.truePositive.weight + all.trueNegative.weight) / n) < 1e-12);
        }
    }
    void aGapThatNobodyCanHaveIsAbsent()
    {
        const std::vector<double> score {0.2, 0.8, 0.4}, y {0.0, 1.0, 0.0};
        const std::vector<std::int32_t> group {0, 0, 1};
        const ThresholdCurves curves = *thresholdCurves(score, y, {}, group, 3, RunContext {});
        const ThresholdState state = thresholdState(curves, std::vector<double>(3, 0.5), {});
        QVERIFY(state.demographicParity.has_value());
        QVERIFY(!state.equalOpportunity.has_value()); // only one group has favourable outcomes
        QVERIFY(!thresholdState(
            *thresholdCurves({}, {}, {}, {}, 2, RunContext {}), std::vector<double>(2, 0.5), {})
                     .accuracy.has_value());
    }
    void weightsOfOneAreNone()
    {
        const People people(100, 10, false);
        const std::vector<double> ones(100, 1.0);
        QVERIFY(
            thresholdCurves(people.score, people.y, ones, people.group, 3, RunContext {})->counted.empty());
    }
    void saysWhatChangesInTheDatasOwnNames()
    {
        const ThresholdState before = counted({{{50, 10, 40, 100}, {80, 20, 30, 70}}});
        const ThresholdState after = counted({{{80, 21, 10, 89}, {76, 12, 34, 78}}});
        const std::vector<std::string> names {"Female", "Male"};
        QCOMPARE(english(changesInWords(before, after, names, {">50K", "<=50K"})),
            (std::vector<std::string> {"41 more Female selected", "12 fewer Male",
                "3 more selected who turn out <=50K", "26 fewer rejected who turn out >50K"}));
        QCOMPARE(english(changesInWords(after, before, names, {">50K", {}})),
            (std::vector<std::string> {"41 fewer Female selected", "12 more Male",
                "3 fewer selected who do not turn out >50K", "26 more rejected who turn out >50K"}));
        QVERIFY(changesInWords(before, before, names, {">50K", "<=50K"}).empty());
    }
    void namesAreNeverPlaces()
    {
        const ThresholdState before = counted({{{1, 1, 1, 1}, {1, 1, 1, 1}}});
        const ThresholdState after = counted({{{2, 1, 0, 1}, {1, 1, 1, 1}}});
        QCOMPARE(english(changesInWords(before, after, {"%1 %2", "b"}, {"%1", "no"})).front(),
            std::string("1 more %1 %2 selected"));
    }
    void manyGroupsAreSummedUp()
    {
        ThresholdState before, after;
        std::vector<std::string> names;
        for (int g = 0; g < 7; ++g) {
            names.push_back("g" + std::to_string(g));
            const double n = 10.0 + g;
            before.cells.push_back({{10, 0, 10}, {}, {n, 0, n}, {}});
            after.cells.push_back({{10 + n, 0, 10 + n}, {}, {}, {}});
        }
        before.all = pooled(before.cells);
        after.all = pooled(after.cells);
        QCOMPARE(english(changesInWords(before, after, names, {"yes", "no"})),
            (std::vector<std::string> {"16 more g6 selected", "15 more g5", "14 more g4", "13 more g3",
                "33 more in other groups", "91 fewer rejected who turn out yes"}));
    }
    void aGoalIsMetExactly()
    {
        const People people(800, 60, false);
        const ThresholdCurves curves = people.curves();
        ThresholdGoal goal;
        goal.common = true;
        goal.costs = {1.0, 3.0};
        const auto common = thresholdsFor(curves.weighted, goal, RunContext {});
        QVERIFY(std::ranges::all_of(*common, [&](double t) { return t == common->front(); }));
        QVERIFY(std::abs(thresholdState(curves, *common, goal.costs).cost - people.leastCost(goal.costs))
            < 1e-12);
        goal.capacity = 123.0;
        const auto filled = thresholdsFor(curves.weighted, goal, RunContext {});
        const ThresholdState state = thresholdState(curves, *filled, goal.costs);
        QVERIFY(state.all.selected().rows <= 123.0);
        // One score less would be too many.
        double next = -1.0;
        for (const double score : people.score)
            next = score < filled->front() ? std::max(next, score) : next;
        QVERIFY(thresholdState(curves, std::vector<double>(3, next), {}).all.selected().rows > 123.0);
        goal = {};
        goal.notion = Notion::DemographicParity;
        goal.tolerance = 0.02;
        const ThresholdState fair
            = thresholdState(curves, *thresholdsFor(curves.weighted, goal, RunContext {}), {});
        QVERIFY(*fair.demographicParity <= 0.02 + 1e-12);
        goal.notion.reset();
        const ThresholdState free
            = thresholdState(curves, *thresholdsFor(curves.weighted, goal, RunContext {}), {});
        QVERIFY(free.cost <= fair.cost && free.cost <= people.leastCost({}));
    }
};

QTEST_APPLESS_MAIN(TstThresholdState)
#include "tst_threshold_state.moc"
