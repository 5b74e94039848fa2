#include "engine/figures/audit_curves.h"
#include "tests/engine/audit/scored_people.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

bool isNear(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

bool contains(const Text& sentence, const std::string& part)
{
    return sentence.english().find(part) != std::string::npos;
}

bool anyNote(const Figure& figure, const std::string& part)
{
    return std::ranges::any_of(figure.notes, [&](const Text& note) { return contains(note, part); });
}

std::vector<const FigureLayer*> layersOf(const Figure& figure, Mark mark)
{
    std::vector<const FigureLayer*> found;
    for (const FigureLayer& layer : figure.layers)
        if (layer.mark == mark)
            found.push_back(&layer);
    return found;
}

/// Every array of a layer has the length of its x, and every place of every sentence is filled.
bool isConsistent(const Figure& figure)
{
    const auto isWhole = [](const FigureLayer& layer) {
        if (layer.mark == Mark::HorizontalRule)
            return !layer.y.empty();
        for (const auto* values : {&layer.y, &layer.low, &layer.high, &layer.xLow, &layer.xHigh})
            if (!values->empty() && values->size() != layer.x.size())
                return false;
        return !layer.name.empty() && (layer.labels.empty() || layer.labels.size() == layer.x.size());
    };
    const auto isFilled
        = [](const Text& sentence) { return !contains(sentence, "%1") && !contains(sentence, "%9"); };
    return std::ranges::all_of(figure.layers, isWhole) && std::ranges::all_of(figure.notes, isFilled)
        && isFilled(figure.summary) && isFilled(figure.title) && isFilled(figure.subtitle)
        && !figure.summary.empty() && !figure.title.empty() && !figure.subtitle.empty();
}

/// A second factor: nearly everybody in the north is in the easy branch.
ConditionalAudit paradox(std::size_t branches = 2)
{
    AuditRows rows;
    std::vector<std::int32_t> group;
    StrataOfRows strata {"branch", {}, {}};
    const auto add = [&](std::size_t branch, std::int32_t code, int selected, int rejected) {
        for (int i = 0; i < selected + rejected; ++i) {
            rows.row.push_back(static_cast<Eigen::Index>(rows.row.size()));
            rows.decision.push_back(i < selected ? 1.0 : 0.0);
            group.push_back(code);
            strata.codes.push_back(static_cast<std::int32_t>(branch));
        }
    };
    for (std::size_t branch = 0; branch < branches; ++branch) {
        strata.names.push_back("branch " + std::to_string(branch));
        if (branch % 2 == 0) {
            add(branch, 0, 18, 2);
            add(branch, 1, 160, 40);
        } else {
            add(branch, 0, 60, 140);
            add(branch, 1, 4, 16);
        }
    }
    return *conditionalAudit(
        rows, {"region", {"south", "north"}, group, 1}, strata, "selection_rate", 0.95, {});
}

} // namespace

class TstAuditCurves : public QObject {
    Q_OBJECT
private slots:
    void rocShowsBandCurveAndDecisionsOfEveryGroup()
    {
        const auto report = test::twoRegions().audit();
        const RocCurves curves = *rocByGroup(*report, 0, {});
        const Figure figure = auditRoc(*report, 0, curves);
        QVERIFY(isConsistent(figure));
        QCOMPARE(layersOf(figure, Mark::Area).size(), std::size_t {2});
        QCOMPARE(layersOf(figure, Mark::Line).size(), std::size_t {3}); // with the diagonal
        const auto marks = layersOf(figure, Mark::Points);
        QCOMPARE(marks.size(), std::size_t {2});
        QCOMPARE(marks[1]->x[0], curves.groups[1].decisions->falsePositiveRate);
        QCOMPARE(marks[1]->index, 1);
        QVERIFY(contains(figure.summary, "area under the curve is smallest for"));
        QVERIFY(contains(figure.summary, "“north”") || contains(figure.summary, "“region north”"));
        QVERIFY(anyNote(figure, "threshold 0.5") && anyNote(figure, "favourable outcome, paid = “yes”"));
        qInfo("%s | %s", figure.subtitle.english().c_str(), figure.summary.english().c_str());
    }

    void rocSaysWhichGroupHasNoCurveAndWhichIsSmall()
    {
        test::ScoredPeople people = test::twoRegions(300);
        people.names.emplace_back("island");
        for (int i = 0; i < 5; ++i)
            people.add(2, 0.1 * i, true);
        const auto report = people.audit();
        const Figure figure = auditRoc(*report, 0, *rocByGroup(*report, 0, {}));
        QVERIFY(isConsistent(figure));
        QVERIFY(anyNote(figure, "has no curve: no actual negatives") && anyNote(figure, "has 5 rows"));
        QCOMPARE(layersOf(figure, Mark::Area).size(), std::size_t {2});
    }

    void rocOfAnUnfavourableScoreSaysSo()
    {
        const auto report = test::twoRegions(200).audit(false);
        QVERIFY(anyNote(
            auditRoc(*report, 0, *rocByGroup(*report, 0, {})), "unfavourable outcome, paid other than"));
    }

