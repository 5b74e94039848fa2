#include "engine/figures/build.h"
#include "engine/figures/run_names.h"
#include "engine/pipeline/assemble.h"

#include <QtTest/QtTest>

#include <map>
#include <set>

using namespace evenhand;

namespace {

RepeatedMetric measured(const std::string& id, double mean, double halfWidth)
{
    RepeatedMetric metric;
    metric.id = id;
    metric.mean = mean;
    metric.low = mean - halfWidth;
    metric.high = mean + halfWidth;
    return metric;
}

RunResult run(const std::string& method, ParamSet params, double accuracy, double gap)
{
    RunResult result;
    result.learner = "logistic";
    result.method = method;
    result.methodParams = std::move(params);
    result.repeatsDone = 10;
    result.metrics
        = {measured("accuracy", accuracy, 0.01), measured("demographic_parity_difference", gap, 0.02)};
    for (const auto& [group, count, rate] :
        {std::tuple {"women", 300.0, 0.4 - gap / 2}, {"men", 12.0, 0.4 + gap / 2}}) {
        GroupResult one;
        one.group = group;
        one.count = count;
        one.metrics = {measured("selection_rate", rate, 0.03)};
        result.groups.push_back(std::move(one));
    }
    return result;
}

/// A baseline, a path of three strengths, and one run that the path beats.
Report report()
{
    Report made;
    made.dataName = "loans";
    made.groups.attribute = "sex";
    made.groups.names = {"women", "men"};
    made.usedRows = 1000;
    made.runs = {run("", {}, 0.85, 0.2), run("wasserstein_barycenter", {{"strength", 1.0}}, 0.82, 0.01),
        run("wasserstein_barycenter", {{"strength", 0.5}}, 0.84, 0.1), run("other", {}, 0.80, 0.15)};
    return made;
}

/// Into @p figure, which must live on.
std::vector<const FigureLayer*> pointLayers(const Figure&& figure) = delete;
std::vector<const FigureLayer*> pointLayers(const Figure& figure)
{
    std::vector<const FigureLayer*> found;
    for (const FigureLayer& layer : figure.layers) {
        if (layer.mark == Mark::Points)
            found.push_back(&layer);
    }
    return found;
}

bool contains(const Text& sentence, const std::string& part)
{
    return sentence.english().find(part) != std::string::npos;
}

} // namespace

class TstReportFigures : public QObject {
    Q_OBJECT
private slots:
    void tradeoffPlacesEveryRunWithItsIntervals()
    {
        const Figure figure = tradeoff(report(), "accuracy", "demographic_parity_difference", 2);
        QCOMPARE(figure.selectedId, 2);
        std::map<int, std::pair<double, double>> places;
        for (const FigureLayer* const layer : pointLayers(figure)) {
            QCOMPARE(layer->ids.size(), layer->x.size());
            QCOMPARE(layer->labels.size(), layer->x.size());
            for (std::size_t i = 0; i < layer->x.size(); ++i) {
                places[layer->ids[i]] = {layer->x[i], layer->y[i]};
                QCOMPARE(layer->low[i], layer->y[i] - 0.01);
                QCOMPARE(layer->xHigh[i], layer->x[i] + 0.02);
            }
        }
        QCOMPARE(places.size(), std::size_t {4});
        QCOMPARE(places[1], std::pair(0.01, 0.82));
    }

    void tradeoffPathRunsOverTheStrength()
    {
        const Figure figure = tradeoff(report(), "accuracy", "demographic_parity_difference", -1);
        const auto path = std::find_if(figure.layers.begin(), figure.layers.end(),
            [](const FigureLayer& layer) { return layer.mark == Mark::Line && layer.hue == Hue::Method; });
        QVERIFY(path != figure.layers.end());
        QCOMPARE(path->x, (std::vector<double> {0.1, 0.01}));
    }

    void runsThatAnotherBeatsAreHollow()
    {
        const Figure figure = tradeoff(report(), "accuracy", "demographic_parity_difference", -1);
        for (const FigureLayer* const layer : pointLayers(figure))
            QCOMPARE(layer->hollow, layer->ids.front() == 3);
    }

    void baselineHasNoMethodColour()
    {
        const Figure figure = tradeoff(report(), "accuracy", "demographic_parity_difference", -1);
        for (const FigureLayer* const layer : pointLayers(figure))
            QCOMPARE(layer->hue == Hue::Neutral, layer->ids.front() == 0);
    }

    void axesSayWhichWayIsBetter()
    {
        const Figure figure = tradeoff(report(), "accuracy", "demographic_parity_difference", -1);
        QVERIFY(contains(figure.y.label, "better ↑"));
        QVERIFY(contains(figure.x.label, "← fairer"));
        QVERIFY(figure.y.percent);
    }

    void tradeoffSummaryHasTheNumbers()
    {
        const Text summary = tradeoff(report(), "accuracy", "demographic_parity_difference", -1).summary;
        QVERIFY2(contains(summary, "85.0 %") && contains(summary, "82.0 %"), summary.english().c_str());
        QVERIFY2(contains(summary, "strength 1"), summary.english().c_str());
    }

