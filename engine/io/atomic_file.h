#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string_view>

namespace evenhand {

/// Writes a file so that it is complete or absent: to a temporary neighbour first, then renamed over the old
/// one.
/// @errors WriteFailed  with the system's reason; the old file, if any, is untouched
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& file, std::string_view bytes);

/// The whole file.
/// @errors Unreadable  with the system's reason
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& file);

} // namespace evenhand
