#include "engine/audit/conditional.h"
#include "engine/core/rng.h"
#include "engine/statistics/rate_intervals.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

#include <array>

using namespace evenhand;

namespace {

/// Admitted and rejected men and women of the six largest departments, University of California, Berkeley,
/// autumn 1973. Bickel, Hammel, O'Connell (1975), Sex bias in graduate admissions.
struct Department {
    const char* name;
    int menIn, menOut, womenIn, womenOut;
};
constexpr std::array<Department, 6> kBerkeley {{{"A", 512, 313, 89, 19}, {"B", 353, 207, 17, 8},
    {"C", 120, 205, 202, 391}, {"D", 138, 279, 131, 244}, {"E", 53, 138, 94, 299}, {"F", 22, 351, 24, 317}}};

/// Rows with a decision, a group and a stratum each.
struct Sample {
    AuditRows rows;
    std::vector<std::int32_t> group;
    StrataOfRows strata;
    std::vector<std::string> names {"women", "men"};

    void add(std::size_t stratum, std::int32_t code, double decision, int times, double weight = 0.0)
    {
        for (int i = 0; i < times; ++i) {
            rows.row.push_back(static_cast<Eigen::Index>(rows.row.size()));
            rows.decision.push_back(decision);
            if (weight > 0.0)
                rows.weight.push_back(weight);
            group.push_back(code);
            strata.codes.push_back(static_cast<std::int32_t>(stratum));
        }
    }
    [[nodiscard]] ConditionalAudit audit(const char* id = "selection_rate") const
    {
        auto made = conditionalAudit(rows, {"sex", names, group, 1}, strata, id, 0.95, {});
        if (made.has_error())
            throw std::logic_error(made.error().english());
        return *std::move(made);
    }
};

Sample berkeley(double weight = 0.0)
{
    Sample sample;
    sample.strata.column = "department";
    for (std::size_t k = 0; k < kBerkeley.size(); ++k) {
        sample.strata.names.emplace_back(kBerkeley[k].name);
        sample.add(k, 1, 1.0, kBerkeley[k].menIn, weight);
        sample.add(k, 1, 0.0, kBerkeley[k].menOut, weight);
        sample.add(k, 0, 1.0, kBerkeley[k].womenIn, weight);
        sample.add(k, 0, 0.0, kBerkeley[k].womenOut, weight);
    }
    return sample;
}

bool isNear(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

bool contains(const Text& sentence, const std::string& part)
{
    return sentence.english().find(part) != std::string::npos;
}

MeanSum cellOf(int with, int without)
{
    MeanSum cell;
    for (int i = 0; i < with; ++i)
        cell.add(1.0, 1.0);
    for (int i = 0; i < without; ++i)
        cell.add(0.0, 1.0);
    return cell;
}

} // namespace

class TstConditional : public QObject {
    Q_OBJECT
private slots:
    void crudeDifferenceOfBerkeleyIsFourteenPoints()
    {
        const ConditionalAudit audit = berkeley().audit();
        const ConditionalPair& pair = audit.pairs.front();
        QVERIFY(isNear(*audit.crude[0].value, 557.0 / 1835.0, 1e-15));
        QVERIFY(isNear(*audit.crude[1].value, 1198.0 / 2691.0, 1e-15));
        QVERIFY(isNear(*pair.crude.value, 557.0 / 1835.0 - 1198.0 / 2691.0, 1e-15));
        QVERIFY(*pair.crude.high < 0.0);
        QVERIFY(pair.signTurns);
        QVERIFY(*pair.weighted.value > 0.0);
        QVERIFY2(contains(audit.summary, "14.2 points lower") && contains(audit.summary, "Simpson"),
            audit.summary.english().c_str());
    }

