#pragma once

#include "engine/core/run_context.h"
#include "engine/tradeoff/run_paths.h"
#include "engine/tradeoff/tradeoff_axes.h"

namespace evenhand {

/// A point of the trade-off, both the smaller the better.
struct ErrorAndGap {
    double error = 0.0, gap = 0.0;
};

/// Area of what at least one of the points beats in both coordinates, up to the reference point: 0 if no
/// point is better than the reference in both.
/// @cost   O(n log n)
/// @source Zitzler, Thiele (1998), Multiobjective optimization using evolutionary algorithms: size of the
/// dominated space
[[nodiscard]] double hypervolume(std::span<const ErrorAndGap> points, const ErrorAndGap& reference);

/// The front of one path (a learner with a method) as a single number.
struct FrontMeasure {
    RunPath path;
    RepeatedMetric hypervolume; ///< in units of the error metric times the unfairness metric
    /// The best error that the path has within a tolerance, averaged over the tolerances from 0 to the
    /// reference gap; where no run is within it, the trivial model's error counts. It is the reference error
    /// improved by hypervolume / reference gap.
    RepeatedMetric areaUnderFront;
    RepeatedMetric behindBest;    ///< hypervolume of the first minus its own, in each repeat
    int rank = 0;                 ///< from 1
    bool isLevelWithBest = false; ///< the interval of behindBest holds 0: the order may be chance
};

/// All paths, the best first, measured against the same reference point.
struct FrontMeasures {
    double referenceError = 0.0; ///< the error metric's value of a model that knows no row's features
    double referenceGap = 0.0;   ///< the largest distance from parity of a model without repair
    Text reference;              ///< both in words
    std::vector<FrontMeasure> paths;
    std::vector<Text> notes;
};

/// Hypervolume and area under the front of every path, in each repeat, with intervals over the repeats. The
/// reference point is the same for all: the error of a model that gives everybody the mean outcome, and the
/// gap of the model without repair (of several the largest; without one the largest of all runs). Paths that
/// are undefined in every repeat are left out and named in the notes.
/// @errors InvalidArgument  of tradeoffAxes();  NoAnswer  no run has both figures;  Cancelled
[[nodiscard]] Result<FrontMeasures> frontMeasures(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, const RunContext& ctx);

} // namespace evenhand
