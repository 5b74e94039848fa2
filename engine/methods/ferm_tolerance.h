#pragma once

#include "engine/methods/method.h"
#include "engine/methods/notion.h"

namespace evenhand {

/// How ε is meant: a number in units of the linear part, a share of the unconstrained gap, or a difference of
/// rates on validation rows.
inline constexpr std::array<std::string_view, 3> kToleranceIds {"number", "share", "validation_gap"};

struct ChosenTolerance {
    Tolerance tolerance;
    std::vector<Text> warnings; ///< what validation chose, or that it could not reach the target
};

/// The tolerance of each setting. Targets on validation rows are met by cross-validation on the training
/// rows: of the shares 1, 0.95, …, 0 the largest whose pooled difference of rates is within the target.
/// @errors InvalidArgument  a target on validation rows in regression;  Cancelled, and those of the learner
[[nodiscard]] Result<std::vector<ChosenTolerance>> chooseTolerances(
    const FitInput& input, Notion notion, const std::vector<ParamSet>& settings, const RunContext& ctx);

} // namespace evenhand
