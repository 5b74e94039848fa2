#pragma once

#include "engine/tradeoff/tradeoff_answers.h"

namespace evenhand {

/// The section "Trade-off" of the report page: paths ranked by hypervolume, what thresholds dominate, and the
/// runs that the usual targets choose with their figures on rows kept aside. Empty without a finished repeat.
[[nodiscard]] std::string tradeoffHtml(const Report& report, const TradeoffAnswers& answers);

} // namespace evenhand
