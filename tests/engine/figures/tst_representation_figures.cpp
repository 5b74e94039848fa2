#include "engine/figures/representation.h"
#include "engine/figures/representation_parts.h"
#include "tests/support/figure_parts.h"
#include "tests/support/represented.h"

#include <QtTest/QtTest>

using namespace evenhand;
using test::has;
using test::layer;
using test::notesOf;
using test::representedReport;
using test::RepresentedSpec;

namespace {

constexpr auto kBefore = RepresentationPart::Before;
constexpr auto kAfter = RepresentationPart::After;

/// Everything a figure says and draws, for comparisons.
std::string allWords(const Figure& figure)
{
    std::string all = figure.title.english() + figure.subtitle.english() + figure.summary.english()
        + figure.x.label.english() + figure.y.label.english() + notesOf(figure);
    for (const FigureLayer& one : figure.layers)
        all += one.name.english() + "\n";
    return all;
}

} // namespace

class TstRepresentationFigures : public QObject {
    Q_OBJECT
private slots:
    void theTwoCloudsHaveTheSameAxes()
    {
        const auto report = representedReport({});
        const Figure before = representationScatter(*report, 2, kBefore);
        const Figure after = representationScatter(*report, 2, kAfter);
        QVERIFY(
            before.x.minimum && before.x.minimum == after.x.minimum && before.x.maximum == after.x.maximum);
        QVERIFY(before.y.minimum == after.y.minimum && before.y.maximum == after.y.maximum);
        QVERIFY(before.id != after.id);
        QVERIFY(has(before.x.label.english(), "55 %") && has(before.y.label.english(), "20 %"));
        QVERIFY(has(after.x.label.english(), "47 %"));
        for (const Figure& figure : {before, after})
            for (const FigureLayer& one : figure.layers)
                for (const double x : one.x)
                    QVERIFY(x >= *figure.x.minimum && x <= *figure.x.maximum);
    }
    void groupsDifferInMoreThanColour()
    {
        const Figure figure = representationScatter(*representedReport({}), 2, kAfter);
        const FigureLayer* const a = layer(figure, "Female");
        const FigureLayer* const b = layer(figure, "Male");
        QVERIFY(a && b && a->hue == Hue::Group && a->index != b->index); // the index gives the marker, too
        QCOMPARE(a->x.size(), std::size_t {120});
        QVERIFY(layer(figure, "Female, density along the first axis", Mark::Line));
    }
    void aPictureOverlapIsNoProof()
    {
        for (const auto part : {kBefore, kAfter})
            QVERIFY(has(notesOf(representationScatter(*representedReport({}), 2, part)),
                "may still be told apart in all 16"));
    }
    void densitiesStandBelowThePoints()
    {
        const Figure figure = representationScatter(*representedReport({}), 2, kAfter);
        double lowest = 1e9;
        for (const FigureLayer& one : figure.layers)
            if (one.mark == Mark::Points)
                lowest = std::min(lowest, *std::ranges::min_element(one.y));
        const FigureLayer* const density = layer(figure, "Female, density along the first axis", Mark::Area);
        QVERIFY(density != nullptr);
        QVERIFY(*std::ranges::max_element(density->high) < lowest);
        QCOMPARE(density->low.front(), *figure.y.minimum);
    }
    void theCentresComeCloser()
    {
        const auto report = representedReport({});
        QVERIFY(has(representationScatter(*report, 2, kBefore).summary.english(), "“Female” and “Male”"));
        QVERIFY(representationScatter(*report, 2, kBefore).summary
            != representationScatter(*report, 2, kAfter).summary);
    }
    void manyRowsAreThinnedForThePictureAlone()
    {
        RepresentedSpec spec;
        spec.rowsPerGroup = 2000;
        const Figure figure = representationScatter(*representedReport(spec), 1, kAfter);
        QCOMPARE(layer(figure, "Male")->x.size(), std::size_t {1500});
        QVERIFY(has(notesOf(figure), "At most 1500 rows"));
        QVERIFY(has(figure.summary.english(), "4000 test rows"));
    }
    void aCollapsedRepresentationIsStillDrawn()
    {
        auto report = representedReport({});
        auto flat = std::make_shared<RepresentationInsight>(*report->runs[1].representations[0]);
        flat->before.points.setZero();
        flat->after.points.setZero();
        report->runs[1].representations[0] = flat;
        const Figure figure = representationScatter(*report, 1, kAfter);
        QVERIFY(*figure.x.maximum > *figure.x.minimum);
        for (const FigureLayer& one : figure.layers)
            for (const double y : one.y)
                QVERIFY(std::isfinite(y));
    }
    void aSingleRowOfAGroupIsNoTrouble()
    {
        RepresentedSpec spec;
        spec.rowsPerGroup = 1;
        const Figure figure = representationScatter(*representedReport(spec), 1, kAfter);
        QVERIFY(has(notesOf(figure), "has a single row"));
    }
    void aStoppedTrainingHasNoPoints()
    {
        auto report = representedReport({});
        auto none = std::make_shared<RepresentationInsight>(*report->runs[1].representations[0]);
        none->after.points.resize(0, 2);
        report->runs[1].representations[0] = none;
        QVERIFY(representationScatter(*report, 1, kAfter).layers.empty());
    }
    void withoutAnUnfairNetworkTheOtherIsStillShown()
    {
        auto report = representedReport({});
        auto one = std::make_shared<RepresentationInsight>(*report->runs[1].representations[0]);
        one->before = {};
        report->runs[1].representations = {one};
        QVERIFY(representationScatter(*report, 1, kBefore).layers.empty());
        QVERIFY(!representationScatter(*report, 1, kAfter).layers.empty());
        QCOMPARE(layer(representationErrors(*report, 1), "after")->x.size(), std::size_t {3});
        QCOMPARE(representationAuditors(*report, 1).y.categories.size(), std::size_t {2});
    }
    void aRepeatHasItsOwnPicture()
    {
        const auto report = representedReport({});
        const Figure first = representationScatter(*report, 1, kAfter);
        QVERIFY(layer(first, "Male")->x == layer(representationScatter(*report, 1, kAfter, 0), "Male")->x);
        QVERIFY(layer(first, "Male")->x != layer(representationScatter(*report, 1, kAfter, 2), "Male")->x);
        QVERIFY(has(representationScatter(*report, 1, kAfter, 2).subtitle.english(), "repeat 3 of 3"));
    }
    void manyTasksShareARow()
    {
        RepresentedSpec spec;
        spec.tasks.clear();
        for (int i = 0; i < 60; ++i)
            spec.tasks.push_back("school " + std::to_string(i));
        const Figure errors = representationErrors(*representedReport(spec), 1);
        QCOMPARE(errors.y.categories.size(), std::size_t {11});
        QCOMPARE(errors.y.categories.back(), std::string("mean of 60 tasks"));
        QVERIFY(has(notesOf(errors), "Of 60 tasks the 10"));
    }
    void bothAuditorsStandSideBySide()
    {
        const auto report = representedReport({});
        const Figure figure = representationAuditors(*report, 2);
        QCOMPARE(figure.y.categories, (std::vector<std::string> {"after", "before", "features"}));
        const FigureLayer* const linear = layer(figure, "linear");
        const FigureLayer* const nonlinear = layer(figure, "nonlinear");
        QVERIFY(linear && nonlinear);
        QCOMPARE(linear->x.size(), std::size_t {3});
        QCOMPARE(nonlinear->x.size(), std::size_t {3});
        QVERIFY(linear->index != nonlinear->index);
        QVERIFY(std::isfinite(linear->xLow.front()) && linear->xLow.front() < linear->x.front());
        const FigureLayer* const chance = layer(figure, "chance", Mark::VerticalRule);
        QVERIFY(chance && chance->x == std::vector<double> {0.5});
        const std::string summary = figure.summary.english();
        QVERIFY(has(summary, "linear auditor") && has(summary, "nonlinear one") && has(summary, "0.5"));
    }
    void aSingleRepeatHasTheIntervalOfItsEstimate()
    {
        const Figure figure = representationAuditors(*representedReport({}), 2, 1);
        const FigureLayer* const linear = layer(figure, "linear");
        QVERIFY(std::abs(linear->x.front() - linear->xLow.front() - 0.02) < 1e-12);
    }
    void everyGroupOfSeveralIsRead()
    {
        RepresentedSpec spec;
        spec.groups = {"A", "B", "C"};
        const Figure figure = representationAuditors(*representedReport(spec), 1);
        QCOMPARE(figure.y.categories.size(), std::size_t {9});
        QCOMPARE(figure.y.categories.back(), std::string("A, features"));
    }
    void noAuditorWasAsked()
    {
        RepresentedSpec spec;
        spec.withAuditors = false;
        const Figure figure = representationAuditors(*representedReport(spec), 1);
        QVERIFY(figure.layers.empty());
        QVERIFY(has(figure.summary.english(), "No auditor was asked"));
    }
    void aDivergenceNeverStandsWithoutItsChance()
    {
        const Figure figure = representationDivergences(*representedReport({}), 2);
        const FigureLayer* const chance = layer(figure, "by chance");
        const FigureLayer* const before = layer(figure, "before");
        const FigureLayer* const after = layer(figure, "after");
        QVERIFY(chance && before && after);
        QCOMPARE(chance->x.size(), before->x.size() + after->x.size());
        QCOMPARE(figure.y.categories.size(), std::size_t {6});
        QCOMPARE(before->x, (std::vector<double> {1.0, 1.0, 1.0}));
        QVERIFY(after->x.front() < 0.4 && after->x.front() > 0.1);
        QVERIFY(has(after->labels.front().english(), "by chance"));
        QVERIFY(has(figure.summary.english(), "dealt out at random"));
    }
    void whereThereWasNoDifferenceChanceIsTheUnit()
    {
        auto report = representedReport({});
        auto same = std::make_shared<RepresentationInsight>(*report->runs[1].representations[0]);
        for (RepresentationState* const state : {&same->before, &same->after})
            for (DivergenceReading& reading : state->divergences) {
                reading.value = -0.0001;
                reading.null95 = 0.002;
            }
        report->runs[1].representations[0] = same;
        const Figure figure = representationDivergences(*report, 1, 0);
        QVERIFY(std::abs(layer(figure, "before")->x.front() + 0.05) < 1e-12);
        QVERIFY(has(notesOf(figure), "no more than chance before"));
    }
    void ofManyGroupsTheWidestPairsAreShown()
    {
        RepresentedSpec spec;
        spec.groups = {"A", "B", "C", "D", "E"};
        const Figure figure = representationDivergences(*representedReport(spec), 1);
        QCOMPARE(figure.y.categories.size(), std::size_t {18}); // 3 kinds, 3 pairs, before and after
        QVERIFY(has(notesOf(figure), "3 pairs"));
    }
    void aDivergenceThatGrewIsSaidToHaveGrown()
    {
        auto report = representedReport({});
        QVERIFY(!has(notesOf(representationDivergences(*report, 1)), "larger after"));
        auto grown = std::make_shared<RepresentationInsight>(*report->runs[1].representations[0]);
        grown->divergence = "mean";
        grown->after.divergences[1].value = 0.6; // Sinkhorn
        report->runs[1].representations = {grown};
        const Figure figure = representationDivergences(*report, 1);
        QVERIFY(has(notesOf(figure), "Sinkhorn, Female – Male: larger after than before"));
        QVERIFY(has(figure.summary.english(), "means")); // of what was minimised
    }
    void everyOutcomeThatIsComparedHasItsRows()
    {
        auto report = representedReport({});
        for (auto& one : report->runs[1].representations) {
            auto odds = std::make_shared<RepresentationInsight>(*one);
            for (RepresentationState* const state : {&odds->before, &odds->after})
                for (std::size_t i = 0, n = state->divergences.size(); i < n; ++i) {
                    state->divergences[i].rows = "favourable";
                    state->divergences.push_back(state->divergences[i]);
                    state->divergences.back().rows = "unfavourable";
                }
            one = odds;
        }
        const Figure figure = representationDivergences(*report, 1);
        QCOMPARE(figure.y.categories.size(), std::size_t {12});
        QCOMPARE(figure.y.categories.back(), std::string("MMD² of favourable, before"));
    }
    void everyErrorStandsBesideTheTrivialOne()
    {
        const Figure figure = representationErrors(*representedReport({}), 2);
        QCOMPARE(figure.y.categories.back(), std::string("income = >50K"));
        const FigureLayer* const trivial = layer(figure, "without looking");
        QVERIFY(trivial != nullptr);
        QCOMPARE(trivial->x.size(), std::size_t {3});
        QVERIFY(std::abs(trivial->x.front() - 0.25) < 1e-12);
        QCOMPARE(layer(figure, "after")->x.size(), std::size_t {3});
        QVERIFY(has(figure.summary.english(), "without looking has 0.250"));
    }
    void aDegenerateHeadIsSaidToBeOne()
    {
        RepresentedSpec spec;
        spec.degenerate = true;
        const auto report = representedReport(spec);
        for (const Figure& figure : {representationErrors(*report, 2), representationGaps(*report, 2)}) {
            QVERIFY(has(notesOf(figure), "“married = yes” is degenerate"));
            const FigureLayer* const own = layer(figure, "after, degenerate");
            QVERIFY(own && own->hollow && own->x.size() == 1);
            QCOMPARE(layer(figure, "after")->x.size(), std::size_t {2});
        }
        QVERIFY(!has(notesOf(representationGaps(*representedReport({}), 2)), "degenerate"));
    }
    void aGapThatIsNotDefinedIsNotZero()
    {
        auto report = representedReport({});
        for (auto& one : report->runs[1].representations) {
            auto undefined = std::make_shared<RepresentationInsight>(*one);
            undefined->after.tasks[1].gap.reset();
            one = undefined;
        }
        const Figure figure = representationGaps(*report, 1);
        QCOMPARE(figure.y.categories.size(), std::size_t {2});
        QVERIFY(has(notesOf(figure), "“hours > 40”: the gap is not defined"));
    }
    void theAxisNamesTheKindOfTask()
    {
        RepresentedSpec spec;
        spec.kind = Task::Regression;
        QVERIFY(has(representationErrors(*representedReport(spec), 1).x.label.english(), "variance"));
        QVERIFY(
            has(representationGaps(*representedReport(spec), 1).x.label.english(), "standard deviations"));
        auto report = representedReport({});
        for (auto& one : report->runs[1].representations) {
            auto mixed = std::make_shared<RepresentationInsight>(*one);
            mixed->after.tasks[0].kind = mixed->before.tasks[0].kind = Task::Regression;
            one = mixed;
        }
        QVERIFY(has(representationGaps(*report, 1).x.label.english(), "decision rates, or of means"));
    }
    void transferPutsErrorAgainstGap()
    {
        const auto report = test::transferReport({});
        const Figure figure = transferFigure(*report, "hours > 40");
        for (const char* const name : {"features themselves", "without fairness", "means, strength 10",
                 "MMD, strength 10", "Sinkhorn, strength 10"}) {
            const FigureLayer* const own = layer(figure, name);
            QVERIFY2(own != nullptr, name);
            QCOMPARE(own->x.size(), std::size_t {1});
            QVERIFY(own->xLow.front() < own->x.front() && own->low.front() < own->y.front());
        }
        QVERIFY(layer(figure, "always the majority", Mark::HorizontalRule));
        QVERIFY(has(figure.summary.english(), "never seen"));
        QVERIFY(transferFigure(*report, "no such task").layers.empty());
        QVERIFY(has(notesOf(transferFigure(*test::transferReport({}, false), "hours > 40")), "Not finished"));
    }
    void aRunWithoutARepresentationSaysSo()
    {
        const auto report = representedReport({});
        for (const std::size_t run : {std::size_t {0}, std::size_t {99}})
            for (const Figure& figure : {representationScatter(*report, run, kAfter),
                     representationAuditors(*report, run), representationDivergences(*report, run),
                     representationErrors(*report, run), representationGaps(*report, run)}) {
                QVERIFY(figure.layers.empty() && !figure.id.empty());
                QVERIFY(has(figure.summary.english(), "no representation"));
            }
        auto partial = representedReport({});
        partial->runs[1].representations[1] = nullptr;
        QVERIFY(representationErrors(*partial, 1, 1).layers.empty());
        QVERIFY(!representationErrors(*partial, 1).layers.empty());
    }
    void neverSaysThatTheGroupIsGone()
    {
        const auto report = representedReport({});
        for (const Figure& figure :
            {representationScatter(*report, 2, kAfter), representationAuditors(*report, 2),
                representationDivergences(*report, 2), representationErrors(*report, 2),
                representationGaps(*report, 2), transferFigure(*test::transferReport({}), "hours > 40")})
            for (const char* const word : {"removed", "blind", "erased", "forgot"})
                QVERIFY2(!has(allWords(figure), word), figure.id.c_str());
    }
    void namesOfTheDataAreLiteral()
    {
        RepresentedSpec spec;
        spec.groups = {"<b>x</b>", "%1 %2"};
        spec.tasks = {"%3 = <i>", "b", "c"};
        const auto report = representedReport(spec);
        QVERIFY(has(representationAuditors(*report, 1).summary.english(), "“<b>x</b>”"));
        QVERIFY(has(representationGaps(*report, 1).summary.english(), "“%3 = <i>”"));
        QVERIFY(has(representationScatter(*report, 1, kAfter).summary.english(), "“%1 %2”"));
    }
};

QTEST_GUILESS_MAIN(TstRepresentationFigures)
#include "tst_representation_figures.moc"
