#include "engine/transport/barycenter_map.h"
#include "engine/transport/relaxation.h"

#include "golden_table.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace evenhand;

namespace {

using Codes = std::vector<std::int32_t>;
using Numbers = std::vector<double>;

constexpr double kTolerance = 1e-12;

/// Golden column of each estimator.
const std::vector<std::pair<BarycenterEstimator, std::string>>& columns()
{
    static const std::vector<std::pair<BarycenterEstimator, std::string>> all {
        {BarycenterEstimator::Smooth, "fair_hazen"}, {BarycenterEstimator::Exact, "fair_exactot"},
        {BarycenterEstimator::Paper, "fair_paper_nosplit"},
        {BarycenterEstimator::PaperSplit, "fair_paper_split_evenodd"}};
    return all;
}

Numbers repaired(BarycenterEstimator estimator, const Numbers& calibration, const Codes& calibrationGroup,
    const Numbers& scores, const Codes& group)
{
    const BarycenterMap map = BarycenterMap::fit(calibration, calibrationGroup, {}, 32, estimator).value();
    Numbers out(scores.size());
    (void)map.apply({scores, group, {}, 0}, out).value();
    return out;
}

void compare(const Numbers& found, const Numbers& expected, const std::string& what)
{
    QCOMPARE(found.size(), expected.size());
    double worst = 0.0;
    for (std::size_t i = 0; i < found.size(); ++i)
        worst = std::max(worst, std::abs(found[i] - expected[i]));
    QVERIFY2(worst <= kTolerance, (what + ": " + exactNumber(worst)).c_str());
}

void compareAll(const Numbers& calibration, const Codes& calibrationGroup, const test::GoldenTable& table,
    const Codes& group, const std::string& suffix)
{
    int compared = 0;
    for (const auto& [estimator, column] : columns()) {
        if (!table.has(column + suffix))
            continue;
        ++compared;
        compare(repaired(estimator, calibration, calibrationGroup, table.numbers("base"), group),
            table.numbers(column + suffix), column + suffix);
    }
    QVERIFY(compared >= 3);
}

/// The column named @p column, or the 16 cells of race and sex.
Codes lawGroups(const test::GoldenTable& table, const std::string& column)
{
    if (column == "white")
        return table.codes("white");
    Codes codes = table.codes("race");
    if (column == "cells16") {
        const Codes male = table.codes("male");
        for (std::size_t i = 0; i < codes.size(); ++i)
            codes[i] = 2 * codes[i] + male[i];
    }
    return codes;
}

} // namespace

class TstBarycenterGolden : public QObject {
    Q_OBJECT
private slots:
    void tinyWithTiesAndASingleton()
    {
        const test::GoldenTable calibration("barycenter/tiny_calib.csv");
        const test::GoldenTable table("barycenter/tiny_test.csv");
        compareAll(
            calibration.numbers("base"), calibration.letters("group"), table, table.letters("group"), "");
    }
    void threeGaussianGroups()
    {
        const test::GoldenTable table("barycenter/gauss3.csv");
        compareAll(table.numbers("base"), table.codes("group"), table, table.codes("group"), "");
    }
    void gaussianMapsAreNearTheAnalyticAnswer_data()
    {
        QTest::addColumn<int>("estimator");
        QTest::addColumn<double>("bound");
        QTest::newRow("smooth") << 0 << 0.005;
        QTest::newRow("exact") << 1 << 0.005;
        QTest::newRow("paper") << 2 << 0.0075; // the reference itself is at 0.0074
    }
    void gaussianMapsAreNearTheAnalyticAnswer()
    {
        QFETCH(int, estimator);
        QFETCH(double, bound);
        const test::GoldenTable table("barycenter/gauss3.csv");
        const Numbers scores = table.numbers("base");
        const Numbers found = repaired(static_cast<BarycenterEstimator>(estimator), scores,
            table.codes("group"), scores, table.codes("group"));
        const Numbers analytic = table.numbers("analytic");
        double sum = 0.0;
        for (std::size_t i = 0; i < found.size(); ++i)
            sum += (found[i] - analytic[i]) * (found[i] - analytic[i]);
        QVERIFY(std::sqrt(sum / static_cast<double>(found.size())) <= bound);
    }
    void weightsAsRepeatedRowsOfTheReference()
    {
        const test::GoldenTable calibration("barycenter/weighted_calib.csv");
        const test::GoldenTable table("barycenter/weighted_test.csv");
        const Numbers scores = table.numbers("base");
        for (const auto& [estimator, column] : columns()) {
            if (!table.has(column))
                continue;
            const BarycenterMap map = BarycenterMap::fit(calibration.numbers("base"),
                calibration.codes("group"), calibration.numbers("weight"), 3, estimator)
                                          .value();
            Numbers out(scores.size());
            (void)map.apply({scores, table.codes("group"), {}, 0}, out).value();
            compare(out, table.numbers(column), column);
        }
    }
    void crime()
    {
        const test::GoldenTable calibration("barycenter/crime_authors_calib.csv");
        const test::GoldenTable table("barycenter/crime_authors_test.csv");
        compareAll(calibration.numbers("base"), calibration.codes("group"), table, table.codes("group"), "");
    }
    void crimeAtAQuarterOfTheUnfairness()
    {
        const test::GoldenTable calibration("barycenter/crime_authors_calib.csv");
        const test::GoldenTable table("barycenter/crime_authors_test.csv");
        const Numbers base = table.numbers("base");
        Numbers found = repaired(BarycenterEstimator::Smooth, calibration.numbers("base"),
            calibration.codes("group"), base, table.codes("group"));
        relax(base, found, strengthOfAlpha(0.25), found);
        compare(found, table.numbers("fair_hazen_alpha0.25"), "alpha 0.25");
    }
    void law_data()
    {
        QTest::addColumn<QString>("groups");
        QTest::newRow("white") << "white";
        QTest::newRow("race8") << "race8";
        QTest::newRow("cells16") << "cells16";
    }
    void law()
    {
        QFETCH(QString, groups);
        const test::GoldenTable calibration("barycenter/law_calib.csv");
        const test::GoldenTable table("barycenter/law_test.csv");
        const std::string name = groups.toStdString();
        compareAll(calibration.numbers("base"), lawGroups(calibration, name), table, lawGroups(table, name),
            "__" + name);
    }
    void lawAtEveryAlpha_data()
    {
        QTest::addColumn<QString>("alpha");
        for (const char* const alpha : {"0", "0.1", "0.25", "0.5", "0.75", "1"})
            QTest::newRow(alpha) << alpha;
    }
    void lawAtEveryAlpha()
    {
        QFETCH(QString, alpha);
        const test::GoldenTable calibration("barycenter/law_calib.csv");
        const test::GoldenTable table("barycenter/law_test.csv");
        const Numbers base = table.numbers("base");
        Numbers found = repaired(BarycenterEstimator::Smooth, calibration.numbers("base"),
            calibration.codes("white"), base, table.codes("white"));
        relax(base, found, strengthOfAlpha(alpha.toDouble()), found);
        compare(found, table.numbers("fair_hazen__white_alpha" + alpha.toStdString()), alpha.toStdString());
    }
};

QTEST_GUILESS_MAIN(TstBarycenterGolden)
#include "tst_barycenter_golden.moc"
