#pragma once

#include "engine/figures/figure.h"
#include "engine/tradeoff/run_comparison.h"

namespace evenhand {

/// Whose changes a figure shows.
enum class ChangedPeople : std::uint8_t { Everybody, Favourable, Unfavourable };

/// Who gains the favourable decision (to the right) and who loses it (to the left), group by group, as shares
/// of each group with intervals. In regression: how far predictions move on average; @p people is ignored.
[[nodiscard]] Figure runChanges(const Report& report, const RunComparison& comparison, ChangedPeople people);

/// "Logistic regression, no repair" with everything that tells the run from others: for sentences.
[[nodiscard]] std::string comparedName(const Report& report, std::size_t run);

} // namespace evenhand
