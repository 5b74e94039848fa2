#include "engine/thresholds/optimum.h"
#include "threshold_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

struct Counted {
    double cost = 0.0, selected = 0.0, parity = 0.0, opportunity = 0.0, falseGap = 0.0;
};

/// What thresholds do to rows, counted without curves.
Counted counted(const ScoredGroups& rows, const std::vector<double>& thresholds, const ErrorCosts& costs = {})
{
    struct Cells {
        double n = 0, p = 0, selected = 0, truePositive = 0;
    };
    std::vector<Cells> cells(rows.nGroups);
    Counted all;
    double weight = 0.0;
    for (std::size_t i = 0; i < rows.score.size(); ++i) {
        const auto g = static_cast<std::size_t>(rows.group[i]);
        const double w = rows.weightAt(i);
        const bool selected = rows.score[i] >= thresholds[g];
        const bool positive = rows.y[i] == 1.0;
        weight += w;
        cells[g].n += w;
        cells[g].p += positive ? w : 0.0;
        cells[g].selected += selected ? w : 0.0;
        cells[g].truePositive += selected && positive ? w : 0.0;
        all.selected += selected ? w : 0.0;
        all.cost += selected == positive ? 0.0 : w * (positive ? costs.falseNegative : costs.falsePositive);
    }
    all.cost /= weight;
    for (const Cells& a : cells)
        for (const Cells& b : cells) {
            all.parity = std::max(all.parity, a.selected / a.n - b.selected / b.n);
            all.opportunity = std::max(all.opportunity, a.truePositive / a.p - b.truePositive / b.p);
            all.falseGap = std::max(all.falseGap,
                (a.selected - a.truePositive) / (a.n - a.p) - (b.selected - b.truePositive) / (b.n - b.p));
        }
    return all;
}

} // namespace

