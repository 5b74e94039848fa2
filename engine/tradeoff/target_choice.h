#pragma once

#include "engine/tradeoff/half_figures.h"

namespace evenhand {

/// What a person wants of the run they will use.
enum class TargetKind : std::uint8_t {
    AtMostBelowBest, ///< error at most `value` worse than the best run's; of those the smallest gap
    GapAtMost,       ///< gap at most `value`; of those the best error
    TwoStep, ///< error within the share `value` of the best (accuracy ≥ value·best, of a loss: loss ≤
             ///< best/value); of those the smallest gap
};
/// "at_most_below_best", "gap_at_most", "two_step".
inline constexpr std::array<std::string_view, 3> kTargetKindIds {
    "at_most_below_best", "gap_at_most", "two_step"};

struct Target {
    TargetKind kind = TargetKind::AtMostBelowBest;
    double value = 0.01; ///< in the metric's own unit (0.01 of accuracy is one point), or a share

    friend bool operator==(const Target&, const Target&) = default;
};

/// What people ask for most: at most one point of error below the best, a gap of at most 0.02, and the
/// two-step selection with 90 % of the best.
[[nodiscard]] const std::array<Target, 3>& usualTargets();

/// The run that meets a target on the given figures; absent if none does. A run that decides the same for
/// everybody is perfectly fair and is set aside while there is another; ties go to the better error (the
/// smaller gap), then to the first.
/// @source TwoStep: Donini et al. (2018), section 4, "novel validation procedure"
[[nodiscard]] std::optional<std::size_t> chooseRun(
    const TradeoffAxes& axes, std::span<const RunFigures> runs, const Target& target);

/// A choice on one half of the test rows, and what came of it on the other.
struct HonestChoice {
    std::optional<std::size_t> run; ///< absent: no run met the target on the validation half
    RunFigures validation, test;
};

/// What choosing by a target gives.
struct TargetChoice {
    Target target;
    std::vector<std::array<HonestChoice, 2>> repeats; ///< [repeat][half on which was chosen]
    std::vector<int> timesChosen;                     ///< per run, of 2·repeats choices
    int unmet = 0;                                    ///< choices for which no run met the target
    /// Of the chosen runs, the mean of both halves in each repeat: where they were chosen, and on rows that
    /// had no part in the choice.
    RepeatedMetric validationError, validationUnfairness, testError, testUnfairness;
    std::optional<std::size_t> recommended; ///< chosen on all test rows of all repeats
    std::optional<std::size_t> nearest;     ///< when none meets the target: the run of the smallest gap
    bool isTrivial = false;                 ///< the recommended run decides (nearly) the same for everybody
};

/// Chooses on either half of the test rows of every repeat and judges on the other, so that the figures
/// beside the choice have not helped to make it; and once on all rows, for the run to use.
[[nodiscard]] TargetChoice chooseForTarget(const HalfFigures& figures, const Target& target);

} // namespace evenhand
