#pragma once

#include "engine/audit/audit_report.h"
#include "engine/metrics/calibration.h"

namespace evenhand {

/// How the points of a calibration curve are made.
struct CalibrationCut {
    std::size_t bins = 10; ///< from 1 to 1000
    Binning binning = Binning::EqualMass;
};

/// Rows of one group whose scores fall into one bin.
struct CalibrationPoint {
    double rows = 0.0;
    double meanScore = 0.0;
    MetricValue observed; ///< share whose outcome came true, with Wilson's interval
};

struct CalibrationCurve {
    Text undefined;                       ///< why there is no curve; empty if there is one
    std::vector<CalibrationPoint> points; ///< ascending in score
    double meanScore = 0.0;               ///< of the group: what its scores promise
    double observed = 0.0;                ///< share of the group whose outcome came true
    MetricValue inTheLarge;               ///< observed - promised, with interval
    MetricValue error;                    ///< expected calibration error as in the report, with its interval
    double errorByChance = 0.0;           ///< what a perfectly calibrated score would show on as many rows
};

/// Of the outcome that the score speaks of, whether it is favourable or not.
struct CalibrationCurves {
    bool isOfFavourable = true;
    double confidence = 0.95;
    CalibrationCut cut;
    std::vector<CalibrationCurve> groups; ///< in the order of AttributeAudit::groups
};

/// What the scores of every group promise, and how often it came true.
/// @errors InvalidArgument  no such attribute, a number of bins outside its range
/// @errors NoAnswer  no scores, no true outcomes, scores that are not probabilities, or a regression
/// @errors Cancelled
/// @cost O(n log n), groups in parallel
[[nodiscard]] Result<CalibrationCurves> calibrationByGroup(
    const AuditReport& report, std::size_t attribute, const CalibrationCut& cut, const RunContext& ctx);

} // namespace evenhand
