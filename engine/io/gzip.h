#pragma once

#include "engine/core/run_context.h"

#include <string>
#include <string_view>

namespace evenhand {

/// Unpacks a gzip file of one or several members.
/// @errors Unreadable  damaged or incomplete;  Cancelled
/// @source RFC 1952
[[nodiscard]] Result<std::string> gunzip(std::string_view packed, const RunContext& ctx);

} // namespace evenhand
