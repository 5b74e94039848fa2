#pragma once

#include "engine/audit/audit_report.h"

namespace evenhand {

/// Vertices of the empirical ROC curve: one for every distinct score, from the highest down. Rows with equal
/// scores are one step, so a tie is a slanted line.
struct RocSteps {
    std::vector<double> falsePositiveRate, truePositiveRate; ///< (m + 1,) ascending, from (0, 0) to (1, 1)
    double negatives = 0.0, positives = 0.0;                 ///< effective counts (Kish)

    /// Area under the line through the vertices: the AUC with ties counted half.
    [[nodiscard]] double area() const;
};

/// @param score  (n,) finite;  @param outcome  (n,) 0 or 1;  @param weight  (n,) > 0, or empty: all ones
/// @errors NoAnswer         no row is positive, or none negative
/// @errors InvalidArgument  lengths that differ;  InvalidData  scores that are not finite, weights that are
/// not positive;  Cancelled
/// @cost O(n) after sorting each class, in parallel
/// @source Fawcett (2006), An introduction to ROC analysis, algorithm 1
[[nodiscard]] Result<RocSteps> rocSteps(std::span<const double> score, std::span<const double> outcome,
    std::span<const double> weight, const RunContext& ctx);

/// Limits of the true positive rate at given false positive rates, each limit by itself.
struct RocBand {
    std::vector<double> falsePositiveRate, low, high;
};

/// Pointwise band of the true positive rate. Two errors are joined as for a sum (MOVER): that of the share
/// of the positives above the threshold (Clopper and Pearson: Wilson's misses rates near 1 of few rows), and
/// that of the threshold, for which the curve is read where the binomial quantiles of the false positive rate
/// lie.
/// @errors Cancelled
/// @source Zou, Donner (2008), Construction of confidence limits about effect measures; Hilgers (1991),
/// Distribution-free confidence bounds for ROC curves, for reading the curve at quantiles
[[nodiscard]] Result<RocBand> rocBand(const RocSteps& steps, double confidence, const RunContext& ctx);

struct RocPoint {
    double falsePositiveRate = 0.0, truePositiveRate = 0.0;
};

struct RocCurve {
    Text undefined;                                          ///< why there is no curve; empty if there is one
    double positives = 0.0, negatives = 0.0;                 ///< effective counts
    std::vector<double> falsePositiveRate, truePositiveRate; ///< at most kMostRocPoints vertices of the curve
    RocBand band;
    MetricValue auc;                   ///< as in the report, with its interval
    std::optional<RocPoint> decisions; ///< where the threshold of the audit lies
};

/// Of the outcome that the score speaks of: "positive" is that outcome, whether it is favourable or not.
struct RocCurves {
    bool isOfFavourable = true;
    double confidence = 0.95;
    std::vector<RocCurve> groups; ///< in the order of AttributeAudit::groups
};

inline constexpr std::size_t kMostRocPoints = 400;

/// The ROC curve of every group of an attribute. A vertex is left out only where its neighbours are so near
/// that the line moves by less than 0.005.
/// @errors InvalidArgument  no such attribute;  NoAnswer  no scores, no true outcomes, or a regression
/// @errors Cancelled
/// @cost O(n), one sort of each group and class in parallel
[[nodiscard]] Result<RocCurves> rocByGroup(
    const AuditReport& report, std::size_t attribute, const RunContext& ctx);

} // namespace evenhand
