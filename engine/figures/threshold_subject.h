#pragma once

#include "engine/audit/audit_report.h"
#include "engine/figures/figure.h"
#include "engine/figures/score_bars.h"
#include "engine/pipeline/report.h"
#include "engine/thresholds/threshold_state.h"

namespace evenhand {

/// Scores and outcomes on which thresholds are tried. All scores are such that the high ones are selected;
/// those of the data may be their negatives, see `shown`. Immutable.
struct ThresholdSubject {
    ThresholdCurves curves;
    ScoreBars bars;
    std::vector<std::string> groupNames; ///< for a reader who does not see the attribute
    std::vector<double> counts;          ///< rows per group
    OutcomeNames outcomes;
    Text dataLine;    ///< "HMDA · race · logistic · repeat 1 of 10 · 714 test rows"
    Text rowsInWords; ///< "714 test rows": what numbers of people are out of
    Text scoreName;
    Text startInWords;            ///< what the start is, where that needs saying; else empty
    bool lowIsSelected = false;   ///< the data's own scores are the negatives
    bool isTest = false;          ///< rows that the model has not seen
    double low = 0.0, high = 0.0; ///< smallest and largest score
    /// Distance of neighbouring scores, when there are few and all lie on one lattice.
    std::optional<double> step;
    double start = 0.5; ///< threshold behind the present decisions; on the lattice, if there is one

    [[nodiscard]] bool isWeighted() const { return !curves.counted.empty(); }
    /// A score as the data have it, and back.
    [[nodiscard]] double shown(double score) const { return lowIsSelected ? -score : score; }
    /// A threshold that decides as @p threshold does and lies where it can be drawn: between the smallest
    /// score (everybody) and just beyond the largest (nobody), and on the lattice.
    [[nodiscard]] double drawable(double threshold) const;
    /// Just beyond the largest score.
    [[nodiscard]] double beyond() const;
};

/// Test rows of a run in one of its repeats: its scores or, where it gives decisions, those of its base
/// model.
/// @param otherOutcome  name of the outcome that is not favourable; empty: there are several
/// @errors InvalidArgument  no such run or repeat;  NoAnswer  regression;  Cancelled
[[nodiscard]] Result<ThresholdSubject> runThresholds(const Report& report, std::size_t run,
    std::size_t repeat, const std::string& otherOutcome, const RunContext& ctx);

/// Whether thresholds can be tried on what an audit read: decisions with scores and outcomes.
[[nodiscard]] bool hasThresholds(const AuditReport& audit);
/// Scores of the table's own predictions.
/// @errors InvalidArgument  no such attribute;  NoAnswer  !hasThresholds(audit);  Cancelled
[[nodiscard]] Result<ThresholdSubject> auditThresholds(
    const AuditReport& audit, std::size_t attribute, const std::string& otherOutcome, const RunContext& ctx);

/// Where the groups' scores lie: a row per group, favourable outcomes upwards, the others downwards.
/// @param thresholds  one per group, drawn with what they select, titles and notes; empty: the bars alone, to
///                    draw thresholds over
[[nodiscard]] Figure thresholdFigure(const ThresholdSubject& subject, std::span<const double> thresholds);

} // namespace evenhand