    /// R 4, mantelhaen.test(UCBAdmissions, correct = FALSE): 1.5246 on 1 degree of freedom, p = 0.2169;
    /// common odds ratio 0.9047, there of men against women.
    void berkeleyAgreesWithR()
    {
        const ConditionalAudit audit = berkeley().audit();
        const ConditionalPair& pair = audit.pairs.front();
        QVERIFY(isNear(pair.test->statistic, 1.5246, 5e-5));
        QCOMPARE(pair.test->degreesOfFreedom, 1.0);
        QVERIFY(isNear(pair.test->p, 0.2169, 5e-5));
        QVERIFY(isNear(1.0 / *pair.oddsRatio, 0.9047, 5e-5));
        QVERIFY(isNear(audit.test->statistic, pair.test->statistic, 1e-9));
    }

    /// The formulas of Greenland and Robins, and of Sato, written out once more from the counts.
    void mantelHaenszelEqualsAHandCalculation()
    {
        double above = 0.0;
        double below = 0.0;
        double p = 0.0;
        double q = 0.0;
        for (const Department& d : kBerkeley) {
            const double m = d.womenIn + d.womenOut;
            const double n = d.menIn + d.menOut;
            const double t = m + n;
            above += (d.womenIn * n - d.menIn * m) / t;
            below += m * n / t;
            p += (m * m * d.menIn - n * n * d.womenIn + m * n * (n - m) / 2.0) / (t * t);
            q += (d.womenIn * double(d.menOut) + d.menIn * double(d.womenOut)) / (2.0 * t);
        }
        const double difference = above / below;
        const double error = std::sqrt((difference * p + q) / (below * below));
        const ConditionalPair pair = berkeley().audit().pairs.front();
        QVERIFY(isNear(*pair.weighted.value, difference, 1e-14));
        QVERIFY(isNear(*pair.weighted.high, difference + 1.959963984540054 * error, 1e-12));
        qInfo(
            "Berkeley: Mantel-Haenszel difference %.4f (%.4f to %.4f), standardised %.4f, homogeneity p %.4f",
            *pair.weighted.value, *pair.weighted.low, *pair.weighted.high, *pair.standardised.value,
            pair.homogeneity->p);
    }

    void oneStratumHasTheUnpooledVariance()
    {
        const std::vector<StratumSums> strata {{cellOf(30, 20), cellOf(45, 15)}};
        const MetricValue value = mantelHaenszelDifference(strata, true, 0.95);
        // Sato's variance with one stratum of unequal sizes, by his equation.
        const double d = 0.6 - 0.75;
        const double p = (2500.0 * 45 - 3600.0 * 30 + 0.5 * 3000 * 10) / 12100.0;
        const double q = (30.0 * 15 + 45.0 * 20) / 220.0;
        QVERIFY(isNear(*value.value, d, 1e-15));
        QVERIFY(isNear(*value.high - d, 1.959963984540054 * std::sqrt(d * p + q) / (3000.0 / 110.0), 1e-12));
    }

    void differencesInStrataHaveNewcombesInterval()
    {
        const ConditionalPair pair = berkeley().audit().pairs.front();
        const Interval interval = newcombeDifferenceInterval(89.0 / 108.0, 108, 512.0 / 825.0, 825);
        QVERIFY(isNear(*pair.strata[0].low, interval.low, 1e-12));
        QVERIFY(isNear(*pair.strata[0].high, interval.high, 1e-12));
        QVERIFY(*pair.strata[0].value > 0.2);
    }

    void standardisedDifferenceWeighsStrataLikeEverybody()
    {
        double sum = 0.0;
        for (const Department& d : kBerkeley) {
            const double women = d.womenIn + d.womenOut;
            const double men = d.menIn + d.menOut;
            sum += (women + men) / 4526.0 * (d.womenIn / women - d.menIn / men);
        }
        QVERIFY(isNear(*berkeley().audit().pairs.front().standardised.value, sum, 1e-14));
    }

