#include "engine/core/rng.h"
#include "engine/methods/disparate_impact_remover.h"
#include "engine/transport/median_map.h"
#include "training_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

MedianMap mapOf(const std::vector<double>& values, const std::vector<std::int32_t>& group, std::size_t groups,
    const std::vector<double>& weight = {})
{
    return MedianMap::fit(SortedGroups::create(values, group, weight, groups).value(), {}).value();
}

} // namespace

class TstDisparateImpactRemover : public QObject {
    Q_OBJECT
private slots:
    void givesTheFeaturesOfAif360WhereBothMeanTheSame()
    {
        // Three groups of one size without ties, full repair. With ties, sizes that differ, an even number of
        // groups or a partial repair that library buckets and rounds (see the script beside the file).
        const boost::json::value file = readJson("methods/disparate_impact_remover.json");
        const boost::json::object& json = file.as_object();
        const TrainingCase rows(
            matrixOf(json.at("x")), {}, numbersOf(json.at("group")), Task::Classification);
        const TransformedFeatures made = rows.transform(disparateImpactRemover(), 1.0).value();
        QVERIFY(largestDifference(made.x.dense, matrixOf(json.at("expected"))) <= 1e-13);
        // Halfway every value has gone half of its way.
        const TransformedFeatures half = rows.transform(disparateImpactRemover(), 0.5).value();
        QVERIFY(largestDifference(half.x.dense, 0.5 * (made.x.dense + rows.rows.x.dense)) <= 1e-14);
        QVERIFY(rows.transform(disparateImpactRemover(), 0.0).value().x.dense == rows.rows.x.dense);
    }
    void aValueGoesToTheMeanMedianOverItsShares()
    {
        // Group 0 has steps at 1/2 and 1, group 1 at 1/4, 1/2, 3/4 and 1; the median is the mean of the two.
        const MedianMap map = mapOf({0.0, 2.0, 1.0, 3.0, 5.0, 9.0}, {0, 0, 1, 1, 1, 1}, 2);
        QCOMPARE(map.apply(1, 1.0), 0.5);
        QCOMPARE(map.apply(1, 3.0), 1.5);
        QCOMPARE(map.apply(1, 5.0), 3.5);
        QCOMPARE(map.apply(1, 9.0), 5.5);
        QCOMPARE(map.apply(0, 0.0), 1.0);
        QCOMPARE(map.apply(0, 2.0), 4.5);
        // Between values a straight line, beyond them a constant.
        QCOMPARE(map.apply(0, 0.5), 1.0 + 0.25 * 3.5);
        QCOMPARE(map.apply(0, -7.0), 1.0);
        QCOMPARE(map.apply(1, 100.0), 5.5);
    }
    void tiesAndWeightsAreShares()
    {
        // The same distributions once as repeated rows, once as weights.
        const MedianMap repeated = mapOf({0, 0, 0, 1, 2, 2, 4, 4}, {0, 0, 0, 0, 1, 1, 1, 1}, 2);
        const MedianMap weighted = mapOf({0, 1, 2, 4}, {0, 0, 1, 1}, 2, {3, 1, 2, 2});
        for (const double value : {-1.0, 0.0, 0.4, 1.0, 2.0, 3.0, 4.0})
            for (const std::size_t group : {0UL, 1UL})
                QVERIFY(std::abs(repeated.apply(group, value) - weighted.apply(group, value)) <= 1e-15);
        // Shares 0 … 1/2 with the median 1, 1/2 … 3/4 with 2: two parts in three and one.
        QVERIFY(std::abs(repeated.apply(0, 0.0) - 4.0 / 3.0) <= 1e-15);
    }
    void groupsOfAnySizesHaveOneMeanAfterwards()
    {
        Rng rng(7);
        for (const std::size_t groups : {2UL, 3UL, 6UL}) {
            std::vector<double> values;
            std::vector<std::int32_t> group;
            std::vector<double> weight;
            for (std::size_t i = 0; i < 700; ++i) {
                group.push_back(static_cast<std::int32_t>(i < groups ? i : rng.below(groups)));
                // Every other value is one of few.
                const double value = rng.normal() * (1.0 + group.back()) + group.back();
                values.push_back(i % 2 == 0 ? value : std::round(value));
                weight.push_back(0.2 + rng.uniform());
            }
            const MedianMap map = mapOf(values, group, groups, weight);
            std::vector<double> sum(groups, 0.0);
            std::vector<double> total(groups, 0.0);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const auto own = static_cast<std::size_t>(group[i]);
                sum[own] += weight[i] * map.apply(own, values[i]);
                total[own] += weight[i];
            }
            for (std::size_t g = 1; g < groups; ++g)
                QVERIFY(std::abs(sum[g] / total[g] - sum[0] / total[0]) <= 1e-12);
            for (std::size_t g = 0; g < groups; ++g)
                for (double value = -9.0; value < 9.0; value += 0.1)
                    QVERIFY(map.apply(g, value) <= map.apply(g, value + 0.1) + 1e-15);
        }
    }
    void aGroupWithoutRowsKeepsItsValues()
    {
        const MedianMap map = mapOf({0.0, 1.0}, {0, 2}, 3);
        QCOMPARE(map.apply(1, 0.3), 0.3);
        QCOMPARE(map.apply(0, 0.0), 0.5);
    }
    void levelsStayAndAreMentioned()
    {
        TrainingCase rows(Eigen::MatrixXd {{0.0}, {1.0}, {3.0}, {5.0}}, Eigen::VectorXd {{0, 1, 0, 1}},
            {0, 0, 1, 1}, Task::Classification);
        rows.rows.x.blocks.push_back({1, 2, {0, 1, 1, 0}});
        rows.rows.x.featureNames.insert(rows.rows.x.featureNames.end(), {"c = a", "c = b"});
        const TransformedFeatures made = rows.transform(disparateImpactRemover(), 1.0).value();
        QCOMPARE(made.warnings.size(), std::size_t {1});
        QVERIFY(largestDifference(
                    made.x.dense, Eigen::MatrixXd {{1.5, 1, 0}, {3.0, 0, 1}, {1.5, 0, 1}, {3.0, 1, 0}})
            <= 1e-15);
        QCOMPARE(
            rows.fit(disparateImpactRemover(), {{}}).value().front()->warnings().size(), std::size_t {1});
    }
};

QTEST_GUILESS_MAIN(TstDisparateImpactRemover)
#include "tst_disparate_impact_remover.moc"
