#pragma once

#include "engine/io/json.h"
#include "engine/tradeoff/tradeoff_answers.h"

namespace evenhand {

/// "tradeoff" of results.json: the reference point and every path's hypervolume,
/// the frontier of group thresholds and the single threshold, what thresholds make of each run, and honest
/// choices for the usual targets. A part that has no answer says why in "undefined".
[[nodiscard]] json::object tradeoffToJson(const TradeoffAnswers& answers);

} // namespace evenhand
