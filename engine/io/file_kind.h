#pragma once

#include "engine/core/text.h"

#include <cstdint>
#include <string_view>

namespace evenhand {

/// What a file really is, judged by its bytes and not by its name.
enum class FileKind : std::uint8_t { Empty, Text, Gzip, Other };

struct FileNature {
    FileKind kind = FileKind::Text;
    Text refusal; ///< of Empty and Other: why it is not a table, as a sentence
    Text hint;    ///< what to do about it; may be empty
};

/// @param head  the first bytes of the file, at least 64 KiB if it has them
[[nodiscard]] FileNature fileNature(std::string_view head);

} // namespace evenhand
