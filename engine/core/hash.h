#pragma once

#include "engine/core/run_context.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace evenhand {

/// SHA-256 of @p bytes as 64 lower-case hexadecimal digits.
/// @source FIPS 180-4
[[nodiscard]] std::string sha256(std::string_view bytes);

/// As above, but stoppable.
/// @errors Cancelled  takes effect within a few milliseconds
[[nodiscard]] Result<std::string> sha256(std::string_view bytes, const RunContext& ctx);

/// SHA-256 of a file's bytes as stored; reads it in pieces, so memory does not grow with the file.
/// @errors Unreadable  the file cannot be opened or read;  Cancelled
[[nodiscard]] Result<std::string> sha256OfFile(const std::filesystem::path& file, const RunContext& ctx);

} // namespace evenhand
