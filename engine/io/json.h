#pragma once

#include "engine/core/result.h"

#include <boost/json/value.hpp>

namespace evenhand {

namespace json = boost::json;

/// Parses JSON so that every number reads back as the double that was written: Boost.JSON 1.81 by itself is
/// off by one unit in the last place for about one number in ten.
/// @param name  stands for the file in messages
/// @errors Unreadable  not JSON; the Location names line and column
[[nodiscard]] Result<json::value> parseJson(std::string_view bytes, std::string name);

/// Writes JSON with two spaces of indentation; lists of plain numbers stay on one line. Doubles are written
/// in their shortest exact form; NaN and infinities, which JSON does not have, become null.
[[nodiscard]] std::string writeJson(const json::value& value);

/// A double for JSON: null when it is absent or not finite.
[[nodiscard]] json::value jsonNumber(std::optional<double> value);

} // namespace evenhand