    void multiplyingAllWeightsChangesNothing()
    {
        const ConditionalPair one = berkeley().audit().pairs.front();
        const ConditionalPair eight = berkeley(8.0).audit().pairs.front();
        QCOMPARE(*eight.weighted.value, *one.weighted.value);
        QCOMPARE(*eight.weighted.low, *one.weighted.low);
        QCOMPARE(eight.test->statistic, one.test->statistic);
        QCOMPARE(*eight.standardised.high, *one.standardised.high);
    }

    void twiceTheRowsHalveTheVariance()
    {
        const Sample once = berkeley();
        Sample twice = once;
        for (std::size_t i = 0; i < once.group.size(); ++i)
            twice.add(
                static_cast<std::size_t>(once.strata.codes[i]), once.group[i], once.rows.decision[i], 1);
        const ConditionalPair a = once.audit().pairs.front();
        const ConditionalPair b = twice.audit().pairs.front();
        QVERIFY(isNear(*a.weighted.value, *b.weighted.value, 1e-14));
        const double ratio = (*a.weighted.high - *a.weighted.value) / (*b.weighted.high - *b.weighted.value);
        QVERIFY(isNear(ratio, std::sqrt(2.0), 1e-10));
    }

    void strataWithoutOneOfTheGroupsAreNamedAndLeftOut()
    {
        Sample sample = berkeley();
        const ConditionalPair before = sample.audit().pairs.front();
        sample.strata.names.insert(sample.strata.names.end(), {"G", "H"});
        sample.add(6, 1, 1.0, 50);
        sample.add(7, 1, 0.0, 50);
        sample.add(7, 0, 1.0, 3);
        const ConditionalPair pair = sample.audit().pairs.front();
        QCOMPARE(pair.leftOut, (std::vector<std::string> {"G", "H"}));
        QVERIFY(!pair.strata[6].value && !pair.strata[7].value);
        QCOMPARE(*pair.weighted.value, *before.weighted.value);
        QVERIFY(std::ranges::any_of(pair.caveats, [](const Text& t) { return contains(t, "“G”, “H”"); }));
    }

    void nothingIsSaidWhenGroupsNeverMeet()
    {
        Sample sample;
        sample.strata = {"school", {"x", "y"}, {}};
        sample.add(0, 0, 1.0, 40);
        sample.add(1, 1, 0.0, 40);
        const ConditionalAudit audit = sample.audit();
        QVERIFY(!audit.pairs.front().weighted.value);
        QVERIFY(!audit.pairs.front().test && !audit.test);
        QVERIFY2(contains(audit.summary, "nothing can be said"), audit.summary.english().c_str());
    }

    void moreThanTwoGroupsAreComparedWithTheReferenceAndHaveARange()
    {
        Sample sample = berkeley();
        sample.names.emplace_back("unknown");
        for (std::size_t k = 0; k < 6; ++k) {
            sample.add(k, 2, 1.0, 10);
            sample.add(k, 2, 0.0, 10);
        }
        const ConditionalAudit audit = sample.audit();
        QCOMPARE(audit.pairs.size(), std::size_t {2});
        QCOMPARE(audit.test->degreesOfFreedom, 2.0);
        QCOMPARE(audit.strata[0].range.groups, (std::vector<std::string> {"unknown", "women"}));
        QVERIFY(isNear(*audit.strata[0].range.value, 89.0 / 108.0 - 0.5, 1e-15));
    }

