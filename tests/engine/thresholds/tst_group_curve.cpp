#include "engine/core/rng.h"
#include "engine/thresholds/group_curve.h"

#include <QtTest/QtTest>

#include <limits>

using namespace evenhand;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Made-up scores with many ties.
struct Rows {
    std::vector<double> score, y, weight;
    std::vector<std::int32_t> group;

    Rows(std::size_t n, std::uint64_t seed)
    {
        Rng rng(seed);
        for (std::size_t i = 0; i < n; ++i) {
            score.push_back(static_cast<double>(rng.below(50)) / 50.0);
            y.push_back(rng.uniform() < score.back() ? 1.0 : 0.0);
            weight.push_back(static_cast<double>(1 + rng.below(4)));
            group.push_back(static_cast<std::int32_t>(rng.below(3)));
        }
    }
};

} // namespace

/// What every threshold would decide.
class TstGroupCurve : public QObject {
    Q_OBJECT
private slots:
    void everyThresholdCountsAsTheRowsDo()
    {
        const Rows rows(500, 3);
        const auto curves = groupCurves(rows.score, rows.y, rows.weight, rows.group, 4, {}).value();
        QCOMPARE(curves.size(), std::size_t {4});
        QCOMPARE(curves[3].size(), std::size_t {1}); // a group without rows
        for (const double cut : {-kInfinity, -1.0, 0.0, 0.3, 0.31, 0.5, 0.98, 0.99, 2.0, kInfinity})
            for (std::size_t g = 0; g < 3; ++g) {
                double truePositive = 0.0;
                double falsePositive = 0.0;
                for (std::size_t i = 0; i < rows.score.size(); ++i)
                    if (rows.group[i] == static_cast<std::int32_t>(g) && rows.score[i] >= cut)
                        (rows.y[i] == 1.0 ? truePositive : falsePositive) += rows.weight[i];
                const std::size_t k = curves[g].entryAt(cut);
                QCOMPARE(curves[g].truePositive[k], truePositive);
                QCOMPARE(curves[g].falsePositive[k], falsePositive);
            }
    }
    void beginsWithNobodyAndEndsWithEverybody()
    {
        const Rows rows(200, 4);
        for (const GroupCurve& curve : groupCurves(rows.score, rows.y, {}, rows.group, 3, {}).value()) {
            QCOMPARE(curve.threshold.front(), kInfinity);
            QCOMPARE(curve.selectionRate(0), 0.0);
            QCOMPARE(curve.selectionRate(curve.size() - 1), 1.0);
            QCOMPARE(curve.weight(), curve.rows);
        }
    }
    void orderOfRowsChangesNoBit()
    {
        Rows rows(300, 5);
        for (double& weight : rows.weight)
            weight /= 7.0;
        const auto before = groupCurves(rows.score, rows.y, rows.weight, rows.group, 3, {}).value();
        std::ranges::reverse(rows.score);
        std::ranges::reverse(rows.y);
        std::ranges::reverse(rows.weight);
        std::ranges::reverse(rows.group);
        const auto after = groupCurves(rows.score, rows.y, rows.weight, rows.group, 3, {}).value();
        for (std::size_t g = 0; g < 3; ++g)
            QVERIFY(before[g].truePositive == after[g].truePositive
                && before[g].falsePositive == after[g].falsePositive);
    }
};

QTEST_MAIN(TstGroupCurve)
#include "tst_group_curve.moc"
