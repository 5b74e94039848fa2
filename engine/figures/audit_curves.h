#pragma once

#include "engine/audit/calibration_curves.h"
#include "engine/audit/conditional.h"
#include "engine/audit/roc_curves.h"
#include "engine/figures/build.h"

namespace evenhand {

// Figures of an audit. Each shows at most eight groups, the largest, and says which are small or left out.

/// ROC curve of every group with its band, the decisions of the threshold as large marks, and the diagonal.
/// @param curves  rocByGroup of the same attribute
[[nodiscard]] Figure auditRoc(const AuditReport& report, std::size_t attribute, const RocCurves& curves);

/// What the scores promise against what came true, with intervals; on the diagonal the score is calibrated.
/// @param curves  calibrationByGroup of the same attribute
[[nodiscard]] Figure auditCalibration(
    const AuditReport& report, std::size_t attribute, const CalibrationCurves& curves);

/// How the scores (in regression the predicted numbers) of each group are spread, with the threshold.
/// @cost O(n log n)
[[nodiscard]] Figure auditDistributions(
    const AuditReport& report, std::size_t attribute, DistributionKind kind);

/// A rate of every group at each value of the condition, then over all rows, then as if the condition were
/// the same: there each group stands as far from the reference group as the weighted difference says.
/// @param dataLine  of the data behind it, for the subtitle: auditDataLine
[[nodiscard]] Figure conditionalRates(const ConditionalAudit& audit, const Text& dataLine);

/// "Adult · sex · the scores “score” · 48842 rows".
[[nodiscard]] Text auditDataLine(const AuditReport& report, std::size_t attribute);

/// Strata that conditionalRates shows; of more the largest.
inline constexpr std::size_t kMostStrataShown = 20;

} // namespace evenhand
