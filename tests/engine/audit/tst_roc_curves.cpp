#include "engine/audit/roc_curves.h"
#include "engine/statistics/auc.h"
#include "engine/statistics/normal.h"
#include "tests/engine/audit/scored_people.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

bool isNear(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

struct Sample {
    std::vector<double> score, outcome, weight;
};

/// Scores rounded to @p decimals, so that there are ties.
Sample tiedSample(std::uint64_t stream, int n, double factor)
{
    Rng rng(5, stream);
    Sample sample;
    for (int i = 0; i < n; ++i) {
        const double y = rng.uniform() < 0.3 ? 1.0 : 0.0;
        sample.outcome.push_back(y);
        sample.score.push_back(std::round(factor * (rng.normal() + y)) / factor);
        sample.weight.push_back(0.1 + rng.uniform());
    }
    return sample;
}

/// Height of a line through points at @p x.
double readLine(const std::vector<double>& across, const std::vector<double>& up, double x)
{
    const auto i = static_cast<std::size_t>(std::ranges::lower_bound(across, x) - across.begin());
    if (i == 0 || across[i] == x)
        return up[i];
    return up[i - 1] + (up[i] - up[i - 1]) * (x - across[i - 1]) / (across[i] - across[i - 1]);
}

/// Of a point from the line that is drawn.
double distance(const RocCurve& curve, double x, double y)
{
    double nearest = 2.0;
    for (std::size_t i = 1; i < curve.falsePositiveRate.size(); ++i) {
        const double fromX = curve.falsePositiveRate[i - 1];
        const double fromY = curve.truePositiveRate[i - 1];
        const double alongX = curve.falsePositiveRate[i] - fromX;
        const double alongY = curve.truePositiveRate[i] - fromY;
        const double place = std::clamp(
            ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX * alongX + alongY * alongY), 0.0, 1.0);
        nearest = std::min(nearest, std::hypot(x - fromX - place * alongX, y - fromY - place * alongY));
    }
    return nearest;
}

} // namespace

class TstRocCurves : public QObject {
    Q_OBJECT
private slots:
    void fourRowsByHand()
    {
        // From the top: a positive; a positive and a negative that are tied; a negative.
        const std::vector<double> score {0.9, 0.5, 0.5, 0.1};
        const std::vector<double> outcome {1.0, 1.0, 0.0, 0.0};
        const RocSteps steps = *rocSteps(score, outcome, {}, {});
        QCOMPARE(steps.falsePositiveRate, (std::vector<double> {0.0, 0.0, 0.5, 1.0}));
        QCOMPARE(steps.truePositiveRate, (std::vector<double> {0.0, 0.5, 1.0, 1.0}));
        QCOMPARE(steps.area(), 0.875);
    }

    void areaEqualsTheAuc()
    {
        double largest = 0.0;
        for (std::uint64_t stream = 0; stream < 40; ++stream) {
            const Sample sample = tiedSample(stream, 700, stream % 2 == 0 ? 4.0 : 1e6);
            for (const bool weighted : {false, true}) {
                const std::vector<double> weight = weighted ? sample.weight : std::vector<double> {};
                const double area = rocSteps(sample.score, sample.outcome, weight, {})->area();
                const double auc = aucEstimate(sample.score, sample.outcome, weight)->value;
                largest = std::max(largest, std::abs(area - auc));
            }
        }
        qInfo("largest difference between area and AUC: %.2e", largest);
        QVERIFY(largest < 1e-12);
    }

    void oneClassHasNoCurve()
    {
        const std::vector<double> score {0.1, 0.2};
        QCOMPARE(rocSteps(score, std::vector<double> {1.0, 1.0}, {}, {}).error().code, ErrorCode::NoAnswer);
        QCOMPARE(rocSteps(score, std::vector<double> {0.0, 0.0}, {}, {}).error().code, ErrorCode::NoAnswer);
    }