class TstOptimum : public QObject {
    Q_OBJECT
private slots:
    void commonThresholdIsTheBestOfAll()
    {
        for (const double step : {0.0, 0.2}) {
            const ScoredGroups rows = madeUpGroups(400, 3, 1, step);
            const ErrorCosts costs {1.0, 2.5};
            const ThresholdChoice found = bestCommonThreshold(rows.curves(), costs, {}).value();
            QCOMPARE(found.thresholds.size(), std::size_t {3});
            QVERIFY(std::abs(counted(rows, found.thresholds, costs).cost - found.cost) <= 1e-12);
            double least = counted(rows, std::vector<double>(3, 1e9), costs).cost;
            for (const double cut : rows.score)
                least = std::min(least, counted(rows, std::vector<double>(3, cut), costs).cost);
            QVERIFY(std::abs(found.cost - least) <= 1e-12);
        }
    }
    void ownThresholdsAreTheBestOfEachGroup()
    {
        const ScoredGroups rows = madeUpGroups(400, 3, 2);
        const ThresholdChoice found = bestGroupThresholds(rows.curves(), {}, 0.0, {}, {}).value();
        QVERIFY(std::abs(counted(rows, found.thresholds).cost - found.cost) <= 1e-12);
        QVERIFY(std::abs(found.accuracy - (1.0 - found.cost)) <= 1e-12);
        for (std::size_t g = 0; g < 3; ++g)
            for (const double cut : rows.score) {
                std::vector<double> other = found.thresholds;
                other[g] = cut;
                QVERIFY(counted(rows, other).cost >= found.cost - 1e-12);
            }
    }
    void ownThresholdsUnderANotionKeepItsTolerance()
    {
        const ScoredGroups rows = madeUpGroups(400, 3, 3);
        const auto gapAt = [&](Notion notion) {
            return counted(rows, bestGroupThresholds(rows.curves(), notion, 0.05, {}, {}).value().thresholds);
        };
        QVERIFY(gapAt(Notion::DemographicParity).parity <= 0.05 + 1e-9);
        QVERIFY(gapAt(Notion::EqualOpportunity).opportunity <= 0.05 + 1e-9);
        const Counted odds = gapAt(Notion::EqualizedOdds);
        QVERIFY(std::max(odds.opportunity, odds.falseGap) <= 0.05 + 1e-9);
    }
    void commonThresholdAtCapacitySelectsTheHighestScores()
    {
        const ScoredGroups rows = madeUpGroups(300, 3, 4);
        for (const double k : {0.0, 1.0, 57.0, 299.0, 300.0, 1000.0}) {
            const ThresholdChoice found = thresholdsAtCapacity(rows.curves(), k, {}, 0.0, {}).value();
            QCOMPARE(counted(rows, found.thresholds).selected, std::min(k, 300.0));
            QVERIFY(std::abs(counted(rows, found.thresholds).cost - found.cost) <= 1e-12);
        }
        // Equal scores are selected together or not at all.
        const ScoredGroups tied {{3, 2, 2, 2, 1}, {1, 0, 1, 0, 1}, {}, {0, 0, 1, 1, 1}, 2};
        QCOMPARE(
            counted(tied, thresholdsAtCapacity(tied.curves(), 3.0, {}, 0.0, {}).value().thresholds).selected,
            1.0);
    }
    void capacityUnderParityIsFilledToAStep_data()
    {
        QTest::addColumn<double>("capacity");
        QTest::addColumn<double>("tolerance");
        for (const double capacity : {20.0, 200.0, 550.0, 990.0})
            for (const double tolerance : {0.0, 0.1})
                QTest::addRow("%g at %g", capacity, tolerance) << capacity << tolerance;
    }
    void capacityUnderParityIsFilledToAStep()
    {
        QFETCH(double, capacity);
        QFETCH(double, tolerance);
        const ScoredGroups rows = madeUpGroups(1000, 3, 6);
        std::vector<double> size(3, 0.0);
        for (const std::int32_t g : rows.group)
            size[static_cast<std::size_t>(g)] += 1.0;
        const double step = 1.0 / *std::ranges::min_element(size);
        const ThresholdChoice parity
            = thresholdsAtCapacity(rows.curves(), capacity, Notion::DemographicParity, tolerance, {}).value();
        const Counted found = counted(rows, parity.thresholds);
        QVERIFY(found.selected <= capacity);
        QVERIFY(found.selected >= capacity - 3.0);
        QVERIFY(found.parity <= tolerance + step + 1e-9);
        const Counted opportunity = counted(rows,
            thresholdsAtCapacity(rows.curves(), capacity, Notion::EqualOpportunity, tolerance, {})
                .value()
                .thresholds);
        QVERIFY(opportunity.selected <= capacity);
        QVERIFY2(opportunity.selected >= 0.85 * capacity, std::to_string(opportunity.selected).c_str());
        QVERIFY2(
            opportunity.opportunity <= tolerance + 0.02, std::to_string(opportunity.opportunity).c_str());
    }
    void capacityUnderEqualizedOddsKeepsTheTolerance()
    {
        const ScoredGroups rows = madeUpGroups(1000, 3, 6);
        for (const double capacity : {20.0, 200.0, 550.0}) {
            const Counted found = counted(rows,
                thresholdsAtCapacity(rows.curves(), capacity, Notion::EqualizedOdds, 0.15, {})
                    .value()
                    .thresholds);
            QVERIFY(found.selected <= capacity);
            QVERIFY2(found.selected >= 0.8 * capacity, std::to_string(found.selected).c_str());
            QVERIFY(std::max(found.opportunity, found.falseGap) <= 0.15 + 1e-9);
        }
    }
    void aWideToleranceAtCapacityFindsAsManyAsTheHighestScoresOfCalibratedGroups()
    {
        // One group twice: there is nothing to gain by treating the halves differently.
        ScoredGroups rows = madeUpGroups(400, 1, 7);
        rows.nGroups = 2;
        for (std::size_t i = 0; i < rows.group.size(); ++i)
            rows.group[i] = static_cast<std::int32_t>(i % 2);
        const double common = thresholdsAtCapacity(rows.curves(), 100.0, {}, 0.0, {}).value().accuracy;
        const double parity
            = thresholdsAtCapacity(rows.curves(), 100.0, Notion::DemographicParity, 1.0, {}).value().accuracy;
        QVERIFY(parity >= common - 0.02);
    }
    void groupsWithoutRowsGetTheCommonThreshold()
    {
        ScoredGroups rows = madeUpGroups(300, 2, 8);
        rows.nGroups = 3;
        const double common = bestCommonThreshold(rows.curves(), {}, {}).value().thresholds.front();
        QCOMPARE(bestGroupThresholds(rows.curves(), {}, 0.0, {}, {}).value().thresholds[2], common);
        QCOMPARE(
            bestGroupThresholds(rows.curves(), Notion::DemographicParity, 0.1, {}, {}).value().thresholds[2],
            common);
    }
    void refusesWhatHasNoMeaning()
    {
        const ScoredGroups rows = madeUpGroups(100, 2, 9);
        QCOMPARE(
            thresholdsAtCapacity(rows.curves(), -1.0, {}, 0.0, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(bestCommonThreshold({}, {}, {}).error().code, ErrorCode::InvalidData);
        QCOMPARE(bestGroupThresholds(rows.curves(), Notion::EqualizedOdds, -0.1, {}, {}).error().code,
            ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstOptimum)
#include "tst_optimum.moc"
