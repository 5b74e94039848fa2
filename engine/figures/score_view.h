#pragma once

#include "engine/core/run_context.h"
#include "engine/figures/build.h"

namespace evenhand {

/// What the strength slider of a run moves.
struct SelectedScores {
    ScoreView view;
    double strength = 0.0; ///< of the run itself; where the slider starts
    /// The run has no barycenter repair of its own (a baseline, or a model trained to be fair), so the path
    /// was made on the test rows themselves: it shows what such a repair would do, not what a run of the
    /// study did.
    bool isPreview = false;
};

/// Test scores of a run in one of its repeats, with the path from the unrepaired model (0) to the full repair
/// (1). Of methods that train a model of their own the path begins at that model's scores.
/// @param run     index into report.runs;  @param repeat  index into the run's finished repeats
/// @errors InvalidArgument  no such run or repeat
[[nodiscard]] Result<SelectedScores> selectScores(
    const Report& report, std::size_t run, std::size_t repeat, const RunContext& ctx);

} // namespace evenhand
