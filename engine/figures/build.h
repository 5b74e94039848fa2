#pragma once

#include "engine/figures/figure.h"
#include "engine/pipeline/report.h"
#include "engine/transport/score_path.h"

namespace evenhand {

/// Scores of one run and repeat, prepared for drawing. Made once per selection, then used for every position
/// of the slider.
struct ScoreView {
    std::shared_ptr<const ScorePath> path;
    /// Scores of the unrepaired model (at its strength 0), where the run trained a model of its own and
    /// `path` begins at that one's scores; null otherwise.
    std::shared_ptr<const ScorePath> before;
    std::vector<std::string> groupNames;
    Text dataLine;  ///< "HMDA · race · logistic · repeat 1 of 10 · 714 test rows"
    Text scoreName; ///< "predicted probability of “no”" or "predicted wage"
    Task task = Task::Classification;
    std::optional<double> threshold; ///< where decisions begin; absent: not drawn
    /// Rows per group that the repair was fitted on, for the noise floor; empty: taken to be as many as in
    /// the path.
    std::vector<double> calibrationRows;
};

/// How the distributions of the Groups view are drawn.
enum class DistributionKind : std::uint8_t { Density, Histogram, Ecdf };

// Figures that follow the strength slider; each is a pure function of its arguments and takes a few
// milliseconds for a million rows. t in [0,1] is the strength.

/// Score distributions by group at strength t, with those before the repair faint behind them: of the
/// unrepaired model if the run trained its own, else those at strength 0 when t > 0. In classification a rule
/// marks the threshold.
[[nodiscard]] Figure groupDistributions(const ScoreView& view, DistributionKind kind, double t);
/// Quantile functions of every group and of their barycenter; at strength t the groups have moved towards it.
[[nodiscard]] Figure barycenterQuantiles(const ScoreView& view, double t);
/// Transport map of every group: score before against score after, with the diagonal.
[[nodiscard]] Figure transportMaps(const ScoreView& view, double t);
/// Densities at strength 0 (faint) and t, and the barycenter's.
[[nodiscard]] Figure barycenterDensities(const ScoreView& view, double t);
/// ECDFs at strength t with the KS marker and, in the notes, the noise floor 0.8687·sqrt(1/m+1/m'+1/N+1/N').
[[nodiscard]] Figure ksFigure(const ScoreView& view, double t);

/// Group rates of a run beside its baseline, as dots with intervals on a common axis; @p metricId is a group
/// metric.
[[nodiscard]] Figure groupRates(const Report& report, std::size_t run, const std::string& metricId);
/// Error against unfairness of every run, with intervals, the path over the strength, and the Pareto front.
[[nodiscard]] Figure tradeoff(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, int selectedRun);

} // namespace evenhand
