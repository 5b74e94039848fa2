#pragma once

#include "engine/figures/figure.h"
#include "engine/tradeoff/dominated.h"
#include "engine/tradeoff/report_frontier.h"

namespace evenhand {

/// What the trade-off figure shows besides the runs, and how many of them.
struct TradeoffOptions {
    const ReportFrontier* frontier = nullptr;   ///< of the same axes; null: neither frontier nor control
    const DominanceReport* dominated = nullptr; ///< of the same axes; null: points do not say it
    bool withFrontier = true, withSingleThreshold = true;
    bool withErrorBars = true;
    bool onlyFront = false; ///< of the runs those that no other beats, the unrepaired ones and the selected
};

/// Error against unfairness of every run, with intervals, the path over the strength, the Pareto front and,
/// behind them, what thresholds can do: the frontier of group thresholds (solid: randomised, with its band;
/// dashed: without drawing lots) and one threshold common to all groups (dotted).
///
/// With more than kRunsWithBars runs the intervals of those on the front and of the selected one are drawn;
/// a click shows the others. Colours and dashes tell methods apart and markers learners; with one learner,
/// or more than three, every path has a marker of its own.
[[nodiscard]] Figure tradeoffFigure(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, int selectedRun, const TradeoffOptions& options);

inline constexpr std::size_t kRunsWithBars = 12;

} // namespace evenhand
