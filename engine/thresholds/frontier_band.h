#pragma once

#include "engine/thresholds/frontier.h"

namespace evenhand {

/// Rows by score, outcome, weight (empty: all ones) and group, as groupCurves takes them.
struct ScoredRows {
    std::span<const double> score, y, weight;
    std::span<const std::int32_t> group;
    std::size_t nGroups = 0;
};

struct BandSpec {
    int replicates = 200;
    double confidence = 0.95;
    std::uint64_t seed = 1;
};

/// Percentile interval of the frontier at each tolerance, (tolerances,).
struct FrontierBand {
    std::vector<double> lowCost, highCost, lowAccuracy, highAccuracy;
    int replicates = 0; ///< that had groups to compare; intervals are NaN when there are none
};

/// How much the frontier of thresholdFrontier depends on which rows were seen: rows are drawn with
/// replacement and the frontier is found again. The rules are chosen on the rows that judge them, in every
/// replicate as in the estimate, so it says nothing about other rows.
///
/// Rows are sorted once; a replicate only counts how often each was drawn. The counts are a function of seed,
/// replicate and the sorted rows, so the order of rows and the number of threads do not matter.
/// @errors InvalidArgument  no replicates, a confidence outside (0, 1);  those of thresholdFrontier
/// @cost replicates times n plus a frontier, in parallel
[[nodiscard]] Result<FrontierBand> frontierBand(const ScoredRows& rows, Notion notion, ThresholdRules rules,
    const ErrorCosts& costs, std::span<const double> tolerances, const BandSpec& spec, const RunContext& ctx);

} // namespace evenhand
