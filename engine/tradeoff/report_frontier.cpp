#include "engine/tradeoff/report_frontier.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/pipeline/evaluate.h"
#include "engine/statistics/bootstrap_interval.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// Streams of the study's seed for the band of a single repeat; each replicate has its own.
constexpr std::uint64_t kBandStream = 0x4652'4F4E'0000'0000ULL;

std::span<const double> spanOf(const Eigen::VectorXd& values)
{
    return {values.data(), static_cast<std::size_t>(values.size())};
}

Result<std::vector<GroupCurve>> curvesOf(
    const Report& report, const RepeatScores& rows, const RunContext& ctx)
{
    return groupCurves(
        spanOf(rows.base), spanOf(rows.y), spanOf(rows.weight), rows.group, report.groups.names.size(), ctx);
}

/// From 0 beyond the largest gap in the figure, denser where the frontier bends.
std::vector<double> tolerancesFor(const Report& report, const TradeoffAxes& axes)
{
    double largest = 0.01;
    for (const RunResult& run : report.runs)
        if (const auto mean = meanOf(run, *axes.unfairness))
            largest = std::max(largest, axes.gap(*mean));
    std::vector<double> tolerances;
    for (std::size_t k = 0; k < kFrontierPoints; ++k)
        tolerances.push_back(1.05 * largest * std::pow(static_cast<double>(k) / (kFrontierPoints - 1), 1.5));
    return tolerances;
}

/// The error metric's value at each tolerance.
Result<std::vector<double>> errorsOf(const FrontierAxes& axes, const std::vector<GroupCurve>& curves,
    ThresholdRules rules, std::span<const double> tolerances, const RunContext& ctx)
{
    EH_TRY(const std::vector<FrontierPoint> points,
        thresholdFrontier(curves, axes.notion, rules, costsOf(axes, curves), tolerances, ctx));
    std::vector<double> errors;
    for (const FrontierPoint& point : points)
        errors.push_back(1.0 - point.cost);
    return errors;
}

/// One RepeatedMetric per tolerance from [repeat][tolerance].
std::vector<RepeatedMetric> summarised(
    const MetricInfo& metric, const std::vector<std::vector<double>>& errors, double testToTrain)
{
    std::vector<RepeatedMetric> list;
    for (std::size_t k = 0; k < errors.front().size(); ++k) {
        std::vector<std::optional<double>> values;
        for (const std::vector<double>& repeat : errors)
            values.emplace_back(repeat[k]);
        list.push_back(summarise(std::string(metric.id), std::move(values), testToTrain));
    }
    return list;
}

RepeatScores resampled(const RepeatScores& rows, Rng rng)
{
    RepeatScores drawn = rows;
    const auto n = static_cast<std::uint64_t>(rows.group.size());
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const auto to = static_cast<Eigen::Index>(i);
        const auto from = static_cast<Eigen::Index>(rng.below(n));
        drawn.group[i] = rows.group[static_cast<std::size_t>(from)];
        drawn.y[to] = rows.y[from];
        drawn.weight[to] = rows.weight[from];
        drawn.base[to] = rows.base[from];
    }
    return drawn;
}

/// The band of a study with a single repeat.
Result<void> addBootstrapBand(
    ReportFrontier& frontier, const Report& report, const RepeatScores& rows, const RunContext& ctx)
{
    std::vector<std::vector<double>> errors(kBootstrapReplicates,
        std::vector<double>(frontier.tolerances.size(), std::numeric_limits<double>::quiet_NaN()));
    const auto replicate = [&](std::size_t b) -> Result<void> {
        const RepeatScores drawn = resampled(rows, Rng(report.study.split.seed, kBandStream + b));
        EH_TRY(const std::vector<GroupCurve> curves, curvesOf(report, drawn, ctx.silent()));
        auto own
            = errorsOf(frontier.axes, curves, ThresholdRules::Randomised, frontier.tolerances, ctx.silent());
        if (own.has_error() && own.error().code == ErrorCode::Cancelled)
            return std::move(own).error();
        if (own.has_value()) // a draw without a group's rows has none
            errors[b] = *std::move(own);
        return kOk;
    };
    EH_CHECK(parallelFor(kBootstrapReplicates, ctx, replicate));
    for (std::size_t k = 0; k < frontier.tolerances.size(); ++k) {
        std::vector<double> values;
        for (const std::vector<double>& own : errors)
            values.push_back(own[k]);
        if (const std::optional<Interval> interval = percentileInterval(values)) {
            frontier.randomised[k].low = interval->low;
            frontier.randomised[k].high = interval->high;
        }
    }
    return kOk;
}

} // namespace

