#include "engine/figures/tradeoff_figure.h"
#include "engine/figures/tradeoff_words.h"
#include "tests/support/tradeoffs.h"

#include <QtTest/QtTest>

#include <set>

using namespace evenhand;

namespace {

constexpr const char* kParity = "demographic_parity_difference";

const FigureLayer* layerOf(const Figure& figure, const std::string& name)
{
    const auto found = std::ranges::find_if(
        figure.layers, [&](const FigureLayer& layer) { return layer.name.english() == name; });
    return found == figure.layers.end() ? nullptr : &*found;
}
const FigureLayer* layerOf(const Figure&& figure, const std::string& name) = delete;

std::set<int> shownRuns(const Figure& figure)
{
    std::set<int> runs;
    for (const FigureLayer& layer : figure.layers)
        runs.insert(layer.ids.begin(), layer.ids.end());
    return runs;
}

bool contains(const std::string& sentence, const std::string& part)
{
    return sentence.find(part) != std::string::npos;
}

/// A report with its frontier and verdicts.
struct Made {
    test::MadeUpTradeoff tradeoff = test::usualTradeoff(400, 6);
    ReportFrontier frontier = *reportFrontier(tradeoff.report, "accuracy", kParity, RunContext {});
    DominanceReport dominated = *dominance(tradeoff.report, "accuracy", kParity, RunContext {});

    [[nodiscard]] TradeoffOptions options() const
    {
        TradeoffOptions all;
        all.frontier = &frontier;
        all.dominated = &dominated;
        return all;
    }
    [[nodiscard]] Figure figure(const TradeoffOptions& options, int selected = -1) const
    {
        return tradeoffFigure(tradeoff.report, "accuracy", kParity, selected, options);
    }
};

/// Runs with given figures and no rows.
RunResult run(int learner, const std::string& method, double strength, double accuracy, double gap)
{
    RunResult made;
    made.learner = learner == 0 ? "logistic" : learner == 1 ? "linear_svm" : "ridge";
    made.learnerIndex = learner;
    made.method = method;
    if (!method.empty())
        made.methodParams = {{"strength", strength}};
    made.metrics = {summarise("accuracy", {accuracy - 0.01, accuracy + 0.01}, 0.5),
        summarise(kParity, {gap - 0.01, gap + 0.01}, 0.5)};
    return made;
}

} // namespace

class TstTradeoffFigure : public QObject {
    Q_OBJECT
private slots:
    void theFrontierIsDrawnAtItsTolerancesWithItsBand()
    {
        const Made made;
        const Figure figure = made.figure(made.options());
        const FigureLayer* const drawn = layerOf(figure, "Group thresholds");
        QVERIFY(drawn != nullptr);
        QCOMPARE(drawn->x, made.frontier.tolerances);
        QCOMPARE(drawn->y.front(), *made.frontier.randomised.front().mean);
        const FigureLayer* const band = layerOf(figure, "Group thresholds, 95 % band");
        QVERIFY(band != nullptr && band->mark == Mark::Area && !band->inLegend);
        QVERIFY(band->low[3] < drawn->y[3] && band->high[3] > drawn->y[3]);
        const FigureLayer* const fixed = layerOf(figure, "Fixed thresholds");
        QVERIFY(fixed != nullptr && fixed->stroke == Stroke::Dashed);
        QVERIFY(std::ranges::any_of(
            figure.notes, [](const Text& note) { return contains(note.english(), "an upper bound"); }));
        QVERIFY(contains(figure.summary.english(), "Group thresholds reach"));
    }

    void theCommonThresholdStaysWhereTheRunsAre()
    {
        const Made made;
        const Figure figure = made.figure(made.options());
        const FigureLayer* const common = layerOf(figure, "One threshold");
        QVERIFY(common != nullptr && common->stroke == Stroke::Dotted);
        QCOMPARE(common->x.size(), made.frontier.singleThreshold.size());
        std::size_t drawn = 0;
        for (std::size_t k = 0; k < common->x.size(); ++k) {
            if (std::isnan(common->y[k]))
                continue;
            ++drawn;
            QCOMPARE(common->y[k], made.frontier.singleThreshold[k].error);
            QVERIFY(common->x[k] <= made.frontier.tolerances.back());
        }
        QVERIFY(drawn > 5);
    }

    void everySwitchHidesItsPart()
    {
        const Made made;
        TradeoffOptions options = made.options();
        options.withFrontier = options.withSingleThreshold = options.withErrorBars = false;
        const Figure figure = made.figure(options);
        QVERIFY(layerOf(figure, "Group thresholds") == nullptr);
        QVERIFY(layerOf(figure, "One threshold") == nullptr);
        for (const FigureLayer& layer : figure.layers)
            if (layer.mark == Mark::Points)
                QVERIFY(std::isnan(layer.low.front()) && std::isnan(layer.xHigh.front()));
        QCOMPARE(shownRuns(figure).size(), std::size_t {6});
    }

    void onlyTheFrontKeepsTheUnrepairedAndTheSelected()
    {
        const Made made;
        TradeoffOptions options = made.options();
        options.onlyFront = true;
        const std::vector<RunResult>& runs = made.tradeoff.report.runs;
        const auto isBeaten = [&](std::size_t i) {
            return std::ranges::any_of(runs, [&](const RunResult& other) {
                return *metricOf(other, "accuracy")->mean > *metricOf(runs[i], "accuracy")->mean
                    && *metricOf(other, kParity)->mean < *metricOf(runs[i], kParity)->mean;
            });
        };
        const std::set<int> none = shownRuns(made.figure(options));
        QVERIFY(none.contains(0));
        for (const int i : none)
            QVERIFY(i == 0 || !isBeaten(static_cast<std::size_t>(i)));
        QVERIFY(!none.contains(5)); // guesses
        QVERIFY(shownRuns(made.figure(options, 5)).contains(5));
    }

