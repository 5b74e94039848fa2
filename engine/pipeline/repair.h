#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"

#include <map>

namespace evenhand {

/// Repair of scores that are already in a table.
struct RepairSpec {
    std::string score; ///< numeric column
    std::vector<std::string> sensitive;
    std::map<std::string, std::vector<double>> cuts; ///< of numeric sensitive columns
    std::string estimator = "smooth";                ///< smooth | exact | paper | paper-split
    double strength = 1.0;                           ///< t in (1-t)·f + t·T(f)
    std::string weight;                              ///< empty: every row counts the same
    std::optional<std::uint64_t> seed; ///< of paper-split: random halves and ranks; absent: even and odd rows
};

struct RepairedScores {
    std::vector<double> fairScore; ///< one per row of the table; NaN where the score is missing
    std::vector<Text> warnings;
};

/// Strength t = 1-√α for the share α of the unfairness that is kept.
/// @source Chzhen & Schreuder (2022), A minimax framework for quantifying risk-fairness trade-off, section 4
[[nodiscard]] Result<double> strengthOfShare(double alpha);

/// The Wasserstein-barycenter repair of @p table, with maps fitted on @p calibration (which may be the same
/// table).
/// @errors InvalidArgument  unknown column or estimator; strength outside [0,1]
/// @errors InvalidData      score or weight not numeric, no scored row, a group of the table that the
/// calibration does not
///                          have, one group only
[[nodiscard]] Result<RepairedScores> repair(
    const RepairSpec& spec, const Table& table, const Table& calibration, const RunContext& ctx);

} // namespace evenhand
