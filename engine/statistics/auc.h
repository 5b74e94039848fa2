#pragma once

#include "engine/core/run_context.h"
#include "engine/statistics/interval.h"

#include <span>

namespace evenhand {

/// Area under the ROC curve: P(score of a positive row > score of a negative row) + ½ P(equal).
struct AucEstimate {
    double value = 0.0;
    double standardError = 0.0; ///< DeLong's
    Interval interval;
};

/// The AUC of weighted rows with DeLong's variance; exactly DeLong's when all weights are equal. With weights
/// it is that of the linearised estimate: Σ (w_i/W)²·(V_i - AUC)² per class, V_i the placement values, times
/// n/(n - 1) with Kish's effective n.
///
/// The interval is DeLong's on the logit scale. Where the variance says nothing (a class with one row, scores
/// that separate the classes or are all tied) it is Wilson's with the smaller class's effective count, which
/// stands for the largest variance an AUC can have.
/// @param score    (n,) finite;  @param outcome  (n,) 0 or 1;  @param weight  (n,) > 0, or empty: all ones
/// @errors NoAnswer         no row is positive, or none negative
/// @errors InvalidArgument  lengths that differ, outcomes other than 0 and 1
/// @errors InvalidData      scores that are not finite, weights that are not positive;  Cancelled
/// @cost O(n) after sorting each class, in parallel
/// @source DeLong, DeLong, Clarke-Pearson (1988), Comparing the areas under two or more correlated receiver
/// operating characteristic curves; Sun, Xu (2014) for the time; Pepe (2003), The Statistical Evaluation of
/// Medical Tests, section 5.2.2 for the logit; Birnbaum, Klose (1957), Bounds for the variance of the
/// Mann-Whitney statistic
[[nodiscard]] Result<AucEstimate> aucEstimate(std::span<const double> score, std::span<const double> outcome,
    std::span<const double> weight, double confidence = 0.95, const RunContext& ctx = {});

/// a - b for two groups without a common row. The interval joins those of the two (Newcombe's way), so it is
/// asymmetric where they are.
/// @source Zou, Donner (2008), Construction of confidence limits about effect measures: a general approach
[[nodiscard]] AucEstimate aucDifference(const AucEstimate& a, const AucEstimate& b);

} // namespace evenhand