Result<FrontierAxes> frontierAxes(
    const Report& report, const std::string& errorMetric, const std::string& unfairnessMetric)
{
    FrontierAxes axes;
    EH_TRY(axes.axes, tradeoffAxes(report, errorMetric, unfairnessMetric));
    if (report.study.roles.task == Task::Regression)
        return noAnswer(text("a threshold makes a decision, and this study predicts a number"));
    if (unfairnessMetric == "demographic_parity_difference")
        axes.notion = Notion::DemographicParity;
    else if (unfairnessMetric == "equal_opportunity_difference")
        axes.notion = Notion::EqualOpportunity;
    else if (unfairnessMetric == "equalized_odds_difference")
        axes.notion = Notion::EqualizedOdds;
    else
        return noAnswer(text("the frontier of group thresholds is exact for the differences in demographic "
                             "parity, equal opportunity and equalised odds alone"));
    axes.isBalanced = errorMetric == "balanced_accuracy";
    if (!axes.isBalanced && errorMetric != "accuracy")
        return noAnswer(
            text("the frontier of group thresholds is exact for accuracy and balanced accuracy alone"));
    return axes;
}

Result<std::size_t> bestScoreRun(const Report& report, const MetricInfo& error)
{
    std::optional<std::size_t> best;
    const auto badnessOf = [&](std::size_t run) { return badness(error, *meanOf(report.runs[run], error)); };
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const RunResult& run = report.runs[i];
        if (run.decides || !run.method.empty() || !meanOf(run, error) || run.scores.empty()
            || testRowsOf(report, run, 0) == nullptr)
            continue;
        if (!best || badnessOf(i) < badnessOf(*best))
            best = i;
    }
    if (!best)
        return noAnswer(text("thresholds need the scores of a model without repair, and the study has none"),
            text("add a run without a method"));
    return *best;
}

ErrorCosts costsOf(const FrontierAxes& axes, const std::vector<GroupCurve>& curves)
{
    double positives = 0.0;
    double negatives = 0.0;
    for (const GroupCurve& curve : curves) {
        positives += curve.positives;
        negatives += curve.negatives;
    }
    if (!axes.isBalanced || positives <= 0.0 || negatives <= 0.0)
        return {};
    return {0.5 * (positives + negatives) / negatives, 0.5 * (positives + negatives) / positives};
}

Result<ReportFrontier> reportFrontier(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, const RunContext& ctx)
{
    ReportFrontier frontier;
    EH_TRY(frontier.axes, frontierAxes(report, errorMetric, unfairnessMetric));
    const MetricInfo& error = *frontier.axes.axes.error;
    EH_TRY(frontier.run, bestScoreRun(report, error));
    frontier.tolerances = tolerancesFor(report, frontier.axes.axes);
    const RunResult& run = report.runs[frontier.run];
    const std::size_t nRepeats = run.scores.size();
    std::vector<std::vector<double>> randomised(nRepeats), deterministic(nRepeats);
    std::vector<std::vector<CommonCut>> cuts(nRepeats);
    const auto ofRepeat = [&](std::size_t repeat) -> Result<void> {
        const RepeatScores* const rows = testRowsOf(report, run, repeat);
        if (rows == nullptr)
            return noAnswer(text("the test rows of repeat %1 are missing", repeat + 1));
        EH_TRY(const std::vector<GroupCurve> curves, curvesOf(report, *rows, ctx.silent()));
        EH_TRY(randomised[repeat],
            errorsOf(frontier.axes, curves, ThresholdRules::Randomised, frontier.tolerances, ctx.silent()));
        EH_TRY(deterministic[repeat],
            errorsOf(
                frontier.axes, curves, ThresholdRules::Deterministic, frontier.tolerances, ctx.silent()));
        cuts[repeat] = commonCuts(frontier.axes.axes, curves, report.groups.names, kCommonCuts);
        return kOk;
    };
    EH_CHECK(parallelFor(nRepeats, ctx, ofRepeat));
    const double testToTrain = testToTrainOf(report);
    frontier.randomised = summarised(error, randomised, testToTrain);
    frontier.deterministic = summarised(error, deterministic, testToTrain);
    frontier.singleThreshold = meanCuts(cuts);
    const RepeatScores& first = *testRowsOf(report, run, 0);
    if (nRepeats == 1 && first.row.size() <= kBootstrapRows) {
        EH_CHECK(addBootstrapBand(frontier, report, first, ctx));
        frontier.notes.push_back(text("The band is a bootstrap of the test rows: there is one repeat."));
    }
    frontier.notes.push_back(
        text("Thresholds (fixed: without lots) are picked in hindsight: an upper bound."));
    return frontier;
}

} // namespace evenhand