    void runWithoutTheMetricIsLeftOutAndNamed()
    {
        Report made = report();
        made.runs[3].metrics[1].mean.reset();
        made.runs[3].metrics[1].undefined = text("one group only");
        const Figure figure = tradeoff(made, "accuracy", "demographic_parity_difference", -1);
        QVERIFY(std::any_of(figure.notes.begin(), figure.notes.end(),
            [](const Text& note) { return contains(note, "Run 4") && contains(note, "one group only"); }));
    }

    void pathsOfOneMethodWithOtherParametersAreToldApart()
    {
        Report made = report();
        made.runs[1].methodParams["estimator"] = std::string("smooth");
        made.runs[2].methodParams["estimator"] = std::string("exact");
        std::set<std::string> names;
        const Figure figure = tradeoff(made, "accuracy", "demographic_parity_difference", -1);
        for (const FigureLayer* const layer : pointLayers(figure))
            names.insert(layer->name.english());
        QCOMPARE(names.size(), std::size_t {4});
    }

    void emptyReportSaysWhatIsMissing()
    {
        const Figure figure = tradeoff({}, "accuracy", "demographic_parity_difference", -1);
        QVERIFY(figure.layers.empty());
        QVERIFY(contains(figure.summary, "no run yet"));
        QVERIFY(contains(groupRates({}, 0, "selection_rate").summary, "no run yet"));
    }

    void ratesStandBesideThoseOfTheBaseline()
    {
        const Figure figure = groupRates(report(), 1, "selection_rate");
        QCOMPARE(figure.y.categories, (std::vector<std::string> {"men", "women"}));
        const auto layers = pointLayers(figure);
        QCOMPARE(layers.size(), std::size_t {4});
        QCOMPARE(
            std::count_if(layers.begin(), layers.end(), [](const FigureLayer* l) { return l->faint; }), 2);
        for (const FigureLayer* const layer : layers) {
            const double gap = layer->faint ? 0.2 : 0.01;
            QCOMPARE(layer->x[0], layer->index == 0 ? 0.4 - gap / 2 : 0.4 + gap / 2);
            QCOMPARE(std::round(layer->y[0]), layer->index == 0 ? 1.0 : 0.0);
            QCOMPARE(layer->xLow[0], layer->x[0] - 0.03);
        }
        QVERIFY2(contains(figure.summary, "“women”") && contains(figure.summary, "39.5 %"),
            figure.summary.english().c_str());
        QVERIFY(contains(figure.notes.front(), "Group “men” has 12 rows."));
    }

    void baselineAloneHasNoSecondRow()
    {
        const Figure figure = groupRates(report(), 0, "selection_rate");
        for (const FigureLayer* const layer : pointLayers(figure))
            QVERIFY(!layer->faint);
    }

    void undefinedRateIsNotedNotDrawn()
    {
        Report made = report();
        made.runs[0].groups[1].metrics[0].mean.reset();
        made.runs[0].groups[1].metrics[0].undefined = text("no rows");
        const Figure figure = groupRates(made, 0, "selection_rate");
        QCOMPARE(pointLayers(figure).size(), std::size_t {1});
        QVERIFY(std::any_of(
            figure.notes.begin(), figure.notes.end(), [](const Text& n) { return contains(n, "no rows"); }));
    }

    void theIntervalOfAShareIsDrawnNoWiderThanAShareCanBe()
    {
        Report made = report();
        made.runs[0].groups[1].metrics[0] = measured("selection_rate", 0.1, 0.7);
        const Figure figure = groupRates(made, 0, "selection_rate");
        for (const FigureLayer* const layer : pointLayers(figure)) {
            QVERIFY(layer->xLow.front() >= 0.0);
            QVERIFY(layer->xHigh.front() <= 1.0);
        }
    }

    void frontKeepsWhatNoOtherBeats()
    {
        const std::string error = "accuracy", unfairness = "demographic_parity_difference";
        std::vector<RunResult> runs {
            run("", {}, 0.9, 0.2), run("a", {}, 0.8, 0.1), run("b", {}, 0.7, 0.15), run("c", {}, 0.8, 0.1)};
        QCOMPARE(paretoFront(runs, error, unfairness), (std::vector<int> {0, 1, 3}));
        runs[0].metrics[0].mean.reset();
        QCOMPARE(paretoFront(runs, error, unfairness), (std::vector<int> {1, 3}));
        QVERIFY(paretoFront({}, error, unfairness).empty());
    }

    void theUnrepairedModelShowsAroundTheRunThatBeginsOnIt()
    {
        const Figure figure = tradeoff(report(), "accuracy", "demographic_parity_difference", 0);
        const auto layers = pointLayers(figure);
        QVERIFY(layers.front()->large);
        QCOMPARE(layers.front()->name.english(), std::string("no repair"));
        QVERIFY(
            std::none_of(layers.begin() + 1, layers.end(), [](const auto* layer) { return layer->large; }));
    }

    void aPersonsNameKeepsItsCapital()
    {
        QCOMPARE(metricName("ks_distance"), std::string("Kolmogorov–Smirnov distance"));
        QCOMPARE(metricName("accuracy"), std::string("accuracy"));
    }
};

QTEST_GUILESS_MAIN(TstReportFigures)
#include "tst_report_figures.moc"
