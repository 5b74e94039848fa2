#pragma once

#include "engine/figures/figure.h"
#include "engine/pipeline/report.h"

namespace evenhand {

// Figures of runs under a fairness constraint (RunResult::insights). A run or family without one gives a
// figure that is empty and says why.

/// The finished repeat that a figure shows; absent: the mean over all of them, with 95 % intervals of it.
using ShownRepeat = std::optional<std::size_t>;

/// Most features that a figure has room for.
inline constexpr std::size_t kMostFeatures = 12;

/// Gap between the groups' mean scores f(x) on training and on test rows against the tolerance in force, over
/// all runs that differ from @p run in nothing but the tolerance. While the constraint binds the training gap
/// lies on the diagonal; a dotted rule marks from where on it does not.
/// @param family  index into ConstraintInsight::families
[[nodiscard]] Figure constraintLinearPath(
    const Report& report, std::size_t run, std::size_t family, ShownRepeat repeat = {});
/// The same for the decisions: gap between the groups' shares decided favourably.
[[nodiscard]] Figure constraintHardPath(
    const Report& report, std::size_t run, std::size_t family, ShownRepeat repeat = {});

/// Weights of a linear model before and after, of the features whose weight changes most.
[[nodiscard]] Figure constraintWeights(
    const Report& report, std::size_t run, ShownRepeat repeat = {}, std::size_t most = kMostFeatures);
/// Components of u, the difference of the group means that the weights must be orthogonal to: the largest.
[[nodiscard]] Figure constraintDirection(const Report& report, std::size_t run, std::size_t family,
    ShownRepeat repeat = {}, std::size_t most = kMostFeatures);

/// Gaps that were measured beside the gaps that are promised; see guaranteeOf.
[[nodiscard]] Figure constraintGuarantee(
    const Report& report, std::size_t run, std::size_t family, ShownRepeat repeat = {});

} // namespace evenhand
