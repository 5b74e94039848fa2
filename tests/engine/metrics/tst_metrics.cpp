#include "engine/metrics/metric.h"

#include <QtTest/QtTest>

#include <set>

using namespace evenhand;

namespace {

using Names = std::vector<std::string>;

/// Rows from text, one per word: group letter, outcome, decision ("a10": group a, y = 1, not selected).
struct Rows {
    std::vector<double> score, y, weight;
    std::vector<std::int32_t> group;
    Names names;

    explicit Rows(const std::string& words, Names groupNames = {})
        : names(std::move(groupNames))
    {
        std::istringstream stream(words);
        for (std::string word; stream >> word;) {
            const std::string name(1, word[0]);
            const auto found = std::ranges::find(names, name);
            group.push_back(static_cast<std::int32_t>(found - names.begin()));
            if (found == names.end())
                names.push_back(name);
            y.push_back(word[1] == '1' ? 1.0 : 0.0);
            score.push_back(word[2] == '1' ? 0.9 : 0.1);
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
};

MetricValue compute(std::string_view id, const MetricInput& input)
{
    return findMetric(id).value()->compute(input);
}

bool close(const MetricValue& value, double expected, double tolerance = 1e-12)
{
    return value.value && std::abs(*value.value - expected) <= tolerance;
}

/// Golden case c01: Fairlearn's MetricFrame example.
const Rows kExample("f10 f11 f11 f11 f11 m00 m00 m10 m11 m01");

} // namespace

class TstMetrics : public QObject {
    Q_OBJECT
private slots:
    void agreesWithFairlearnOnItsOwnExample()
    {
        const MetricInput in = kExample.input();
        QVERIFY(close(compute("selection_rate", in), 0.6));
        QVERIFY(close(compute("true_positive_rate", in), 0.7142857142857143));
        QVERIFY(close(compute("false_positive_rate", in), 0.3333333333333333));
        QVERIFY(close(compute("precision", in), 0.8333333333333334));
        QVERIFY(close(compute("accuracy", in), 0.7));
        QVERIFY(close(compute("balanced_accuracy", in), 0.6904761904761905));
        QVERIFY(close(compute("base_rate", in), 0.7));
        QVERIFY(close(compute("count", in), 10.0));
        const MetricValue parity = compute("demographic_parity_difference", in);
        QVERIFY(close(parity, 0.4));
        QCOMPARE(parity.groups, (Names {"m", "f"}));
        QVERIFY(close(compute("demographic_parity_ratio", in), 0.5));
        QVERIFY(close(compute("equal_opportunity_difference", in), 0.3));
    }
    void givesARateItsFraction()
    {
        const MetricValue rate = compute("true_positive_rate", kExample.input());
        QCOMPARE(*rate.numerator, 5.0);
        QCOMPARE(*rate.denominator, 7.0);
        QCOMPARE(*rate.effectiveCount, 7.0);
    }
    void saysWhatIsMissingWhereARateIsUndefined()
    {
        const auto reason = [](std::string_view id, const char* rows) {
            const MetricValue value = compute(id, Rows(rows).input());
            return value.value ? std::string("defined") : value.undefined.english();
        };
        QCOMPARE(reason("true_positive_rate", "a00 a01"), std::string("no actual positives"));
        QCOMPARE(reason("false_positive_rate", "a10 a11"), std::string("no actual negatives"));
        QCOMPARE(reason("precision", "a10 a00"), std::string("nobody is selected"));
        QCOMPARE(reason("selection_rate", ""), std::string("no rows"));
        QCOMPARE(reason("balanced_accuracy", "a10 a11"), std::string("no actual negatives"));
        QCOMPARE(reason("roc_auc", "a10 a11"), std::string("no actual negatives"));
        QCOMPARE(
            reason("demographic_parity_ratio", "a10 b00"), std::string("nobody is selected in any group"));
        QCOMPARE(reason("demographic_parity_difference", "a10 a11"),
            std::string("there are fewer than two groups"));
    }
    void leavesOutUndefinedGroupsAndNamesThem()
    {
        const Rows rows("a10 a11 b10 b11 b11 c00 c01", {"a", "b", "c", "d"});
        const MetricValue opportunity = compute("equal_opportunity_difference", rows.input());
        QVERIFY(close(opportunity, 2.0 / 3.0 - 0.5));
        QCOMPARE(opportunity.groups, (Names {"a", "b"}));
        QCOMPARE(opportunity.excluded, (Names {"c", "d"}));
        QCOMPARE(compute("ks_distance", rows.input()).excluded, (Names {"d"}));
    }
    void isUndefinedWithFewerThanTwoDefinedGroups()
    {
        const MetricValue value = compute("equal_opportunity_difference", Rows("a11 a10 b00 b01").input());
        QVERIFY(!value.value);
        QCOMPARE(value.excluded, (Names {"b"}));
        QCOMPARE(value.undefined.english(),
            std::string("fewer than two groups have this rate; “b”: no actual positives"));
    }
    void neverHidesAnUndefinedHalfOfEqualizedOdds()
    {
        const MetricValue value = compute("equalized_odds_difference", Rows("a11 a00 b00 b01").input());
        QVERIFY(!value.value);
        QCOMPARE(value.excluded, (Names {"b"}));
        // True positive rates 1 and 1/2, false positive rates 0 and 1.
        const MetricValue both = compute("equalized_odds_difference", Rows("a11 a00 b11 b10 b01").input());
        QVERIFY(close(both, 1.0));
        QCOMPARE(both.groups, (Names {"a", "b"}));
    }
    void weightsCountLikeRepeatedRows()
    {
        Rows weighted("a10 a11 b10 b01 b00");
        weighted.weight = {2, 1, 3, 1, 2};
        const Rows repeated("a10 a10 a11 b10 b10 b10 b01 b00 b00");
        for (const MetricInfo& info : metrics()) {
            if (info.id == "count")
                continue;
            MetricInput a = weighted.input();
            MetricInput b = repeated.input();
            a.task = b.task = info.classification ? Task::Classification : Task::Regression;
            const MetricValue one = info.compute(a);
            const MetricValue other = info.compute(b);
            QCOMPARE(one.value.has_value(), other.value.has_value());
            QVERIFY2(!one.value || close(one, *other.value), std::string(info.id).c_str());
        }
    }
    void countsEffectiveRowsByKish()
    {
        Rows rows("a10 a11 a01");
        rows.weight = {1, 3, 10};
        QVERIFY(close(compute("true_positive_rate", rows.input()), 0.75));
        QCOMPARE(*compute("true_positive_rate", rows.input()).effectiveCount, 16.0 / 10.0);
    }
    void selectsAtTheThresholdItself()
    {
        Rows rows("a10 b11");
        MetricInput in = rows.input();
        in.threshold = 0.9;
        QVERIFY(close(compute("selection_rate", in), 0.5));
        in.threshold = 0.91;
        QVERIFY(close(compute("selection_rate", in), 0.0));
    }
    void agreesWithScikitLearnOnScores()
    {
        // Golden case s01, group b: roc_auc, brier, log_loss, mean absolute and root mean squared error.
        const std::vector<double> y {0, 0, 0, 0, 1, 1, 1};
        const std::vector<double> score {0.3435, 0.7645, 0.3228, 0.3648, 0.3753, 0.4476, 1.0};
        MetricInput in;
        in.score = score;
        in.y = y;
        QVERIFY(close(compute("roc_auc", in), 0.8333333333333334));
        QVERIFY(close(compute("brier", in), 0.23358960428571426));
        QVERIFY(close(compute("log_loss", in), 0.6420522605604069));
        QVERIFY(close(compute("mean_absolute_error", in), 0.4246714285714286));
        QVERIFY(close(compute("root_mean_squared_error", in), 0.48331108438118225));
        QVERIFY(close(compute("mean_prediction", in), 0.5169285714285714));
    }
    void measuresTheFitOfNumbers()
    {
        const std::vector<double> y {1, 2, 3, 6};
        const std::vector<double> score {1, 2, 5, 5};
        MetricInput in;
        in.task = Task::Regression;
        in.score = score;
        in.y = y;
        QVERIFY(close(compute("mean_squared_error", in), 1.25));
        QVERIFY(close(compute("r2", in), 1.0 - 5.0 / 14.0));
        const std::vector<double> same {2, 2, 2, 2};
        in.y = same;
        QCOMPARE(compute("r2", in).undefined.english(), std::string("all true outcomes are equal"));
    }
    void countsTiedScoresHalf()
    {
        const std::vector<double> y {0, 1, 0, 1};
        const std::vector<double> score {0.5, 0.5, 0.2, 0.5};
        MetricInput in;
        in.score = score;
        in.y = y;
        QVERIFY(close(compute("roc_auc", in), 0.75));
    }
    void measuresScoreDistances()
    {
        // Golden case s01.
        const std::vector<double> score {0.2922, 0.3435, 0.7645, 0.2383, 0.3457, 0.1732, 0.1825, 0.5473,
            0.3228, 0.3648, 0.3753, 0.4723, 0.6465, 0.4476, 0.3195, 1.0, 0.0675, 0.1205, 0.5793, 0.4277};
        const std::vector<std::int32_t> group {0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0};
        const Names names {"a", "b"};
        MetricInput in;
        in.task = Task::Regression;
        in.score = score;
        in.group = group;
        in.groupNames = &names;
        QVERIFY(close(compute("ks_distance", in), 0.5384615384615384));
        QVERIFY(close(compute("wasserstein_1", in), 0.17859120879120882));
        QVERIFY(close(compute("wasserstein_2", in), 0.21232570512056487, 1e-9));
        // With two groups Σ p_s W2²(ν_s, barycenter) = p_a p_b W2².
        QVERIFY(close(compute("barycenter_unfairness", in),
            13.0 * 7.0 / 400.0 * std::pow(0.21232570512056487, 2), 1e-9));
        QCOMPARE(compute("ks_distance", in).groups, names);
    }
    void listsEveryMetricOncePerRole()
    {
        std::set<std::pair<std::string_view, MetricRole>> seen;
        for (const MetricInfo& info : metrics()) {
            QVERIFY(seen.emplace(info.id, info.role).second);
            QVERIFY(info.compute != nullptr && !info.name.empty() && !info.description.empty());
            QVERIFY(info.classification || info.regression);
            QVERIFY(findMetric(info.id).value()->compute == info.compute);
        }
        QCOMPARE(findMetric("accuracy").value()->role, MetricRole::Error);
        const auto unknown = findMetric("acuracy");
        QCOMPARE(unknown.error().code, ErrorCode::InvalidArgument);
        QVERIFY(unknown.error().hint.english().find("accuracy, mean_squared_error") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TstMetrics)
#include "tst_metrics.moc"
