#pragma once

#include "engine/audit/impossibility.h"
#include "engine/io/json.h"

namespace evenhand {

/// Which notions of fairness can hold together in the groups of an attribute, as part of an audit's JSON.
[[nodiscard]] json::object impossibilityToJson(const AttributeAudit& attribute, double confidence);

} // namespace evenhand