    /// Both tests at 5 % on strata without any difference: as many rejections as they say, or fewer.
    void testsKeepTheirLevel()
    {
        Rng rng(7, 1);
        int rejectedAssociation = 0;
        int rejectedHomogeneity = 0;
        int covered = 0;
        constexpr int kRuns = 2000;
        for (int run = 0; run < kRuns; ++run) {
            std::vector<StratumSums> strata(8);
            std::vector<std::vector<MeanSum>> tables;
            for (std::size_t k = 0; k < strata.size(); ++k) {
                const double p = 0.1 + 0.1 * static_cast<double>(k);
                for (int i = 0; i < 15; ++i)
                    strata[k].a.add(rng.uniform() < p ? 1.0 : 0.0, 1.0);
                for (int i = 0; i < 40; ++i)
                    strata[k].b.add(rng.uniform() < p ? 1.0 : 0.0, 1.0);
                tables.push_back({strata[k].a, strata[k].b});
            }
            rejectedAssociation += cochranMantelHaenszelTest(tables)->p < 0.05 ? 1 : 0;
            rejectedHomogeneity += homogeneityTest(strata, true)->p < 0.05 ? 1 : 0;
            const MetricValue mh = mantelHaenszelDifference(strata, true, 0.95);
            covered += *mh.low <= 0.0 && *mh.high >= 0.0 ? 1 : 0;
        }
        qInfo("level 0.05: association %.4f, homogeneity %.4f; coverage of the difference %.4f",
            rejectedAssociation / double(kRuns), rejectedHomogeneity / double(kRuns),
            covered / double(kRuns));
        // Three standard deviations of a share of 0.05 in 2000 runs are 0.015.
        QVERIFY(rejectedAssociation < 0.065 * kRuns && rejectedAssociation > 0.035 * kRuns);
        QVERIFY(rejectedHomogeneity < 0.065 * kRuns);
        QVERIFY(covered > 0.935 * kRuns);
    }

    void meansOfNumbersAreComparedInRegression()
    {
        Sample sample;
        sample.rows.task = Task::Regression;
        sample.strata = {"job", {"clerk", "manager"}, {}};
        for (int i = 0; i < 40; ++i) {
            sample.add(0, 0, 0.0, 1);
            sample.rows.score.push_back(10.0 + i % 5);
            sample.add(1, 1, 0.0, 1);
            sample.rows.score.push_back(30.0 + i % 5);
            if (i < 10) {
                sample.add(1, 0, 0.0, 1);
                sample.rows.score.push_back(32.0 + i % 5);
                sample.add(0, 1, 0.0, 1);
                sample.rows.score.push_back(8.0 + i % 5);
            }
        }
        sample.rows.decision.clear();
        const ConditionalPair pair = sample.audit("mean_prediction").pairs.front();
        QVERIFY(*pair.crude.value < -8.0);
        QVERIFY(isNear(*pair.weighted.value, 2.0, 1e-12));
        QVERIFY(*pair.weighted.low > 0.0 && pair.signTurns && !pair.oddsRatio);
        QVERIFY(pair.test->p < 0.01);
    }

    void numbersAreCutAtTheirQuintiles()
    {
        std::vector<double> values;
        for (int i = 1; i <= 100; ++i)
            values.push_back(i);
        const auto table = test::table({test::numbers("hours", values)});
        AuditRows rows;
        for (Eigen::Index row = 0; row < 100; ++row)
            rows.row.push_back(row);
        const StrataOfRows strata = *strataOfColumn(*table, "hours", rows);
        QCOMPARE(strata.names.size(), std::size_t {5});
        std::array<int, 5> counts {};
        for (const std::int32_t code : strata.codes)
            ++counts[static_cast<std::size_t>(code)];
        QCOMPARE(counts, (std::array<int, 5> {20, 20, 20, 20, 20}));
    }

    void unknownRateAndMissingOutcomesAreRefused()
    {
        const Sample sample = berkeley();
        const ConditionalGroups groups {"sex", sample.names, sample.group, 1};
        QVERIFY(conditionalAudit(sample.rows, groups, sample.strata, "luck", 0.95, {}).has_error());
        QCOMPARE(conditionalAudit(sample.rows, groups, sample.strata, "precision", 0.95, {}).error().code,
            ErrorCode::NoAnswer);
    }
};

QTEST_GUILESS_MAIN(TstConditional)
#include "tst_conditional.moc"
