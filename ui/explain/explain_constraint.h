#pragma once

#include "engine/figures/constraint.h"
#include "ui/views/view.h"

namespace evenhand::ui {

/// What the Constraint view shows, one at a time.
enum class ConstraintPage : std::uint8_t { Path, Weights, Direction, Guarantee };

/// What the Explain panel says about it, as HTML made from escaped data.
/// @param family  index into ConstraintInsight::families;  @param repeat  absent: the mean over all
[[nodiscard]] QString explainConstraint(
    const ViewContext& context, ConstraintPage page, std::size_t family, ShownRepeat repeat);

/// What a run's method asks for, by the choice of its parameter "notion": "It asks for equal opportunity: …";
/// empty for methods without one.
[[nodiscard]] QString notionSentence(const RunResult& run);

/// "Favourable": by outcome, whose mean scores a family of a constraint compares.
[[nodiscard]] QString familyName(const std::string& rows);

} // namespace evenhand::ui
