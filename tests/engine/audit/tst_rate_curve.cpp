#include "engine/audit/rate_curve.h"
#include "engine/core/rng.h"
#include "engine/figures/rate_curve.h"
#include "tests/support/tables.h"

#include <QElapsedTimer>
#include <QtTest/QtTest>

#include <cmath>
#include <functional>

using namespace evenhand;

namespace {

using Truth = std::function<double(double)>;

struct Sample {
    std::vector<double> value, hit, weight;

    [[nodiscard]] RateCurve curve(bool isShare = true, int threads = 1) const
    {
        auto made = rateCurve(value, hit, weight, isShare, 0.95, 1, RunContext({}, nullptr, threads));
        if (made.has_error())
            throw std::logic_error(made.error().english());
        return *std::move(made);
    }
};

/// Ages from 18 to 80, each as likely, with 0/1 outcomes of the rate @p truth.
Sample sampleOf(const Truth& truth, std::size_t n, std::uint64_t seed)
{
    Rng rng(seed, 7);
    Sample sample;
    for (std::size_t i = 0; i < n; ++i) {
        sample.value.push_back(18.0 + static_cast<double>(rng.below(63)));
        sample.hit.push_back(rng.uniform() < truth(sample.value.back()) ? 1.0 : 0.0);
    }
    return sample;
}

double logistic(double x)
{
    return 1.0 / (1.0 + std::exp(-x));
}
double hump(double age)
{
    return logistic(-0.5 + 1.5 * std::sin((age - 18.0) / 62.0 * 3.14159265358979 * 1.5));
}
double slope(double age)
{
    return logistic(-2.0 + (age - 18.0) / 20.0);
}

bool covers(const RateCurve& curve, const Truth& truth)
{
    for (std::size_t i = 0; i < curve.value.size(); ++i)
        if (truth(curve.value[i]) < curve.low[i] || truth(curve.value[i]) > curve.high[i])
            return false;
    return true;
}

bool isSame(const RateCurve& a, const RateCurve& b)
{
    return a.value == b.value && a.rate == b.rate && a.low == b.low && a.high == b.high;
}

AuditReport reportOf(const Sample& sample)
{
    AuditReport report;
    auto rows = std::make_shared<AuditRows>();
    for (std::size_t i = 0; i < sample.value.size(); ++i)
        rows->row.push_back(static_cast<Eigen::Index>(i));
    rows->decision = sample.hit;
    report.rows = std::move(rows);
    report.dataName = "loans";
    report.roles.cuts["age"] = {25.0, 99.0};
    return report;
}

} // namespace