    void aDominatedPointSaysSo()
    {
        const Made made;
        for (const FigureLayer& layer : made.figure(made.options()).layers)
            for (std::size_t i = 0; i < layer.ids.size(); ++i)
                QCOMPARE(contains(layer.labels[i].english(), "dominated by thresholds"),
                    made.dominated.runs[static_cast<std::size_t>(layer.ids[i])].verdict
                        == Dominance::Dominated);
    }

    void anIntervalOfAGapEndsAtZero()
    {
        Report report;
        report.groups.names = {"a", "b"};
        report.runs = {run(0, "", 0.0, 0.8, 0.2), run(0, "wasserstein_barycenter", 1.0, 0.7, 0.02)};
        const Figure figure = tradeoffFigure(report, "accuracy", kParity, -1, {});
        for (const FigureLayer& layer : figure.layers)
            for (const double low : layer.xLow)
                QVERIFY(low >= 0.0);
        QCOMPARE(layerOf(figure, "Wasserstein barycenter")->xLow.front(), 0.0);
    }

    void manyRunsKeepTheBarsOfTheFrontAlone()
    {
        Report report;
        report.groups.names = {"a", "b"};
        report.runs = {run(0, "", 0.0, 0.9, 0.4)};
        for (int i = 0; i < 30; ++i)
            report.runs.push_back(run(0, i % 2 == 0 ? "wasserstein_barycenter" : "ferm", i,
                i % 2 == 0 ? 0.85 : 0.5, 0.3 - 0.005 * i));
        const Figure figure = tradeoffFigure(report, "accuracy", kParity, 2, {});
        for (const FigureLayer& layer : figure.layers)
            for (std::size_t i = 0; i < layer.ids.size(); ++i)
                QCOMPARE(!std::isnan(layer.low[i]), !layer.hollow || layer.ids[i] == 2);
        QVERIFY(std::ranges::any_of(figure.layers, [](const FigureLayer& l) { return l.hollow && l.faint; }));
    }

    void withSeveralLearnersColoursFollowTheMethodAndMarkersTheLearner()
    {
        Report report;
        report.groups.names = {"a", "b"};
        for (int learner = 0; learner < 3; ++learner) {
            report.runs.push_back(run(learner, "", 0.0, 0.9, 0.3 + 0.01 * learner));
            for (const char* const method : {"ferm", "wasserstein_barycenter", "ferm_preprocessing"})
                report.runs.push_back(run(learner, method, 1.0, 0.8, 0.1 + 0.01 * learner));
        }
        std::map<std::string, std::set<int>> colours, markers;
        std::set<std::pair<int, int>> looks;
        for (const FigureLayer& layer : tradeoffFigure(report, "accuracy", kParity, -1, {}).layers) {
            if (layer.mark != Mark::Points || layer.hue != Hue::Method)
                continue;
            const std::string& method = report.runs[static_cast<std::size_t>(layer.ids.front())].method;
            colours[method].insert(layer.index % 8);
            markers[method].insert(layer.index % 6);
            looks.insert({layer.index % 8, layer.index % 6});
        }
        QCOMPARE(colours.size(), std::size_t {3});
        QCOMPARE(looks.size(), std::size_t {9});
        for (const auto& [method, used] : colours) {
            QCOMPARE(used.size(), std::size_t {1});
            QCOMPARE(markers[method].size(), std::size_t {3});
        }
    }

    void sixMethodsHaveSixMarkers()
    {
        Report report;
        report.groups.names = {"a", "b"};
        report.runs = {run(0, "", 0.0, 0.9, 0.3)};
        for (const char* const method : {"a", "b", "c", "d", "e", "f"})
            report.runs.push_back(run(0, method, 1.0, 0.8, 0.1));
        std::set<int> markers;
        for (const FigureLayer& layer : tradeoffFigure(report, "accuracy", kParity, -1, {}).layers)
            if (layer.mark == Mark::Points && layer.hue == Hue::Method)
                markers.insert(layer.index % 6);
        QCOMPARE(markers.size(), std::size_t {6});
    }

    void targetsAndDifferencesAreSaidInWords()
    {
        const Made made;
        const HalfFigures figures = *halfFigures(made.tradeoff.report, "accuracy", kParity, RunContext {});
        const Target target {TargetKind::AtMostBelowBest, 0.01};
        QCOMPARE(targetWords(figures.axes, target).english(),
            std::string(
                "accuracy at most 1 points from the best, then the smallest demographic parity difference"));
        const TargetChoice choice = chooseForTarget(figures, target);
        const std::string sentence = targetSentence(made.tradeoff.report, figures.axes, choice).english();
        QVERIFY2(contains(sentence, "On rows kept aside"), sentence.c_str());
        QVERIFY2(contains(sentence, "of 12"), sentence.c_str());
        const std::string unmet = targetSentence(
            made.tradeoff.report, figures.axes, chooseForTarget(figures, {TargetKind::GapAtMost, 0.0}))
                                      .english();
        QVERIFY2(contains(unmet, "No run meets the target"), unmet.c_str());
        RepeatedMetric difference;
        difference.mean = 0.013;
        difference.low = -0.002;
        difference.high = 0.028;
        QCOMPARE(differenceWords(difference, "accuracy"), std::string("+1.3 points (−0.2 to +2.8)"));
    }
};

QTEST_GUILESS_MAIN(TstTradeoffFigure)
#include "tst_tradeoff_figure.moc"
