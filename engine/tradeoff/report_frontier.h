#pragma once

#include "engine/core/run_context.h"
#include "engine/thresholds/frontier.h"
#include "engine/tradeoff/common_cuts.h"

namespace evenhand {

/// What the frontier of group thresholds is drawn for.
struct FrontierAxes {
    TradeoffAxes axes;
    Notion notion = Notion::DemographicParity;
    bool isBalanced = false; ///< the error is balanced accuracy: a mistake costs 1/(2·rows of its outcome)
};

/// The axes, if thresholds have an exact frontier for them.
/// @errors InvalidArgument  of tradeoffAxes()
/// @errors NoAnswer  regression; the unfairness is none of the three differences; the error is neither
/// accuracy nor balanced accuracy. The sentence says which, for people.
[[nodiscard]] Result<FrontierAxes> frontierAxes(
    const Report& report, const std::string& errorMetric, const std::string& unfairnessMetric);

/// Index of the run whose scores thresholds are put on: the best in error among the unrepaired runs that give
/// scores rather than decisions.
/// @errors NoAnswer  there is none
[[nodiscard]] Result<std::size_t> bestScoreRun(const Report& report, const MetricInfo& error);

/// Costs under which the mean cost is 1 minus the error metric on the rows behind these curves.
[[nodiscard]] ErrorCosts costsOf(const FrontierAxes& axes, const std::vector<GroupCurve>& curves);

/// What thresholds on the best score column can do.
struct ReportFrontier {
    FrontierAxes axes;
    std::size_t run = 0;            ///< whose scores
    std::vector<double> tolerances; ///< of the gap, ascending from 0
    /// Best error at each tolerance: randomised thresholds with an interval (over the repeats, or with a
    /// single one by resampling its rows), and the best without drawing lots.
    std::vector<RepeatedMetric> randomised, deterministic;
    std::vector<CommonCut> singleThreshold; ///< by falling threshold
    std::vector<Text> notes;
};

/// Number of tolerances, and of common thresholds.
inline constexpr std::size_t kFrontierPoints = 33;
inline constexpr std::size_t kCommonCuts = 61;

/// The exact relaxed frontier of group thresholds on the test rows of every repeat. The thresholds are picked
/// on the rows on which they are judged: no thresholds chosen beforehand do better, so it is an upper bound
/// of what thresholds can do and the notes say so.
/// @errors of frontierAxes() and bestScoreRun();  NoAnswer  fewer than two groups;  Cancelled
/// @source Hardt, Price, Srebro (2016), section 4, relaxed to a tolerance
[[nodiscard]] Result<ReportFrontier> reportFrontier(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, const RunContext& ctx);

} // namespace evenhand
