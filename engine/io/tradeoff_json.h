#pragma once

#include "engine/io/json.h"
#include "engine/pipeline/report.h"

namespace evenhand {

/// "tradeoff" of results.json, for the study's own axes: the reference point and every path's hypervolume,
/// the frontier of group thresholds and the single threshold, what thresholds make of each run, and honest
/// choices for the usual targets. A part that has no answer says why in "undefined". A pure function of the
/// report: the same bytes for any number of threads.
[[nodiscard]] json::object tradeoffToJson(const Report& report);

} // namespace evenhand
