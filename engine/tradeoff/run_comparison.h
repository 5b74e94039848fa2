#pragma once

#include "engine/pipeline/report.h"

namespace evenhand {

/// Rows that two runs decide differently, among the rows meant. Means are over the paired repeats.
struct DecisionChange {
    double rows = 0.0;          ///< test rows meant, per repeat
    double rowsToYes = 0.0;     ///< of them, those the first run decides against and the second for
    double rowsToNo = 0.0;      ///< the other way round
    RepeatedMetric toYes, toNo; ///< shares of their weight, with interval
    [[nodiscard]] double stay() const { return rows - rowsToYes - rowsToNo; }
};

/// What becomes of one group from the first run to the second.
struct GroupChange {
    std::string group; ///< as in Report::groups; empty: all rows
    double rows = 0.0; ///< test rows per repeat, mean over the paired repeats
    /// Classification: everybody; those who turned out favourable; those who did not.
    DecisionChange everybody, favourable, unfavourable;
    RepeatedMetric shift; ///< regression: weighted mean of the second prediction minus the first
};

/// A metric under both runs on the same test rows.
struct PairedDifference {
    std::string group;                   ///< as in Report::groups; empty: of the whole, or between groups
    std::string metric;                  ///< id
    std::optional<double> first, second; ///< means over the repeats where both are defined
    RepeatedMetric difference;           ///< second minus first
};

struct RunComparison {
    std::size_t first = 0, second = 0; ///< runs of the report
    int repeats = 0;                   ///< that both have finished on the same test rows
    bool expected = false;             ///< a run decides partly by chance: changes are expected ones
    std::vector<GroupChange> groups;   ///< all rows in front, then the groups of the report in its order
    std::vector<PairedDifference> differences; ///< of the whole in the order of metrics(), then by group
};

/// Compares two runs of a study row by row: both have judged the same people in every repeat, so a difference
/// of their means is far less uncertain than the means are.
///
/// A run whose decision has a probability (RunResult::decides) is taken to draw it as drawnDecision() does:
/// the same person has the same luck u under both runs and is decided for when u < p. So the chance of going
/// from no to yes is max(0, p₂ − p₁), and the mean over the draws is computed exactly, without drawing.
/// Treating the draws as independent would report changes between a run and itself. In a group the changes to
/// yes minus those to no are the change of its selection rate.
///
/// Intervals are those of correctedResampledInterval() over the repeats; with a single repeat there is none.
/// Undefined (never 0): a share of a group without such rows, a metric that one of the runs does not have.
/// @errors InvalidArgument  no such run, the same run twice, no repeat that both have finished on the same
/// test rows
/// @errors Cancelled
/// @cost linear in the test rows of all repeats
[[nodiscard]] Result<RunComparison> compareRuns(
    const Report& report, std::size_t first, std::size_t second, const RunContext& ctx);

} // namespace evenhand