    /// Normal scores whose true curve is Φ(1 + Φ⁻¹(t)).
    void bandCoversPointByPoint_data()
    {
        QTest::addColumn<int>("positives");
        QTest::addColumn<int>("negatives");
        QTest::newRow("small") << 30 << 40;
        QTest::newRow("middling") << 80 << 120;
        QTest::newRow("unequal") << 40 << 1000;
    }
    void bandCoversPointByPoint()
    {
        QFETCH(int, positives);
        QFETCH(int, negatives);
        constexpr std::array<std::size_t, 7> kAt {2, 5, 10, 20, 50, 80, 95};
        constexpr int kRuns = 400;
        std::array<int, kAt.size()> covered {};
        double width = 0.0;
        for (int run = 0; run < kRuns; ++run) {
            Rng rng(21, static_cast<std::uint64_t>(run));
            Sample sample;
            for (int i = 0; i < positives + negatives; ++i) {
                sample.outcome.push_back(i < positives ? 1.0 : 0.0);
                sample.score.push_back(rng.normal() + sample.outcome.back());
            }
            const RocBand band = *rocBand(*rocSteps(sample.score, sample.outcome, {}, {}), 0.95, {});
            for (std::size_t k = 0; k < kAt.size(); ++k) {
                const double x = band.falsePositiveRate[kAt[k]];
                const double truth = normalProbability(1.0 + normalQuantile(x));
                covered[k] += band.low[kAt[k]] <= truth && truth <= band.high[kAt[k]] ? 1 : 0;
            }
            width += band.high[20] - band.low[20];
        }
        QString line;
        for (std::size_t k = 0; k < kAt.size(); ++k)
            line += QStringLiteral(" %1 %: %2;").arg(kAt[k]).arg(covered[k] / double(kRuns), 0, 'f', 3);
        qInfo("coverage at%s mean width at 20 %%: %.3f", qPrintable(line), width / kRuns);
        for (const int count : covered)
            QVERIFY(count >= 0.93 * kRuns);
    }

    void bandContainsTheCurveAndStaysInside()
    {
        const Sample sample = tiedSample(3, 300, 3.0);
        const RocSteps steps = *rocSteps(sample.score, sample.outcome, sample.weight, {});
        const RocBand band = *rocBand(steps, 0.95, {});
        for (std::size_t i = 0; i < band.falsePositiveRate.size(); ++i) {
            const double height
                = readLine(steps.falsePositiveRate, steps.truePositiveRate, band.falsePositiveRate[i]);
            QVERIFY(band.low[i] >= 0.0 && band.high[i] <= 1.0);
            QVERIFY(band.low[i] <= height + 1e-12 && height <= band.high[i] + 1e-12);
        }
    }

    void drawnCurveIsNearTheExactOne()
    {
        test::ScoredPeople people;
        Rng rng(2, 2);
        for (int i = 0; i < 40'000; ++i) {
            const double s = rng.uniform();
            people.add(i % 2, s, rng.uniform() < s);
        }
        const auto report = people.audit();
        const RocCurves curves = *rocByGroup(*report, 0, {});
        for (std::size_t group = 0; group < 2; ++group) {
            const RocCurve& curve = curves.groups[group];
            QVERIFY(curve.falsePositiveRate.size() <= kMostRocPoints);
            QVERIFY(curve.falsePositiveRate.size() > 300);
            QCOMPARE(curve.falsePositiveRate.front(), 0.0);
            QCOMPARE(curve.truePositiveRate.back(), 1.0);
            Sample own;
            for (std::size_t row = 0; row < people.score.size(); ++row)
                if (people.group[row] == static_cast<std::int32_t>(group)) {
                    own.score.push_back(people.score[row]);
                    own.outcome.push_back(people.outcome[row]);
                }
            const RocSteps exact = *rocSteps(own.score, own.outcome, {}, {});
            double farthest = 0.0;
            for (std::size_t i = 0; i < exact.falsePositiveRate.size(); ++i)
                farthest = std::max(
                    farthest, distance(curve, exact.falsePositiveRate[i], exact.truePositiveRate[i]));
            qInfo("farthest vertex: %.5f", farthest);
            QVERIFY(farthest < 0.005);
            QVERIFY(isNear(*curve.auc.value, exact.area(), 1e-12));
            QVERIFY(*curve.auc.low < *curve.auc.value && *curve.auc.value < *curve.auc.high);
        }
    }

