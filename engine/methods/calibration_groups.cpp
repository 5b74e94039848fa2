#include "engine/methods/calibration_groups.h"

#include <algorithm>

namespace evenhand {

namespace {

constexpr std::size_t kBetweenChecks = 1U << 16U;

std::span<const double> spanOf(const Eigen::VectorXd& values)
{
    return {values.data(), static_cast<std::size_t>(values.size())};
}

std::vector<bool> presentGroups(const CalibrationData& calibration, std::size_t nGroups)
{
    std::vector<bool> isPresent(nGroups, false);
    for (const std::int32_t code : calibration.group)
        if (code >= 0 && static_cast<std::size_t>(code) < nGroups)
            isPresent[static_cast<std::size_t>(code)] = true;
    return isPresent;
}

} // namespace

Result<void> checkCalibrationGroups(const CalibrationData& calibration, std::size_t nGroups)
{
    const std::vector<bool> isPresent = presentGroups(calibration, nGroups);
    if (std::ranges::count(isPresent, true) < 2)
        return invalidData(text("the calibration rows are all of one group"),
            text("there is nothing to make equal: choose a sensitive attribute with at least two groups"));
    return kOk;
}

double baseThreshold(const FitInput& input)
{
    return input.learner != nullptr ? thresholdOf(input.learner->scoreKind) : 0.5;
}

Result<std::vector<GroupCurve>> calibrationCurves(const FitInput& input, const RunContext& ctx)
{
    const CalibrationData& rows = input.calibration;
    EH_CHECK(checkCalibrationGroups(rows, input.groupNames.size()));
    return groupCurves(
        spanOf(rows.score), spanOf(rows.y), spanOf(rows.weight), rows.group, input.groupNames.size(), ctx);
}

Result<std::vector<DecidedCells>> decidedCells(const FitInput& input, const RunContext& ctx)
{
    const CalibrationData& rows = input.calibration;
    EH_CHECK(checkCalibrationGroups(rows, input.groupNames.size()));
    const double threshold = baseThreshold(input);
    std::vector<DecidedCells> cells(input.groupNames.size());
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        if (i % kBetweenChecks == 0)
            EH_CHECK(ctx.checkpoint());
        const auto at = static_cast<Eigen::Index>(i);
        cells[static_cast<std::size_t>(rows.group[i])].add(
            rows.y[at], rows.weight[at], rows.score[at] >= threshold);
    }
    return cells;
}

std::string groupsWithoutRows(const CalibrationData& calibration, const std::vector<std::string>& groupNames)
{
    const std::vector<bool> isPresent = presentGroups(calibration, groupNames.size());
    std::string names;
    for (std::size_t g = 0; g < groupNames.size(); ++g)
        if (!isPresent[g])
            names += (names.empty() ? "“" : ", “") + groupNames[g] + "”";
    return names;
}

} // namespace evenhand
