#include "engine/audit/impossibility.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace evenhand;

namespace {

RowSum rows(double n)
{
    return {n, n, n};
}

GroupAudit group(const std::string& name, double tp, double fp, double fn, double tn)
{
    GroupAudit made;
    made.name = made.readable = name;
    made.cells = {rows(tp), rows(fp), rows(fn), rows(tn)};
    made.rows = made.weight = made.effectiveCount = tp + fp + fn + tn;
    made.isSmall = made.rows < kSmallAuditGroup;
    return made;
}

AttributeAudit attribute(std::vector<GroupAudit> groups)
{
    AttributeAudit made;
    made.name = "group";
    made.groups = std::move(groups);
    return made;
}

/// Base rates 0.5 and 0.25, pooled precision 2/3, false positive rate 0.2, false negative rate 1/3.
AttributeAudit twoGroups()
{
    return attribute({group("a", 350, 100, 150, 400), group("b", 150, 150, 100, 600)});
}

bool isNear(double a, double b, double tolerance = 1e-12)
{
    return std::abs(a - b) <= tolerance;
}

bool contains(const std::vector<Text>& sentences, const std::string& part)
{
    return std::ranges::any_of(
        sentences, [&](const Text& one) { return one.english().find(part) != std::string::npos; });
}

std::array<double, 3> gapsOf(const ErrorRates& a, const ErrorRates& b)
{
    return {std::abs(a.precision - b.precision), std::abs(a.falsePositiveRate - b.falsePositiveRate),
        std::abs(a.falseNegativeRate - b.falseNegativeRate)};
}

/// The smallest largest gap over a fine grid of the two free variables.
double bestOnGrid(const Confusion& low, const Confusion& high)
{
    const double falsePositives = low.falsePositive.weight + high.falsePositive.weight;
    const double falseNegatives = low.falseNegative.weight + high.falseNegative.weight;
    constexpr int kSteps = 1000;
    double best = 1.0;
    const auto ratesOf = [](const Confusion& cells, double fp, double fn) {
        const double tp = cells.positives().weight - fn;
        return ErrorRates {tp + fp > 0.0 ? tp / (tp + fp) : 1.0, fp / cells.negatives().weight,
            fn / cells.positives().weight};
    };
    for (int i = 0; i <= kSteps; ++i)
        for (int j = 0; j <= kSteps; ++j) {
            const double fp = falsePositives * i / kSteps;
            const double fn = falseNegatives * j / kSteps;
            if (fp > low.negatives().weight || falsePositives - fp > high.negatives().weight
                || fn > low.positives().weight || falseNegatives - fn > high.positives().weight)
                continue;
            const auto gaps
                = gapsOf(ratesOf(low, fp, fn), ratesOf(high, falsePositives - fp, falseNegatives - fn));
            best = std::min(best, std::ranges::max(gaps));
        }
    return best;
}

} // namespace