    void decisionsAreAPointOfTheCurve()
    {
        for (const bool weighted : {false, true}) {
            const auto report = test::twoRegions(150).audit(true, weighted);
            const RocCurves curves = *rocByGroup(*report, 0, {});
            QVERIFY(curves.isOfFavourable);
            for (std::size_t group = 0; group < 2; ++group) {
                const RocCurve& curve = curves.groups[group];
                const auto& metrics = report->attributes[0].groups[group].metrics;
                QVERIFY(isNear(curve.decisions->truePositiveRate,
                    *metrics[*report->metricIndex("true_positive_rate")].value, 1e-15));
                QVERIFY(isNear(curve.decisions->falsePositiveRate,
                    *metrics[*report->metricIndex("false_positive_rate")].value, 1e-15));
                const bool isVertex = std::ranges::any_of(curve.truePositiveRate, [&](const double& up) {
                    const auto i = static_cast<std::size_t>(&up - curve.truePositiveRate.data());
                    return isNear(up, curve.decisions->truePositiveRate, 1e-12)
                        && isNear(curve.falsePositiveRate[i], curve.decisions->falsePositiveRate, 1e-12);
                });
                QVERIFY(isVertex);
            }
        }
    }

    void scoreOfTheUnfavourableOutcomeHasItsOwnCurve()
    {
        test::ScoredPeople people = test::twoRegions(300);
        for (double& score : people.score)
            score = 1.0 - score;
        const auto report = people.audit(false);
        const RocCurves curves = *rocByGroup(*report, 0, {});
        QVERIFY(!curves.isOfFavourable);
        const auto& metrics = report->attributes[0].groups[0].metrics;
        QVERIFY(*curves.groups[0].auc.value > 0.5);
        QVERIFY(isNear(curves.groups[0].decisions->truePositiveRate,
            1.0 - *metrics[*report->metricIndex("false_positive_rate")].value, 1e-15));
        QVERIFY(isNear(curves.groups[0].decisions->falsePositiveRate,
            1.0 - *metrics[*report->metricIndex("true_positive_rate")].value, 1e-15));
    }

    void groupWithOneOutcomeSaysWhyItHasNoCurve()
    {
        test::ScoredPeople people = test::twoRegions(200);
        people.names.emplace_back("island");
        for (int i = 0; i < 5; ++i)
            people.add(2, 0.1 * i, true);
        const RocCurves curves = *rocByGroup(*people.audit(), 0, {});
        QCOMPARE(curves.groups[2].undefined.english(), std::string("no actual negatives"));
        QVERIFY(curves.groups[2].falsePositiveRate.empty() && curves.groups[0].undefined.empty());
    }

    void sameBitsForAnyNumberOfThreads()
    {
        const auto report = test::twoRegions().audit(true, true);
        const RocCurves one = *rocByGroup(*report, 0, RunContext({}, nullptr, 1));
        const RocCurves eight = *rocByGroup(*report, 0, RunContext({}, nullptr, 8));
        for (std::size_t group = 0; group < 2; ++group) {
            QCOMPARE(one.groups[group].truePositiveRate, eight.groups[group].truePositiveRate);
            QCOMPARE(one.groups[group].band.low, eight.groups[group].band.low);
            QCOMPARE(one.groups[group].band.high, eight.groups[group].band.high);
        }
    }

    void whatIsMissingIsSaid()
    {
        const auto report = test::twoRegions(100).audit();
        QCOMPARE(rocByGroup(*report, 7, {}).error().code, ErrorCode::InvalidArgument);
        AuditReport without = *report;
        auto rows = std::make_shared<AuditRows>(*report->rows);
        rows->score.clear();
        without.rows = rows;
        QCOMPARE(rocByGroup(without, 0, {}).error().code, ErrorCode::NoAnswer);
    }
};

QTEST_GUILESS_MAIN(TstRocCurves)
#include "tst_roc_curves.moc"
