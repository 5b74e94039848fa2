#include "engine/audit/calibration_curves.h"
#include "engine/audit/calibration_interval.h"
#include "tests/engine/audit/scored_people.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

bool isNear(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

/// How often the intervals of samples cover what is true.
struct Coverage {
    double error = 0.0, inTheLarge = 0.0, points = 0.0;
    double meanLow = 0.0, meanHigh = 0.0, meanError = 0.0, meanChance = 0.0;
};

/// @p excess of the probability over the score, at a score
template <class Excess>
Coverage coverageOf(int n, int runs, double trueError, double trueMean, const Excess& excess)
{
    Coverage coverage;
    for (int run = 0; run < runs; ++run) {
        Rng rng(31, static_cast<std::uint64_t>(run));
        std::vector<double> score;
        std::vector<double> outcome;
        for (int i = 0; i < n; ++i) {
            const double s = 0.2 + 0.6 * rng.uniform();
            score.push_back(s);
            outcome.push_back(rng.uniform() < s + excess(s) ? 1.0 : 0.0);
        }
        MetricInput input;
        input.score = score;
        input.y = outcome;
        const auto bins = calibrationBins(input, kCalibrationErrorBins, Binning::EqualMass);
        const Interval interval = *calibrationErrorInterval(bins, 0.95, 500, 1, {});
        coverage.error += interval.low <= trueError && trueError <= interval.high ? 1.0 / runs : 0.0;
        coverage.meanLow += interval.low / runs;
        coverage.meanHigh += interval.high / runs;
        coverage.meanError += calibrationError(bins) / runs;
        coverage.meanChance += calibrationErrorByChance(bins) / runs;
        test::ScoredPeople people;
        people.score = score;
        for (int i = 0; i < n; ++i) {
            people.group.push_back(i % 2);
            people.outcome.push_back(outcome[static_cast<std::size_t>(i)] == 1.0 ? 1 : 0);
            people.weight.push_back(1.0);
        }
        AuditReport report;
        auto rows = std::make_shared<AuditRows>();
        rows->score = score;
        rows->y = outcome;
        rows->scoreIsProbability = true;
        report.rows = rows;
        report.attributes.resize(1);
        report.attributes[0].groups.resize(2);
        report.attributes[0].codes = people.group;
        const CalibrationCurves curves = *calibrationByGroup(report, 0, {}, {});
        const CalibrationCurve& curve = curves.groups[0];
        coverage.inTheLarge
            += *curve.inTheLarge.low <= trueMean && trueMean <= *curve.inTheLarge.high ? 1.0 / runs : 0.0;
        for (const CalibrationPoint& point : curve.points) {
            const double truth = point.meanScore + excess(point.meanScore);
            coverage.points += *point.observed.low <= truth && truth <= *point.observed.high
                ? 1.0 / (runs * static_cast<double>(curve.points.size()))
                : 0.0;
        }
    }
    return coverage;
}

} // namespace

class TstCalibrationCurves : public QObject {
    Q_OBJECT
private slots:
    void pointsOfFourBinsByHand()
    {
        test::ScoredPeople people;
        for (int i = 0; i < 40; ++i) {
            people.add(0, 0.1 + 0.2 * (i / 10), i % 10 < i / 10 * 2); // 0, 2, 4, 6 of ten come true
            people.add(1, 0.5, i % 2 == 0);
        }
        const auto report = people.audit();
        const CalibrationCurves curves = *calibrationByGroup(*report, 0, {4, Binning::EqualMass}, {});
        const CalibrationCurve& north = curves.groups[0];
        QCOMPARE(north.points.size(), std::size_t {4});
        for (std::size_t k = 0; k < 4; ++k) {
            QCOMPARE(north.points[k].rows, 10.0);
            QVERIFY(isNear(north.points[k].meanScore, 0.1 + 0.2 * double(k), 1e-15));
            QVERIFY(isNear(*north.points[k].observed.value, 0.2 * double(k), 1e-15));
        }
        QVERIFY(
            isNear(*north.points[0].observed.high, 3.841458820694124 / (10.0 + 3.841458820694124), 1e-12));
        QVERIFY(isNear(*north.inTheLarge.value, 0.3 - 0.4, 1e-12));
        QVERIFY(isNear(north.meanScore, 0.4, 1e-12) && isNear(north.observed, 0.3, 1e-12));
        QVERIFY(isNear(*north.error.value, 0.1, 1e-12));
        // One score, one bin, whatever the number asked for.
        QCOMPARE(curves.groups[1].points.size(), std::size_t {1});
        QCOMPARE(curves.groups[1].points[0].rows, 40.0);
        const CalibrationCurves wide = *calibrationByGroup(*report, 0, {10, Binning::EqualWidth}, {});
        QCOMPARE(wide.groups[0].points.size(), std::size_t {4});
    }

