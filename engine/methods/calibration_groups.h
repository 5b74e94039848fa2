#pragma once

#include "engine/methods/method.h"
#include "engine/thresholds/group_curve.h"

namespace evenhand {

// What post-processings that decide read of the calibration rows.

/// Every calibration row has a group of the study; at least two have rows.
/// @errors InvalidData
[[nodiscard]] Result<void> checkCalibrationGroups(const CalibrationData& calibration, std::size_t nGroups);

/// The base model's own threshold.
[[nodiscard]] double baseThreshold(const FitInput& input);

/// The curves of the calibration rows, (groups,).
/// @errors those of checkCalibrationGroups;  Cancelled
[[nodiscard]] Result<std::vector<GroupCurve>> calibrationCurves(const FitInput& input, const RunContext& ctx);

/// Weights of one group's rows by outcome and decision.
struct DecidedCells {
    double truePositive = 0.0, falsePositive = 0.0, positives = 0.0, negatives = 0.0;

    [[nodiscard]] double weight() const { return positives + negatives; }
    [[nodiscard]] double selectionRate() const { return (truePositive + falsePositive) / weight(); }
    void add(double y, double weight, bool selected)
    {
        (y == 1.0 ? positives : negatives) += weight;
        if (selected)
            (y == 1.0 ? truePositive : falsePositive) += weight;
    }
};

/// Cells of the base model's decisions on the calibration rows, (groups,).
/// @errors those of checkCalibrationGroups;  Cancelled
[[nodiscard]] Result<std::vector<DecidedCells>> decidedCells(const FitInput& input, const RunContext& ctx);

/// The groups without calibration rows, by name; empty when there are none.
[[nodiscard]] std::string groupsWithoutRows(
    const CalibrationData& calibration, const std::vector<std::string>& groupNames);

/// A number for every row by its group and base score, stopping when asked to.
template <class Decide>
[[nodiscard]] Result<Scores> decideRows(
    const EncodedData& rows, const Scores& baseScores, const RunContext& ctx, const Decide& decide)
{
    constexpr Eigen::Index kBetweenChecks = 1 << 16;
    Scores decisions(baseScores.size());
    for (Eigen::Index i = 0; i < decisions.size(); ++i) {
        if (i % kBetweenChecks == 0)
            EH_CHECK(ctx.checkpoint());
        decisions[i]
            = decide(static_cast<std::size_t>(rows.group[static_cast<std::size_t>(i)]), baseScores[i]);
    }
    return decisions;
}

} // namespace evenhand
