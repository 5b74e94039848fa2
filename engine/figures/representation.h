#pragma once

#include "engine/figures/figure.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/transfer.h"

namespace evenhand {

// Figures of runs that learned a representation (RunResult::representations). A run without one gives a
// figure that is empty and says why. An absent repeat means the mean over all finished ones, with 95 %
// intervals of it; what cannot be averaged (points, trainings) is then that of the first.

/// Two states of one network: trained without fairness, and as the run asked for.
enum class RepresentationPart : std::uint8_t { Before, After };

/// Test rows in the first two principal components, coloured by group, with the groups' densities along the
/// first one at the foot. Both parts have the same axes and ranges.
[[nodiscard]] Figure representationScatter(
    const Report& report, std::size_t run, RepresentationPart part, std::optional<std::size_t> repeat = {});

/// Risk, divergence and objective of a training, epoch by epoch; the kept epoch is marked.
[[nodiscard]] Figure trainingLosses(const TrainingCurve& curve, const std::vector<std::string>& groups = {});
/// Error, or gap between the groups, of every task of a training; of many tasks the mean.
[[nodiscard]] Figure trainingErrors(const TrainingCurve& curve);
[[nodiscard]] Figure trainingGaps(const TrainingCurve& curve);

/// How well a linear and a nonlinear auditor recover the group from the features, and from the representation
/// before and after.
[[nodiscard]] Figure representationAuditors(
    const Report& report, std::size_t run, std::optional<std::size_t> repeat = {});
/// Divergences between the groups before and after, each beside what it is by chance.
[[nodiscard]] Figure representationDivergences(
    const Report& report, std::size_t run, std::optional<std::size_t> repeat = {});

/// Error of every task before and after, beside the error of deciding alike for everybody.
[[nodiscard]] Figure representationErrors(
    const Report& report, std::size_t run, std::optional<std::size_t> repeat = {});
/// Gap of every task before and after; heads that decide alike for everybody are told apart.
[[nodiscard]] Figure representationGaps(
    const Report& report, std::size_t run, std::optional<std::size_t> repeat = {});

/// Error against gap of one left-out task under every variant, with intervals over the repeats.
/// @param task  as in TransferRow::task
[[nodiscard]] Figure transferFigure(const TransferReport& report, const std::string& task);

} // namespace evenhand
