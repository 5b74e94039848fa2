#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace evenhand {

enum class TextEncoding : std::uint8_t { Utf8, Utf16LittleEndian, Utf16BigEndian, Windows1252 };

/// Choices that a person makes when the recognised ones are wrong; what is absent is recognised from the
/// content.
struct ImportOptions {
    std::optional<char> delimiter; ///< ',', ';', '\t', '|', ' '
    std::optional<bool> hasHeader;
    std::optional<char> decimalPoint; ///< '.' or ','
    std::optional<TextEncoding> encoding;
    std::optional<char> comment; ///< lines that begin with it are passed over
    int skipLines = 0;           ///< before the header
    std::optional<std::vector<std::string>>
        missingMarkers; ///< absent: "", NA, N/A, NaN, nan, null, NULL, None, ?, …

    friend bool operator==(const ImportOptions&, const ImportOptions&) = default;
};

} // namespace evenhand
