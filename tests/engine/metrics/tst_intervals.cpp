#include "engine/core/rng.h"
#include "engine/metrics/intervals.h"
#include "engine/metrics/repeated_metric.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

bool close(double a, double b, double tolerance = 1e-12)
{
    return std::abs(a - b) <= tolerance;
}

/// 400 rows whose scores are the outcome's with noise.
struct Rows {
    std::vector<double> score, y;
    std::vector<std::int32_t> group;
    std::vector<std::string> names {"a", "b"};

    Rows()
    {
        Rng rng(4);
        for (int i = 0; i < 400; ++i) {
            y.push_back(rng.uniform() < 0.4 ? 1.0 : 0.0);
            score.push_back(rng.uniform() < 0.8 ? y.back() : 1.0 - y.back());
            group.push_back(i % 2);
        }
    }
    [[nodiscard]] MetricInput input() const
    {
        MetricInput in;
        in.score = score;
        in.y = y;
        in.group = group;
        in.groupNames = &names;
        return in;
    }
};

} // namespace

class TstIntervals : public QObject {
    Q_OBJECT
private slots:
    void repeatsHaveTheIntervalOfNadeauAndBengio()
    {
        const RepeatedMetric m = summarise("accuracy", {0.8, 0.9, std::nullopt, 0.85, 0.81}, 3.0 / 7.0);
        // scipy.stats.t.ppf(0.975, 3) * sqrt((1/4 + 3/7) * s²)
        const double s = std::sqrt((0.04 * 0.04 + 0.06 * 0.06 + 0.01 * 0.01 + 0.03 * 0.03) / 3.0);
        const double half = 3.182446305284263 * s * std::sqrt(0.25 + 3.0 / 7.0);
        QVERIFY(close(*m.mean, 0.84) && close(*m.sd, s));
        QVERIFY(close(*m.low, 0.84 - half) && close(*m.high, 0.84 + half));
        QCOMPARE(m.repeats.size(), std::size_t {5});
    }
    void oneRepeatHasNoIntervalAndNoneHasNoMean()
    {
        const RepeatedMetric one = summarise("r2", {0.5}, 0.4);
        QCOMPARE(*one.mean, 0.5);
        QVERIFY(!one.sd && !one.low && !one.high);
        const RepeatedMetric none = summarise("r2", {std::nullopt, std::nullopt}, 0.4);
        QVERIFY(!none.mean && !none.undefined.empty());
    }
    void bootstrapCoversTheEstimateWithTheRightWidth()
    {
        const Rows rows;
        const MetricInfo& accuracy = *findMetric("accuracy").value();
        const Interval interval = *bootstrapInterval(rows.input(), accuracy, 2000, 1, {}).value();
        const double p = *accuracy.compute(rows.input()).value;
        const double halfWidth = 1.96 * std::sqrt(p * (1.0 - p) / 400.0);
        QVERIFY(close(interval.low, p - halfWidth, 0.006) && close(interval.high, p + halfWidth, 0.006));
    }
    void bootstrapHasTheSameBitsForAnyNumberOfThreads()
    {
        const Rows rows;
        const MetricInfo& metric = *findMetric("equalized_odds_difference").value();
        const auto one = bootstrapInterval(rows.input(), metric, 200, 7, RunContext({}, nullptr, 1)).value();
        const auto four = bootstrapInterval(rows.input(), metric, 200, 7, RunContext({}, nullptr, 4)).value();
        QCOMPARE(one, four);
        QVERIFY(one != bootstrapInterval(rows.input(), metric, 200, 8, {}).value());
    }
    void bootstrapGivesNothingWhereTheMetricIsUndefined()
    {
        const Rows rows;
        MetricInput input = rows.input();
        const std::vector<double> negative(400, 0.0);
        input.y = negative;
        QVERIFY(!bootstrapInterval(input, *findMetric("true_positive_rate").value(), 50, 1, {}).value());
    }
    void bootstrapStopsWhenAsked()
    {
        const Rows rows;
        std::stop_source stop;
        stop.request_stop();
        const auto result = bootstrapInterval(
            rows.input(), *findMetric("accuracy").value(), 200, 1, RunContext(stop.get_token(), nullptr, 2));
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstIntervals)
#include "tst_intervals.moc"
