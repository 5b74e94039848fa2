#include "engine/figures/run_names.h"
#include "engine/figures/score_view.h"
#include "tests/support/constrained.h"

#include <QtTest/QtTest>

using namespace evenhand;
using test::constrainedReport;
using test::ConstrainedSpec;

namespace {

std::vector<const FigureLayer*> layersOf(const Figure&& figure, bool faint) = delete;
std::vector<const FigureLayer*> layersOf(const Figure& figure, bool faint)
{
    std::vector<const FigureLayer*> found;
    for (const FigureLayer& layer : figure.layers)
        if (layer.faint == faint && layer.hue == Hue::Group)
            found.push_back(&layer);
    return found;
}

} // namespace

/// What a run's scores are in the views that draw them.
class TstScoreView : public QObject {
    Q_OBJECT
private slots:
    void aModelThatWasTrainedToBeFairShowsItsOwnScores()
    {
        const auto report = constrainedReport({});
        const auto selected = selectScores(*report, 1, 0, RunContext {});
        QVERIFY(selected.has_value());
        QVERIFY(selected->isPreview);
        QCOMPARE(selected->strength, 0.0);
        // Group 1 has the scores -0.1 and 0.9 in the base model, 0.9 and 0.9 in the run.
        QCOMPARE(selected->view.path->quantile(1, 0.25, 0.0), 0.9);
        QVERIFY(selected->view.before != nullptr);
        QCOMPARE(selected->view.before->quantile(1, 0.25, 0.0), -0.1);
        QCOMPARE(selected->view.threshold, std::optional(0.0));
    }
    void aRunWithoutMethodHasNothingBefore()
    {
        const auto report = constrainedReport({});
        const auto selected = selectScores(*report, 0, 0, RunContext {});
        QVERIFY(selected.has_value());
        QVERIFY(selected->view.before == nullptr);
        QCOMPARE(selected->view.path->quantile(1, 0.25, 0.0), -0.1);
    }
    void theUnrepairedModelIsFaintBehindIt()
    {
        const auto report = constrainedReport({});
        const auto selected = selectScores(*report, 1, 0, RunContext {});
        QVERIFY(selected.has_value());
        for (const DistributionKind kind :
            {DistributionKind::Density, DistributionKind::Histogram, DistributionKind::Ecdf}) {
            const Figure figure = groupDistributions(selected->view, kind, 0.0);
            QCOMPARE(layersOf(figure, true).size(), std::size_t(2));
            QCOMPARE(layersOf(figure, false).size(), std::size_t(2));
            QVERIFY(layersOf(figure, true)[1]->y != layersOf(figure, false)[1]->y);
            QVERIFY(*figure.x.minimum <= -0.6 && *figure.x.maximum >= 0.9);
            QVERIFY(figure.summary.english().find("without repair") != std::string::npos);
            const FigureLayer& last = figure.layers.back();
            QCOMPARE(last.mark, Mark::VerticalRule);
            QCOMPARE(last.x, std::vector<double> {0.0});
        }
    }
    void aRegressionHasNoThreshold()
    {
        ConstrainedSpec spec;
        spec.hasRates = false;
        const auto report = constrainedReport(spec);
        const auto selected = selectScores(*report, 0, 0, RunContext {});
        const Figure figure = groupDistributions(selected->view, DistributionKind::Density, 0.0);
        QVERIFY(std::ranges::none_of(
            figure.layers, [](const FigureLayer& layer) { return layer.mark == Mark::VerticalRule; }));
    }
    void theStrengthHasTheNameOfItsParameter()
    {
        const auto report = constrainedReport({});
        RunResult run = report->runs[2];
        QCOMPARE(strengthWords(run).english(), std::string("tolerance ε 0.2 of the unconstrained gap"));
        run.methodParams["tolerance"] = std::string("number");
        QCOMPARE(strengthWords(run).english(), std::string("tolerance ε 0.2"));
        run.method = "wasserstein_barycenter";
        run.methodParams = {{"strength", 0.5}, {"estimator", std::string("smooth")}};
        QCOMPARE(strengthWords(run).english(), std::string("strength 0.5"));
        QCOMPARE(describeParameters(run), std::string("estimator smooth, strength 0.5"));
        QVERIFY(strengthWords(report->runs[0]).empty());
    }
    void whatTellsPathsApartLeavesTheStrengthOut()
    {
        const auto report = constrainedReport({});
        RunResult other = report->runs[3];
        other.methodParams["notion"] = std::string("demographic_parity");
        QCOMPARE(
            describeDifference(other, report->runs[2]), std::string("fairness notion demographic parity"));
    }
};

QTEST_APPLESS_MAIN(TstScoreView)
#include "tst_score_view.moc"
