#pragma once

#include "engine/io/csv_tokens.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// Cells that stand for "no value". The empty cell always does.
class MissingMarkers {
public:
    explicit MissingMarkers(std::vector<std::string> markers);

    static constexpr int kNot = -1;
    /// Which marker @p cell is, or kNot.
    [[nodiscard]] int find(std::string_view cell) const
    {
        if (cell.size() > m_longest || !m_begins[static_cast<unsigned char>(cell.empty() ? '\0' : cell[0])])
            return kNot;
        return search(cell);
    }
    [[nodiscard]] const std::vector<std::string>& all() const { return m_markers; }

private:
    [[nodiscard]] int search(std::string_view cell) const;

    std::vector<std::string> m_markers; ///< the empty one first
    std::size_t m_longest = 0;
    std::vector<bool> m_begins;
};

/// "", NA, N/A, n/a, #N/A, #NA, <NA>, NaN, nan, NAN, -nan, null, NULL, Null, None, ?
[[nodiscard]] std::vector<std::string> usualMissingMarkers();

/// A cell without its quotes and the blanks around it.
struct CellText {
    std::string_view text;
    bool isTrimmed = false; ///< blanks were dropped
    bool isQuoted = false;
};
/// @param store  holds the text when doubled quotes had to be undone
[[nodiscard]] CellText cellText(std::string_view written, char delimiter, std::string& store);

/// Different texts in order of first appearance, found by hash.
class Dictionary {
public:
    /// Position of @p text, which must outlive the dictionary when it is new.
    [[nodiscard]] std::int32_t add(std::string_view text);
    [[nodiscard]] const std::vector<std::string_view>& texts() const { return m_texts; }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::int32_t index = -1;
    };
    void grow();

    std::vector<Slot> m_slots;
    std::vector<std::string_view> m_texts;
    std::vector<std::uint32_t> m_hashes;
};

enum class PartKind : std::uint8_t { Numbers, Levels, Texts };

/// One column of some consecutive rows, and what was noticed in it.
struct ColumnPart {
    PartKind kind = PartKind::Numbers;
    std::vector<double> numbers;     ///< of Numbers; NaN = missing
    std::vector<std::int16_t> codes; ///< of Levels; -1 = missing
    Dictionary levels;
    std::string bytes; ///< of Texts
    std::vector<std::uint64_t> ends;
    std::vector<std::uint8_t> missing;
    std::vector<std::unique_ptr<std::string>> kept; ///< texts of levels whose doubled quotes were undone

    std::vector<std::uint32_t> markers; ///< how often each missing marker occurs
    bool hasWord = false;               ///< a cell was met that is neither a number nor missing
    std::size_t infinite = 0;
    std::size_t trimmed = 0; ///< unquoted cells with blanks around them

    [[nodiscard]] std::size_t rows() const;
};

/// What the cells of a column are taken for.
enum class CellGuess : std::uint8_t { Numbers, Levels, Texts };

/// Reads one column of the tokens. When Numbers do not fit, the part holds Levels; when Levels are too many,
/// Texts.
[[nodiscard]] ColumnPart readColumn(std::string_view text, const CsvTokens& tokens, std::size_t column,
    CellGuess guess, const CsvFormat& format, const MissingMarkers& markers);

} // namespace evenhand
