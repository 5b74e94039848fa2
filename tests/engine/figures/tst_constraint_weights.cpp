#include "engine/figures/constraint_parts.h"
#include "engine/statistics/rate_intervals.h"
#include "tests/support/constrained.h"

#include <QtTest/QtTest>

using namespace evenhand;
using test::constrainedReport;
using test::ConstrainedSpec;

namespace {

bool contains(const Text& sentence, const std::string& part)
{
    return sentence.english().find(part) != std::string::npos;
}

bool anyNote(const Figure& figure, const std::string& part)
{
    return std::ranges::any_of(figure.notes, [&](const Text& note) { return contains(note, part); });
}

const FigureLayer* points(const Figure& figure, const std::string& name)
{
    const auto found = std::ranges::find_if(figure.layers,
        [&](const FigureLayer& one) { return one.mark == Mark::Points && one.name.english() == name; });
    return found == figure.layers.end() ? nullptr : &*found;
}

constexpr std::size_t kRun = 1; // share 0: exact

} // namespace

class TstConstraintWeights : public QObject {
    Q_OBJECT
private slots:
    void theFeatureThatChangesMostIsOnTop()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintWeights(*report, kRun);
        // |u| grows with the place: sex = Male (-0.5), sex = Female (0.4), hours (-0.3), age (0.2).
        QCOMPARE(
            figure.y.categories, (std::vector<std::string> {"age", "hours", "sex = Female", "sex = Male"}));
        const FigureLayer* const before = points(figure, "unconstrained");
        const FigureLayer* const after = points(figure, "under the constraint");
        QVERIFY(before != nullptr && after != nullptr);
        QVERIFY(before->hollow && !after->hollow);
        QCOMPARE(before->y, after->y);
        QCOMPARE(after->y.front(), 3.0);
        QVERIFY(std::abs(before->x.front() - 0.31) < 1e-12);
        QVERIFY(std::abs(after->x.front() - (0.31 + 0.25)) < 1e-12);
        QVERIFY(contains(figure.summary, "“sex = Male” most, from 0.31 to 0.56"));
        QVERIFY(figure.notes.empty());
    }
    void anInactiveConstraintChangesNoWeight()
    {
        const Figure figure = constraintWeights(*constrainedReport({}), 6); // share 1
        QVERIFY(contains(figure.summary, "none of the 4 weights changes"));
        QVERIFY(anyNote(figure, "inactive"));
        QCOMPARE(figure.y.categories.size(), std::size_t(4));
    }
    void whatHasNoRoomIsCounted()
    {
        ConstrainedSpec spec;
        spec.features.clear();
        for (int i = 0; i < 40; ++i)
            spec.features.push_back("feature " + std::to_string(i));
        const auto report = constrainedReport(spec);
        for (const Figure& figure :
            {constraintWeights(*report, kRun), constraintDirection(*report, kRun, 0)}) {
            QCOMPARE(figure.y.categories.size(), kMostFeatures);
            QCOMPARE(figure.y.categories.back(), std::string("feature 39"));
            QVERIFY(anyNote(figure, "28"));
        }
    }
    void theDirectionIsColouredByTheGroupWhereAFeatureIsHigher()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintDirection(*report, kRun, 0);
        const FigureLayer* const men = points(figure, "higher for “Male”");
        const FigureLayer* const women = points(figure, "higher for “Female”");
        QVERIFY(men != nullptr && women != nullptr);
        QCOMPARE(men->hue, Hue::Group);
        QCOMPARE(men->index, 1);
        QCOMPARE(women->index, 0);
        QVERIFY(std::ranges::all_of(men->x, [](double u) { return u > 0.0; }));
        QVERIFY(std::ranges::all_of(women->x, [](double u) { return u < 0.0; }));
        QVERIFY(contains(figure.summary, "“sex = Male”: on average it is 0.5 lower for “Male”"));
        QVERIFY(contains(figure.x.label, "“Male” minus “Female”"));
    }
    void aDirectionThatPointsTheOtherWayIsTurned()
    {
        auto report = constrainedReport({});
        auto turned = std::make_shared<ConstraintInsight>(*report->runs[kRun].insights[1]);
        std::swap(turned->uGroups[0].first, turned->uGroups[0].second);
        for (auto& coefficient : turned->coefficients)
            coefficient.u[0] *= -1.0;
        report->runs[kRun].insights[1] = turned;
        const auto changes = featureChanges(insightsOf(report->runs[kRun], {}), 0);
        QVERIFY(std::abs(*changes[3].u.mean + 0.5) < 1e-12);
    }
    void otherGroupsDoNotCountInTheMeanDirection()
    {
        auto report = constrainedReport({});
        auto other = std::make_shared<ConstraintInsight>(*report->runs[kRun].insights[1]);
        other->uGroups[0] = {"Male", "Other"};
        other->coefficients[3].u[0] = 100.0;
        report->runs[kRun].insights[1] = other;
        const Figure figure = constraintDirection(*report, kRun, 0);
        QVERIFY(anyNote(figure, "2 of 3 repeats"));
        QVERIFY(std::abs(*featureChanges(insightsOf(report->runs[kRun], {}), 0)[3].u.mean + 0.5) < 1e-12);
    }
    void aFeatureThatSomeRepeatsLackIsAveragedOverTheOthers()
    {
        auto report = constrainedReport({});
        auto fewer = std::make_shared<ConstraintInsight>(*report->runs[kRun].insights[0]);
        fewer->coefficients.erase(fewer->coefficients.begin() + 1);
        report->runs[kRun].insights[0] = fewer;
        const auto changes = featureChanges(insightsOf(report->runs[kRun], {}), 0);
        QCOMPARE(changes.size(), std::size_t(4));
        const auto hours = std::ranges::find(changes, "hours", &FeatureChange::feature);
        QVERIFY(std::abs(*hours->before.mean - 0.315) < 1e-12);
    }
    void aKernelHasNoWeights()
    {
        ConstrainedSpec spec;
        spec.isLinear = false;
        const auto report = constrainedReport(spec);
        for (const Figure& figure :
            {constraintWeights(*report, kRun), constraintDirection(*report, kRun, 0)}) {
            QVERIFY(figure.layers.empty());
            QVERIFY(contains(figure.summary, "kernel"));
        }
    }
    void theGuaranteeHasAMeasuredAndAPromisedDotPerRow()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintGuarantee(*report, 3, 0);
        QCOMPARE(figure.y.categories.size(), std::size_t(6));
        QCOMPARE(figure.y.categories.back(), std::string("True positive rate, training rows"));
        const FairnessGuarantee one = guaranteeOf(*report->runs[3].insights[0], 0);
        const FairnessGuarantee two = guaranteeOf(*report->runs[3].insights[1], 0);
        const FairnessGuarantee three = guaranteeOf(*report->runs[3].insights[2], 0);
        QVERIFY(std::abs(points(figure, "measured")->x[0]
                    - (one.trainHard->gap + two.trainHard->gap + three.trainHard->gap) / 3.0)
            < 1e-12);
        QVERIFY(std::abs(points(figure, "promised at most")->x[0]
                    - (*one.hardBound + *two.hardBound + *three.hardBound) / 3.0)
            < 1e-12);
        QVERIFY(points(figure, "measured")->x[0] <= points(figure, "promised at most")->x[0]);
    }
    void theTestGapOfOneRepeatHasNewcombesInterval()
    {
        const auto report = constrainedReport({});
        const Figure figure = constraintGuarantee(*report, 3, 0, 0);
        const auto interval = guaranteeOf(*report->runs[3].insights[0], 0).testHardInterval;
        QCOMPARE(points(figure, "measured")->xLow[1], std::max(interval->low, 0.0));
        QCOMPARE(points(figure, "measured")->xHigh[1], interval->high);
    }
    void aVacuousBoundIsSaidAndDoesNotSquashTheRest()
    {
        auto report = constrainedReport({});
        for (auto& insight : report->runs[3].insights) {
            auto changed = std::make_shared<ConstraintInsight>(*insight);
            changed->radius = 500.0;
            insight = changed;
        }
        const Figure figure = constraintGuarantee(*report, 3, 0);
        QVERIFY(*figure.x.maximum < 1.2);
        QVERIFY(anyNote(figure, "vacuous"));
        QVERIFY(std::ranges::any_of(figure.layers,
            [](const FigureLayer& layer) { return layer.name.english() == "beyond the axis"; }));
    }
    void aRegressionComparesPredictions()
    {
        ConstrainedSpec spec;
        spec.hasRates = false;
        const Figure figure = constraintGuarantee(*constrainedReport(spec), 3, 0);
        QCOMPARE(figure.y.categories.back(), std::string("Mean prediction, training rows"));
        QVERIFY(std::abs(points(figure, "measured")->x[0] - 0.48) < 1e-12); // 0.4 of 1.19, 1.20 and 1.21
    }
    void namesAreLiteral()
    {
        ConstrainedSpec spec;
        spec.features = {"<b>x</b>", "=1+1", "%1 %2"};
        const Figure figure = constraintWeights(*constrainedReport(spec), kRun);
        QCOMPARE(figure.y.categories, (std::vector<std::string> {"<b>x</b>", "=1+1", "%1 %2"}));
        QVERIFY(contains(figure.summary, "“%1 %2” most, from 0.31"));
    }
};

QTEST_APPLESS_MAIN(TstConstraintWeights)
#include "tst_constraint_weights.moc"
