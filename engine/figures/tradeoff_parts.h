#pragma once

#include "engine/figures/tradeoff_figure.h"
#include "engine/tradeoff/run_paths.h"

namespace evenhand {

/// A run with a place in the trade-off figure.
struct PlacedRun {
    std::size_t run = 0;
    const RepeatedMetric* x = nullptr;
    const RepeatedMetric* y = nullptr;
    bool onFront = false;
};

/// A path of the figure: its runs with a place, weakest first.
struct PlacedPath {
    std::vector<PlacedRun> runs;
    std::string name;
    int index = 0; ///< of the method palette, of dashes and markers
    bool isUnrepaired = false;
};

/// The paths that have a place; those of unrepaired models first, every name different.
[[nodiscard]] std::vector<PlacedPath> placedPaths(const Report& report, const std::vector<PlacedRun>& placed);

/// What all layers of runs need to know.
struct TradeoffDrawing {
    const Report& report;
    const TradeoffOptions& options;
    int selectedRun = -1;
    bool isCrowded = false;     ///< more than kRunsWithBars runs
    bool gapsHaveNoSign = true; ///< an interval of the gap ends at 0
};
/// Adds the path's line and points.
void addPath(Figure& figure, const TradeoffDrawing& drawing, const PlacedPath& path);
/// The best that can be had at each level of unfairness, as stairs.
void addFront(Figure& figure, const std::vector<PlacedRun>& placed, bool higherIsFairer);
/// What thresholds can do, inside the region where the runs are.
void addThresholds(Figure& figure, const std::vector<PlacedRun>& placed, const TradeoffOptions& options);

} // namespace evenhand
