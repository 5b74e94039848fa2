#pragma once

#include "engine/tradeoff/report_frontier.h"

namespace evenhand {

enum class Dominance : std::uint8_t {
    NotDominated,
    Dominated, ///< "dominated by thresholds at this tolerance"
    CannotSay, ///< inside the frontier, but not by more than its uncertainty; or not measured
};
/// "not_dominated", "dominated", "cannot_say".
inline constexpr std::array<std::string_view, 3> kDominanceIds {"not_dominated", "dominated", "cannot_say"};

/// What group thresholds on the best score column make of one run.
struct RunDominance {
    Dominance verdict = Dominance::CannotSay;
    /// By how much the exact frontier at the run's own gap has a better error, in each repeat. With the
    /// hindsight of the frontier: of thresholds picked on the rows on which both are judged.
    RepeatedMetric inside;
    /// The same for thresholds picked on one half of the test rows, at the run's gap there, and judged beside
    /// the run on the other half; mean of both ways round.
    RepeatedMetric heldOut;
    /// The gap of those thresholds on the rows kept aside minus the run's: what they pay for it.
    RepeatedMetric excessGap;
    Text label; ///< for people, a few words
    Text note;  ///< what else a reader must know; may be empty
};

struct DominanceReport {
    FrontierAxes axes;
    std::size_t scoreRun = 0;       ///< whose scores the thresholds are put on
    std::vector<RunDominance> runs; ///< one per run of the report
    std::vector<Text> notes;
};

/// Judges every run against the frontier at its own gap.
///
/// Thresholds picked with hindsight beat nearly everything a little, so being inside the frontier is not
/// enough: a run is dominated if, besides, thresholds picked on the other half of the test rows have a better
/// error by more than the corrected resampled interval of the paired difference, and a gap that is not shown
/// to be larger. It is not dominated if it is not inside, or if held-out thresholds are worse by more than
/// that interval.
/// @errors of reportFrontier()
[[nodiscard]] Result<DominanceReport> dominance(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, const RunContext& ctx);

/// The verdict on paired differences, see dominance().
[[nodiscard]] Dominance verdictOf(
    const RepeatedMetric& inside, const RepeatedMetric& heldOut, const RepeatedMetric& excessGap);

} // namespace evenhand