    void reportHasAnIntervalOfTheError()
    {
        for (const bool weighted : {false, true}) {
            const auto report = test::twoRegions().audit(true, weighted);
            const std::size_t id = *report->metricIndex("expected_calibration_error");
            for (const GroupAudit& group : report->attributes[0].groups) {
                const MetricValue& error = group.metrics[id];
                QVERIFY(error.low && error.high && *error.low >= 0.0);
                QVERIFY(*error.low <= *error.value && *error.value <= *error.high);
            }
            const CalibrationCurves curves = *calibrationByGroup(*report, 0, {}, {});
            qInfo("%s: error %.3f (%.3f to %.3f), by chance %.3f", weighted ? "weighted" : "unweighted",
                *curves.groups[1].error.value, *curves.groups[1].error.low, *curves.groups[1].error.high,
                curves.groups[1].errorByChance);
            QCOMPARE(*curves.groups[0].error.low, 0.0);      // calibrated
            QVERIFY(*curves.groups[1].inTheLarge.low > 0.0); // 10 points too modest
        }
    }

    void intervalsCoverWhatIsTrue_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<double>("shift");
        QTest::addColumn<double>("slope");
        QTest::newRow("calibrated, 150 rows") << 150 << 0.0 << 0.0;
        QTest::newRow("calibrated, 1500 rows") << 1500 << 0.0 << 0.0;
        QTest::newRow("barely off, 500 rows") << 500 << 0.03 << 0.0;
        QTest::newRow("off by 10 points, 150 rows") << 150 << 0.1 << 0.0;
        QTest::newRow("off by 10 points, 1500 rows") << 1500 << 0.1 << 0.0;
        QTest::newRow("too bold, 500 rows") << 500 << 0.0 << -0.3;
        QTest::newRow("too bold, 3000 rows") << 3000 << 0.0 << -0.3;
    }
    void intervalsCoverWhatIsTrue()
    {
        QFETCH(int, rows);
        QFETCH(double, shift);
        QFETCH(double, slope);
        const auto excess = [=](double s) { return shift + slope * (s - 0.5); };
        // Of a slope: the mean of |s - ½| over (0.2, 0.8) is 0.15.
        const double trueError = shift + 0.15 * std::abs(slope);
        const Coverage coverage = coverageOf(rows, 300, trueError, shift, excess);
        qInfo(
            "true %.3f: plug-in %.3f, by chance %.3f, interval %.3f to %.3f; coverage of the error %.3f, in "
            "the large %.3f, of points %.3f",
            trueError, coverage.meanError, coverage.meanChance, coverage.meanLow, coverage.meanHigh,
            coverage.error, coverage.inTheLarge, coverage.points);
        QVERIFY(coverage.error >= 0.92);
        QVERIFY(coverage.inTheLarge >= 0.92);
        QVERIFY(coverage.points >= 0.93);
    }

    void errorByChanceIsThatOfACalibratedScore()
    {
        const Coverage coverage = coverageOf(900, 200, 0.0, 0.0, [](double) { return 0.0; });
        QVERIFY(isNear(coverage.meanChance, coverage.meanError, 0.03 * coverage.meanChance));
    }

    void sharesOfNoneAndAllStillHaveAnInterval()
    {
        test::ScoredPeople people;
        for (int i = 0; i < 12; ++i) {
            people.add(0, 0.0, false);
            people.add(1, i % 2 == 0 ? 0.0 : 1.0, i % 2 == 0);
        }
        const CalibrationCurves curves = *calibrationByGroup(*people.audit(), 0, {}, {});
        QCOMPARE(*curves.groups[0].error.value, 0.0);
        QVERIFY(*curves.groups[0].points[0].observed.high > 0.0);
        QCOMPARE(*curves.groups[1].error.value, 1.0);
        QVERIFY(*curves.groups[1].error.low <= 1.0 && *curves.groups[1].error.high >= 1.0);
    }

    void scoresThatAreNoProbabilitiesAreRefused()
    {
        test::ScoredPeople people = test::twoRegions(100);
        for (double& score : people.score)
            score *= 10.0;
        const auto made = calibrationByGroup(*people.audit(), 0, {}, {});
        QCOMPARE(made.error().code, ErrorCode::NoAnswer);
        QVERIFY2(made.error().english().find("not probabilities") != std::string::npos,
            made.error().english().c_str());
    }

    void binsOutsideTheirRangeAreRefused()
    {
        const auto report = test::twoRegions(100).audit();
        QCOMPARE(calibrationByGroup(*report, 0, {0, Binning::EqualMass}, {}).error().code,
            ErrorCode::InvalidArgument);
        QCOMPARE(calibrationByGroup(*report, 3, {}, {}).error().code, ErrorCode::InvalidArgument);
    }

    void sameBitsForAnyNumberOfThreads()
    {
        const test::ScoredPeople people = test::twoRegions();
        const auto one = people.audit(true, true, RunContext({}, nullptr, 1));
        const auto eight = people.audit(true, true, RunContext({}, nullptr, 8));
        const std::size_t id = *one->metricIndex("expected_calibration_error");
        for (std::size_t group = 0; group < 2; ++group) {
            QCOMPARE(*one->attributes[0].groups[group].metrics[id].low,
                *eight->attributes[0].groups[group].metrics[id].low);
            QCOMPARE(*one->attributes[0].groups[group].metrics[id].high,
                *eight->attributes[0].groups[group].metrics[id].high);
        }
    }
};

QTEST_GUILESS_MAIN(TstCalibrationCurves)
#include "tst_calibration_curves.moc"