class TstRateCurve : public QObject {
    Q_OBJECT
private slots:
    void bandHoldsTheWholeTruthAsOftenAsItSays_data()
    {
        QTest::addColumn<std::size_t>("shape");
        QTest::newRow("curved") << std::size_t(0);
        QTest::newRow("straight in log odds") << std::size_t(1);
        QTest::newRow("constant") << std::size_t(2);
    }
    void bandHoldsTheWholeTruthAsOftenAsItSays()
    {
        QFETCH(const std::size_t, shape);
        const std::vector<Truth> truths {hump, slope, [](double) { return 0.3; }};
        const int nCurves = shape == 0 ? 500 : 200;
        int covered = 0;
        int flat = 0;
        for (int i = 0; i < nCurves; ++i) {
            const RateCurve curve
                = sampleOf(truths[shape], 1000, 1000 * shape + static_cast<std::uint64_t>(i)).curve();
            covered += covers(curve, truths[shape]) ? 1 : 0;
            flat += curve.constantFits ? 1 : 0;
        }
        qInfo("simultaneous coverage %.1f %%, a constant fits %.1f %%", 100.0 * covered / nCurves,
            100.0 * flat / nCurves);
        // 95 % with a standard error of 1 %; 90 % leaves room for the bias of smoothing.
        QVERIFY(covered >= nCurves * 9 / 10);
        QVERIFY(shape == 2 ? flat >= nCurves * 9 / 10 : flat < nCurves / 10);
    }
    void bandOfNumbersHoldsTheirMean()
    {
        constexpr int nCurves = 100;
        int covered = 0;
        const Truth truth = [](double age) { return 1000.0 + 300.0 * std::sin(age / 12.0); };
        for (int i = 0; i < nCurves; ++i) {
            Sample sample = sampleOf(truth, 600, static_cast<std::uint64_t>(i));
            Rng rng(static_cast<std::uint64_t>(i), 9);
            for (std::size_t row = 0; row < sample.hit.size(); ++row)
                sample.hit[row] = truth(sample.value[row]) + 400.0 * rng.normal();
            covered += covers(sample.curve(false), truth) ? 1 : 0;
        }
        qInfo("simultaneous coverage of a mean %.1f %%", 100.0 * covered / nCurves);
        QVERIFY(covered >= nCurves * 9 / 10);
    }
    void separatedOutcomesGiveAFiniteBand()
    {
        const RateCurve curve = sampleOf([](double age) { return age < 45 ? 0.0 : 1.0; }, 400, 3).curve();
        for (std::size_t i = 0; i < curve.value.size(); ++i)
            QVERIFY(0.0 <= curve.low[i] && curve.low[i] <= curve.rate[i] && curve.rate[i] <= curve.high[i]
                && curve.high[i] <= 1.0);
        QVERIFY(curve.rate[10] < 0.1 && curve.rate[50] > 0.9);
        QVERIFY(curve.high.front() > 0.0 && curve.low.back() < 1.0);
        QVERIFY(!curve.constantFits);
    }
    void outcomesThatAreAllEqualGiveWilsonsBand()
    {
        for (const double each : {0.0, 1.0}) {
            const RateCurve curve = sampleOf([&](double) { return each; }, 200, 5).curve();
            QCOMPARE(curve.rate.front(), each);
            QCOMPARE(curve.critical, 0.0);
            QVERIFY(curve.high.front() - curve.low.front() > 0.02);
            QVERIFY(curve.high[31] - curve.low[31] < 0.3);
            QVERIFY(curve.constantFits);
        }
    }
    void fewDistinctValuesArePointsOfTheirOwn()
    {
        Sample sample;
        for (int i = 0; i < 400; ++i) {
            sample.value.push_back(i % 2);
            sample.hit.push_back(i % 2 == 0 ? (i % 10 == 0 ? 1.0 : 0.0) : (i % 4 == 1 ? 1.0 : 0.0));
        }
        const RateCurve curve = sample.curve();
        QCOMPARE(curve.value, (std::vector<double> {0.0, 1.0}));
        QVERIFY(std::abs(curve.rate[0] - 0.2) < 0.01 && std::abs(curve.rate[1] - 0.5) < 0.01);
        QCOMPARE(curve.dotRate, (std::vector<double> {0.2, 0.5}));
        QCOMPARE(curve.dotRows, (std::vector<double> {200.0, 200.0}));
        // Two points of independent rows: each needs the confidence of the square root.
        QVERIFY(std::abs(curve.critical - 2.236) < 0.08);
    }
    void equalWeightsChangeNothing()
    {
        Sample sample = sampleOf(hump, 800, 11);
        const RateCurve plain = sample.curve();
        sample.weight.assign(sample.value.size(), 4.0);
        const RateCurve weighted = sample.curve();
        for (std::size_t i = 0; i < plain.value.size(); ++i)
            QVERIFY(std::abs(plain.low[i] - weighted.low[i]) < 1e-9);
    }
    void weightsMoveTheCurveAndWidenTheBand()
    {
        Sample sample = sampleOf([](double) { return 0.5; }, 2000, 13);
        for (std::size_t i = 0; i < sample.hit.size(); ++i)
            sample.weight.push_back(sample.hit[i] == 1.0 ? 3.0 : 1.0);
        const RateCurve weighted = sample.curve();
        sample.weight.clear();
        const RateCurve plain = sample.curve();
        QVERIFY(std::abs(weighted.rate[31] - 0.75) < 0.05);
        const auto width = [](const RateCurve& curve) {
            const auto logit = [](double p) { return std::log(p / (1.0 - p)); };
            return logit(curve.high[31]) - logit(curve.low[31]);
        };
        QVERIFY(width(weighted) > 1.1 * width(plain));
    }
    void rowsWithoutValueOrOutcomeAreLeftOut()
    {
        Sample sample = sampleOf(hump, 500, 17);
        const RateCurve before = sample.curve();
        for (int i = 0; i < 20; ++i) {
            sample.value.push_back(i % 2 == 0 ? test::kMissing : 500.0);
            sample.hit.push_back(i % 2 == 0 ? 1.0 : test::kMissing);
        }
        const RateCurve after = sample.curve();
        QVERIFY(isSame(before, after));
        QCOMPARE(after.missing, 10.0);
        QCOMPARE(after.rows, 500.0);
    }
    void sameBitsForAnyNumberOfThreads()
    {
        const Sample sample = sampleOf(hump, 3000, 19);
        const RateCurve one = sample.curve(true, 1);
        QVERIFY(isSame(one, sample.curve(true, 2)));
        QVERIFY(isSame(one, sample.curve(true, 8)));
    }
    void millionRowsTakeMilliseconds()
    {
        Sample sample = sampleOf(hump, 1'000'000, 23);
        Rng rng(1, 1);
        for (double& value : sample.value)
            value += rng.uniform();
        QElapsedTimer timer;
        timer.start();
        const RateCurve curve = sample.curve();
        qInfo("a million rows: %lld ms, %.1f effective parameters, %zu dots", timer.elapsed(),
            curve.effectiveParameters, curve.dotValue.size());
        QVERIFY(!curve.dotsAreSingleValues);
        QCOMPARE(curve.value.size(), std::size_t(200));
        QVERIFY(timer.elapsed() < 2000);
        for (std::size_t i = 0; i < curve.value.size(); ++i)
            QVERIFY(std::abs(curve.rate[i] - hump(curve.value[i] - 0.5)) < 0.02);
    }
    void saysWhyThereIsNoCurve()
    {
        const std::vector<double> same(50, 3.0);
        QVERIFY(rateCurve(same, same, {}, true, 0.95, 1, {}).has_error());
        const Sample flat = sampleOf([](double) { return 0.0; }, 100, 1);
        QCOMPARE(rateCurve(flat.value, flat.hit, {}, false, 0.95, 1, {}).error().code, ErrorCode::NoAnswer);
        const std::vector<double> few {1.0, 0.0, 1.0};
        QCOMPARE(rateCurve(few, few, {}, true, 0.95, 1, {}).error().code, ErrorCode::NoAnswer);
    }
    void curveOfAnAuditHasSentencesAndAFigure()
    {
        const Sample sample = sampleOf(hump, 4000, 29);
        const AuditReport report = reportOf(sample);
        const auto table = test::table({test::numbers("age", sample.value)});
        const auto made = rateCurve(report, *table, "age", "selection_rate", {});
        QVERIFY(made.has_value());
        const std::string summary = made->summary.english();
        QVERIFY2(
            summary.starts_with("The selection rate rises from ") && summary.find(" and falls to ") < 200,
            summary.c_str());
        QVERIFY(made->chance.english().starts_with("No constant selection rate"));
        const Figure figure = rateCurveFigure(report, *made, "age", "selection_rate");
        qInfo("%s", figure.summary.english().c_str());
        QCOMPARE(figure.title.english(), std::string("Selection rate by age"));
        QCOMPARE(figure.layers.front().mark, Mark::Area);
        const auto layer
            = [&](Mark mark) { return std::ranges::find(figure.layers, mark, &FigureLayer::mark); };
        QCOMPARE(layer(Mark::Line)->y, made->rate);
        QCOMPARE(layer(Mark::Points)->x.size(), layer(Mark::Points)->labels.size());
        QCOMPARE(layer(Mark::VerticalRule)->x, (std::vector<double> {25.0}));
        QCOMPARE(layer(Mark::HorizontalRule)->y.front(), *made->overall.value);
        QVERIFY(figure.y.percent && !figure.notes.empty());
    }
    void columnsWithoutNumbersAreRejected()
    {
        const auto table = test::table({test::levels("sex", "a b a")});
        const auto made = rateCurve(AuditReport {}, *table, "sex", "selection_rate", {});
        QCOMPARE(made.error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstRateCurve)
#include "tst_rate_curve.moc"
