#pragma once

#include "engine/io/read_table.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// The byte-order mark that some programs put before UTF-8 text.
inline constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

/// UTF-16 by its byte-order mark, or by the zeros that Western text in UTF-16 has at every other place.
[[nodiscard]] std::optional<TextEncoding> recogniseUtf16(std::string_view bytes);

/// Text in UTF-8 without its byte-order mark. A lone surrogate or a cut unit becomes U+FFFD; the five bytes
/// that Windows-1252 leaves open become the control characters of the same number, as browsers do it.
/// @param encoding  of @p bytes; Utf8 only drops the mark
[[nodiscard]] std::string toUtf8(std::string_view bytes, TextEncoding encoding);

/// Length of the well-formed UTF-8 sequence at @p at (1 to 4), or 0 if there is none.
/// @source Unicode 15, Table 3-7
[[nodiscard]] std::size_t utf8SequenceLength(std::string_view text, std::size_t at);

/// What one look at every byte of a text tells, gathered piece by piece.
struct TextScan {
    std::optional<std::size_t> firstInvalidUtf8; ///< offset
    std::optional<std::size_t> firstNul;         ///< offset
    std::vector<std::uint8_t> oddQuotes;         ///< per piece: 1 if it has an odd number of '"'
    bool hasLineFeed = false;
    bool hasCarriageReturn = false;
    bool hasQuote = false;
    bool isAscii = true;
};

/// Scans @p text in pieces of @p pieceSize bytes, on several threads.
/// @errors Cancelled
[[nodiscard]] Result<TextScan> scanText(std::string_view text, std::size_t pieceSize, const RunContext& ctx);

} // namespace evenhand
