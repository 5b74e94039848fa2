#include "engine/methods/fairness_bound.h"
#include "engine/statistics/rate_intervals.h"
#include "tests/support/constrained.h"

#include <QtTest/QtTest>

#include <random>

using namespace evenhand;

namespace {

using GroupMean = ConstraintInsight::GroupMean;

/// What an insight says about rows with these values of f.
GroupMean fromScores(const std::vector<double>& f)
{
    GroupMean group;
    const auto n = static_cast<double>(f.size());
    group.rows = group.weight = n;
    group.linear = group.rate = group.signMinusLinear = 0.0;
    for (const double value : f) {
        *group.linear += value / n;
        *group.rate += value >= 0.0 ? 1.0 / n : 0.0;
        *group.signMinusLinear += ((value >= 0.0 ? 1.0 : -1.0) - value) / n;
    }
    return group;
}

bool isNear(double a, double b)
{
    return std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b)); // a few roundings
}

ConstraintInsight insightOf(const std::vector<GroupMean>& train, const std::vector<GroupMean>& test)
{
    ConstraintInsight insight;
    insight.families.push_back({"favourable", {}, train, test, {}});
    insight.radius = 2.0;
    insight.after.norm = 3.0;
    return insight;
}

} // namespace

class TstFairnessBound : public QObject {
    Q_OBJECT
private slots:
    void theWidestGapNamesItsTwoGroups()
    {
        const std::vector<GroupMean> groups {fromScores({1.0}), fromScores({-2.0}), fromScores({0.5})};
        const auto gap = widestGap(groups, &GroupMean::linear);
        QVERIFY(gap.has_value());
        QCOMPARE(gap->high, std::size_t(0));
        QCOMPARE(gap->low, std::size_t(1));
        QCOMPARE(gap->gap, 3.0);
    }
    void equalGroupsAreStillTwo()
    {
        const std::vector<GroupMean> groups {fromScores({1.0}), fromScores({1.0})};
        const auto gap = widestGap(groups, &GroupMean::linear);
        QVERIFY(gap.has_value());
        QVERIFY(gap->low != gap->high);
        QCOMPARE(gap->gap, 0.0);
    }
    void oneGroupHasNoGap()
    {
        const std::vector<GroupMean> groups {fromScores({1.0}), GroupMean {}};
        QVERIFY(!widestGap(groups, &GroupMean::linear));
        QVERIFY(!widestGap(groups, &GroupMean::rate));
        QVERIFY(!surrogateDistance(groups));
    }
    // a: f = 2, -1, 1/2: mean 1/2, signs 1/3, d = -1/6. b: f = -2, -1/2: mean -5/4, signs -1, d = 1/4.
    void equalsTheHandComputedCase()
    {
        const std::vector<GroupMean> train {fromScores({2.0, -1.0, 0.5}), fromScores({-2.0, -0.5})};
        const FairnessGuarantee found = guaranteeOf(insightOf(train, train), 0);
        QVERIFY(isNear(*found.surrogate, 0.5 * (1.0 / 6.0 + 0.25)));
        QVERIFY(isNear(found.trainLinear->gap, 1.75));
        QVERIFY(isNear(found.trainHard->gap, 2.0 / 3.0));
        QVERIFY(isNear(*found.hardBound, 0.875 + 5.0 / 24.0));
        QCOMPARE(found.reach, 6.0);
    }
    void ofManyGroupsTheTwoThatStrayMostCount()
    {
        std::vector<GroupMean> groups(3);
        groups[0].signMinusLinear = 0.1;
        groups[1].signMinusLinear = -0.5;
        groups[2].signMinusLinear = 0.3;
        QVERIFY(isNear(*surrogateDistance(groups), 0.4));
    }
    void noDecisionsOnTheTrainingRowsDifferByMoreThanPromised()
    {
        std::mt19937 random(7);
        std::normal_distribution<double> normal(0.0, 1.5);
        for (std::size_t round = 0; round < 300; ++round) {
            std::vector<GroupMean> train;
            for (std::size_t g = 0; g < 2 + round % 3; ++g) {
                std::vector<double> f(3 + round % 11);
                for (double& value : f)
                    value = normal(random) + 0.5 * static_cast<double>(g);
                train.push_back(fromScores(f));
            }
            const FairnessGuarantee found = guaranteeOf(insightOf(train, {}), 0);
            QVERIFY(found.trainHard->gap <= *found.hardBound + 1e-12);
        }
    }
    void decisionsThatAreTheScoresThemselvesLeaveNoSlack()
    {
        const std::vector<GroupMean> train {fromScores({1.0, 1.0, -1.0}), fromScores({-1.0, 1.0})};
        const FairnessGuarantee found = guaranteeOf(insightOf(train, {}), 0);
        QVERIFY(isNear(*found.surrogate, 0.0));
        QVERIFY(isNear(*found.hardBound, found.trainHard->gap));
    }
    // √(½ ln(1/δ)) = 1 at δ = e⁻²: RΛ/√n·(½ + 1) = 2·3/10·1.5.
    void theDeviationHasItsClosedForm()
    {
        QVERIFY(isNear(linearLossDeviation(2.0, 3.0, 100.0, std::exp(-2.0)), 0.9));
        const double once = linearLossDeviation(2.0, 3.0, 100.0, 0.05);
        QVERIFY(isNear(linearLossDeviation(2.0, 3.0, 400.0, 0.05), 0.5 * once));
        QVERIFY(isNear(linearLossDeviation(2.0, 1.5, 100.0, 0.05), 0.5 * once));
    }
    // One dimension, φ = ±R with equal chances: the supremum over ‖w‖ ≤ Λ is ½Λ·|mean of φ|.
    void theDeviationIsExceededNoMoreOftenThanItSays()
    {
        constexpr double kDelta = 0.2;
        constexpr int kRounds = 2000;
        const double limit = linearLossDeviation(2.0, 3.0, 25.0, kDelta);
        std::mt19937 random(11);
        int exceeded = 0;
        for (int round = 0; round < kRounds; ++round) {
            double sum = 0.0;
            for (int i = 0; i < 25; ++i)
                sum += (random() & 1U) != 0U ? 2.0 : -2.0;
            exceeded += 0.5 * 3.0 * std::abs(sum / 25.0) > limit ? 1 : 0;
        }
        QVERIFY(exceeded <= static_cast<int>(kDelta * kRounds));
    }
    void theBoundAddsTheTwoGroupsThatAreKnownLeast()
    {
        std::vector<GroupMean> train {fromScores({1.0}), fromScores({0.0}), fromScores({0.5})};
        train[0].rows = 400.0;
        train[1].rows = 100.0;
        train[2].rows = 25.0;
        const FairnessGuarantee found = guaranteeOf(insightOf(train, {}), 0, 0.06);
        const double slack
            = linearLossDeviation(2.0, 3.0, 25.0, 0.02) + linearLossDeviation(2.0, 3.0, 100.0, 0.02);
        QVERIFY(isNear(*found.lossBound, 0.5 + slack));
    }
    void theTestGapHasNewcombesInterval()
    {
        std::vector<GroupMean> test {fromScores({1.0, -1.0, 1.0, 1.0}), fromScores({-1.0, 1.0, -1.0})};
        const FairnessGuarantee two = guaranteeOf(insightOf(test, test), 0);
        QCOMPARE(*two.testHardInterval, newcombeDifferenceInterval(0.75, 4.0, 1.0 / 3.0, 3.0));
        // Of three groups the extreme pair was picked out of three pairs.
        test.push_back(fromScores({1.0, -1.0}));
        const FairnessGuarantee three = guaranteeOf(insightOf(test, test), 0);
        QCOMPARE(
            *three.testHardInterval, newcombeDifferenceInterval(0.75, 4.0, 1.0 / 3.0, 3.0, 1.0 - 0.05 / 3.0));
    }
    void aFamilyThatIsNotThereHasNothing()
    {
        const FairnessGuarantee found = guaranteeOf(ConstraintInsight {}, 0);
        QVERIFY(!found.trainLinear && !found.hardBound && !found.lossBound && !found.testHardInterval);
    }
};

QTEST_APPLESS_MAIN(TstFairnessBound)
#include "tst_fairness_bound.moc"
