#pragma once

#include "engine/core/run_context.h"
#include "engine/tradeoff/row_subset.h"

#include <array>

namespace evenhand {

/// Every run's two figures on either half of the test rows, in every repeat: what an honest choice between
/// runs is made from. Made once for a pair of axes; every target is then a matter of microseconds.
struct HalfFigures {
    TradeoffAxes axes;
    std::vector<std::array<std::vector<RunFigures>, 2>> repeats; ///< [repeat][half][run]
    double testToTrain = 0.0;
    std::size_t nRuns = 0;
};

/// A run that lacks a repeat, or has other test rows in it than the first run, has no figures there.
/// @errors InvalidArgument  of tradeoffAxes();  NoAnswer  no repeat is finished;  Cancelled
/// @cost   each metric once per run, repeat and half, on ctx.threads() threads
[[nodiscard]] Result<HalfFigures> halfFigures(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, const RunContext& ctx);

} // namespace evenhand