class TstImpossibility : public QObject {
    Q_OBJECT
private slots:
    void thirdRateIsThatOfChouldechovasIdentity()
    {
        const Impossibility found = impossibility(twoGroups(), 0.95);
        QVERIFY(found.undefined.empty());
        QVERIFY(isNear(found.pooled.precision, 500.0 / 750.0));
        QVERIFY(isNear(found.pooled.falsePositiveRate, 0.2));
        QVERIFY(isNear(found.pooled.falseNegativeRate, 1.0 / 3.0));
        // FPR = p/(1-p) · (1-PPV)/PPV · (1-FNR) = 1 · 1/2 · 2/3 and 1/3 · 1/2 · 2/3
        QCOMPARE(found.choices[0].forced, ErrorRate::FalsePositiveRate);
        QVERIFY(isNear(found.choices[0].values[0], 1.0 / 3.0));
        QVERIFY(isNear(found.choices[0].values[1], 1.0 / 9.0));
        QVERIFY(isNear(found.choices[0].gap, 2.0 / 9.0));
        // FNR = 1 - FPR · (1-p)/p · PPV/(1-PPV) = 1 - 0.2·1·2 and 1 - 0.2·3·2, which is below 0
        QCOMPARE(found.choices[1].forced, ErrorRate::FalseNegativeRate);
        QVERIFY(isNear(found.choices[1].values[0], 0.6));
        QVERIFY(isNear(found.choices[1].values[1], -0.2));
        QVERIFY(!found.choices[1].isFeasible);
        // PPV = p(1-FNR) / (p(1-FNR) + (1-p)FPR)
        QVERIFY(isNear(found.choices[2].values[0], (1.0 / 3.0) / (1.0 / 3.0 + 0.1)));
        QVERIFY(isNear(found.choices[2].values[1], (1.0 / 6.0) / (1.0 / 6.0 + 0.15)));
        QVERIFY(found.choices[2].isFeasible);
    }
    void sentencesNameGroupsAndNumbers()
    {
        const Impossibility found = impossibility(twoGroups(), 0.95);
        QVERIFY(found.baseRatesDiffer);
        QVERIFY(!found.canAllHold);
        QVERIFY(contains(found.sentences, "25.0 % of “b” and 50.0 % of “a”: a difference of 25.0 points"));
        QVERIFY(contains(found.sentences, "cannot all be equal"));
        QVERIFY(contains(found.sentences, "11.1 % (“b”) and 33.3 % (“a”), a gap of 22.2 points"));
        QVERIFY(contains(found.sentences, "the false negative rate of “b” would have to be below 0 %"));
        for (const Text& sentence : found.sentences)
            qInfo("%s", sentence.english().c_str());
    }
    void compromiseKeepsTheTotalsAndCannotBeBeaten()
    {
        const std::vector<std::array<Confusion, 2>> cases {
            {Confusion {rows(150), rows(150), rows(100), rows(600)},
                {rows(350), rows(100), rows(150), rows(400)}},
            {Confusion {rows(20), rows(5), rows(10), rows(965)}, {rows(880), rows(20), rows(20), rows(80)}},
            {Confusion {rows(1), rows(1), rows(99), rows(99)}, {rows(70), rows(30), rows(30), rows(10)}}};
        for (const auto& [low, high] : cases) {
            const RateCompromise best = bestCompromise(low, high);
            QVERIFY(isNear(best.lowRates.falsePositiveRate * low.negatives().weight
                    + best.highRates.falsePositiveRate * high.negatives().weight,
                low.falsePositive.weight + high.falsePositive.weight, 1e-9));
            QVERIFY(isNear(best.lowRates.falseNegativeRate * low.positives().weight
                    + best.highRates.falseNegativeRate * high.positives().weight,
                low.falseNegative.weight + high.falseNegative.weight, 1e-9));
            QVERIFY(isNear(std::ranges::max(gapsOf(best.lowRates, best.highRates)), best.epsilon, 1e-12));
            QVERIFY(best.epsilon <= best.today + 1e-12);
            const double grid = bestOnGrid(low, high);
            qInfo("compromise %.5f, best of a grid %.5f, today %.5f", best.epsilon, grid, best.today);
            QVERIFY(best.epsilon <= grid + 1e-12);
            QVERIFY(grid - best.epsilon < 0.01); // the grid's own coarseness
        }
    }
    void compromiseOfEqualBaseRatesHasNoGap()
    {
        const AttributeAudit equal
            = attribute({group("a", 300, 100, 100, 500), group("b", 200, 250, 200, 350)});
        const Impossibility found = impossibility(equal, 0.95);
        QVERIFY(!found.baseRatesDiffer);
        QVERIFY(found.canAllHold);
        QVERIFY(found.compromise->epsilon < 1e-12);
        QVERIFY(found.compromise->today > 0.2);
        for (const ForcedRate& choice : found.choices)
            QVERIFY(choice.isFeasible && choice.gap < 1e-12);
        QVERIFY(contains(found.sentences, "the base rates may be equal"));
    }
    void baseRatesWithinNoiseAreSaidToBe()
    {
        const Impossibility found
            = impossibility(attribute({group("a", 30, 10, 20, 40), group("b", 35, 10, 20, 35)}), 0.95);
        QVERIFY(!found.baseRatesDiffer);
        QVERIFY(!found.canAllHold);
        QVERIFY(found.baseRateGap.low < 0.0 && found.baseRateGap.high > 0.0);
        QVERIFY(contains(found.sentences, "That interval includes no difference at all"));
    }
    void nobodySelectedWronglyAllowsAllThree()
    {
        const Impossibility found
            = impossibility(attribute({group("a", 100, 0, 100, 200), group("b", 60, 0, 40, 300)}), 0.95);
        QVERIFY(found.canAllHold && found.baseRatesDiffer);
        QVERIFY(found.compromise->epsilon < 1e-12);
        for (const ForcedRate& choice : found.choices)
            QVERIFY(choice.isFeasible && choice.gap < 1e-12);
        QVERIFY(contains(found.sentences, "Nobody is selected wrongly"));
    }
    void severalGroupsCompareTheExtremes()
    {
        std::vector<GroupAudit> groups = twoGroups().groups;
        groups.push_back(group("c", 220, 120, 130, 530));
        groups.push_back(group("tiny", 2, 2, 2, 2));
        groups.push_back(group("never", 0, 40, 0, 60));
        const AttributeAudit five = attribute(std::move(groups));
        const Impossibility found = impossibility(five, 0.95);
        QCOMPARE(found.groups.size(), std::size_t(3));
        QCOMPARE(found.low, std::size_t(1));
        QCOMPARE(found.high, std::size_t(0));
        QVERIFY(contains(found.sentences, "Between “b” and “a”, whose base rates differ most surely"));
        QVERIFY(contains(found.sentences, "fewer than 30 rows: “tiny”"));
        QVERIFY(contains(found.sentences, "actually positive: “never”"));
        const RateCompromise two = bestCompromise(five.groups[1].cells, five.groups[0].cells);
        QVERIFY(isNear(found.compromise->epsilon, two.epsilon));
    }
    void tinyExtremeGroupDoesNotHideASureDifference()
    {
        std::vector<GroupAudit> groups = twoGroups().groups;
        groups.push_back(group("few", 12, 4, 6, 10)); // base rate 0.56, but from 32 rows
        const Impossibility found = impossibility(attribute(std::move(groups)), 0.95);
        QCOMPARE(found.groups.size(), std::size_t(3));
        QCOMPARE(found.low, std::size_t(1));
        QCOMPARE(found.high, std::size_t(0));
        QVERIFY(found.baseRatesDiffer);
    }
    void saysWhyNothingCanBeSaid()
    {
        const Impossibility one = impossibility(attribute({group("a", 30, 10, 20, 40)}), 0.95);
        QVERIFY(!one.undefined.empty());
        const Impossibility none
            = impossibility(attribute({group("a", 0, 0, 50, 50), group("b", 0, 0, 20, 80)}), 0.95);
        QVERIFY(none.undefined.english().find("nobody who is actually positive") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TstImpossibility)
#include "tst_impossibility.moc"