    void calibrationShowsPointsWithIntervalsAndTheDiagonal()
    {
        const auto report = test::twoRegions().audit();
        const Figure figure = auditCalibration(*report, 0, *calibrationByGroup(*report, 0, {}, {}));
        QVERIFY(isConsistent(figure));
        QCOMPARE(layersOf(figure, Mark::Line).size(), std::size_t {3});
        const auto points = layersOf(figure, Mark::Points);
        QCOMPARE(points.size(), std::size_t {2});
        QCOMPARE(points[0]->x.size(), std::size_t {10});
        for (std::size_t i = 0; i < 10; ++i)
            QVERIFY(points[0]->low[i] <= points[0]->y[i] && points[0]->y[i] <= points[0]->high[i]);
        QVERIFY(contains(points[0]->labels[0], " rows"));
        QVERIFY2(contains(figure.summary, "south") && contains(figure.summary, "perfectly calibrated"),
            figure.summary.english().c_str());
        QVERIFY(anyNote(figure, "600 rows: expected calibration error"));
        qInfo("%s", figure.summary.english().c_str());
    }

    void moreThanEightGroupsAreCut()
    {
        test::ScoredPeople people;
        people.names.clear();
        Rng rng(4, 4);
        for (std::int32_t g = 0; g < 11; ++g) {
            people.names.push_back("g" + std::to_string(g));
            people.addMany(g, 60 + 10 * g, 0.0, rng);
        }
        const auto report = people.audit();
        for (const Figure& figure : {auditRoc(*report, 0, *rocByGroup(*report, 0, {})),
                 auditCalibration(*report, 0, *calibrationByGroup(*report, 0, {}, {})),
                 auditDistributions(*report, 0, DistributionKind::Ecdf)}) {
            QVERIFY(isConsistent(figure));
            QVERIFY(anyNote(figure, "Of 11 groups the 8 largest are shown."));
        }
    }

    void distributionsShowTheThreshold_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("density") << int(DistributionKind::Density);
        QTest::newRow("histogram") << int(DistributionKind::Histogram);
        QTest::newRow("ecdf") << int(DistributionKind::Ecdf);
    }
    void distributionsShowTheThreshold()
    {
        QFETCH(int, kind);
        const auto report = test::twoRegions().audit(true, true);
        const Figure figure = auditDistributions(*report, 0, static_cast<DistributionKind>(kind));
        QVERIFY(isConsistent(figure));
        QCOMPARE(figure.id, std::string("audit_distributions"));
        QCOMPARE(figure.x.label.english(), std::string("score"));
        QVERIFY(
            contains(figure.summary, "median score is lowest for") && !contains(figure.summary, "strength"));
        const auto rules = layersOf(figure, Mark::VerticalRule);
        QCOMPARE(rules.size(), std::size_t {1});
        QCOMPARE(rules[0]->x[0], 0.5);
    }

    void distributionsWithoutScoresSaySo()
    {
        const auto made = test::twoRegions(100).audit();
        AuditReport report = *made;
        auto rows = std::make_shared<AuditRows>(*made->rows);
        rows->score.clear();
        report.rows = rows;
        const Figure figure = auditDistributions(report, 0, DistributionKind::Density);
        QVERIFY(figure.layers.empty() && contains(figure.summary, "There is no score"));
    }

    void conditionalRatesMakeTheParadoxVisible()
    {
        const ConditionalAudit audit = paradox();
        const Figure figure = conditionalRates(audit, text("people"));
        QVERIFY(isConsistent(figure));
        QCOMPARE(figure.title.english(), std::string("Selection rate by region, with branch held fixed"));
        QCOMPARE(figure.y.categories,
            (std::vector<std::string> {"at the same branch", "all rows", "branch 1", "branch 0"}));
        const auto points = layersOf(figure, Mark::Points);
        QCOMPARE(points.size(), std::size_t {2});
        for (const FigureLayer* const layer : points)
            QCOMPARE(layer->x.size(), std::size_t {4});
        // Strata from the top, then all rows, then with the branch held fixed: the south is behind, then
        // ahead.
        const FigureLayer& south = *points[0];
        const FigureLayer& north = *points[1];
        QVERIFY(isNear(south.x[0], 0.9, 1e-12) && isNear(north.x[0], 0.8, 1e-12));
        QVERIFY(south.x[2] < north.x[2]);
        QVERIFY(south.x[3] > north.x[3]);
        QVERIFY(isNear(south.x[3] - north.x[3], 0.1, 1e-12)); // 10 points in both branches
        QVERIFY(isNear(south.xLow[3] - north.x[3], *audit.pairs[0].weighted.low, 1e-12));
        QVERIFY(south.y[0] > north.y[0] && std::abs(south.y[0] - 3.0) < 0.5 && std::abs(south.y[3]) < 0.5);
        QVERIFY(contains(figure.summary, "Simpson"));
        QVERIFY(anyNote(figure, "Mantel-Haenszel"));
    }

    void manyStrataAreCut()
    {
        const Figure figure = conditionalRates(paradox(30), text("people"));
        QVERIFY(isConsistent(figure));
        QCOMPARE(figure.y.categories.size(), kMostStrataShown + 2);
        QVERIFY(anyNote(figure, "Of 30 values of “branch” the 20 with the most rows are shown"));
    }
};

QTEST_GUILESS_MAIN(TstAuditCurves)
#include "tst_audit_curves.moc"
