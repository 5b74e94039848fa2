#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace evenhand {

/// How the cells of a delimited text are told apart.
struct CsvFormat {
    char delimiter = ',';
    char comment = '\0'; ///< '\0': no comment lines
    char decimalPoint = '.';

    /// With blanks as delimiter, several blanks count as one and blanks at the ends of a line as none.
    [[nodiscard]] bool mergesBlanks() const { return delimiter == ' '; }
};

/// A line that has not as many fields as the others.
struct RaggedLine {
    std::size_t offset = 0; ///< where it begins
    std::size_t fields = 0;
};

/// What was odd about some consecutive records.
struct CsvFindings {
    std::size_t blankLines = 0;
    std::size_t strayQuotes = 0;                ///< cells with a quote where none belongs
    std::optional<std::size_t> firstStrayQuote; ///< offset
    std::size_t raggedLines = 0;
    std::array<RaggedLine, 3> ragged {};  ///< the first three
    std::optional<std::size_t> openQuote; ///< offset of a quote that is never closed
    bool tooLong = false;                 ///< one record has more than 4 GiB
};

/// Where the cells of some consecutive records are. Positions count from the beginning of the first record.
struct CsvTokens {
    std::vector<std::uint32_t>
        ends; ///< rows × columns, and unused ones: position behind the cell, on its delimiter or line end
    std::vector<std::uint32_t> rowBegins;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t base = 0; ///< offset of position 0 in the text
    std::size_t end = 0;  ///< offset of the record after the last one here
    CsvFindings findings;

    [[nodiscard]] std::uint32_t begin(std::size_t row, std::size_t column) const
    {
        return column == 0 ? rowBegins[row] : ends[row * columns + column - 1] + 1;
    }
    [[nodiscard]] std::uint32_t endOf(std::size_t row, std::size_t column) const
    {
        return ends[row * columns + column];
    }
};

/// Finds the cells of all records that begin in [begin, limit). Lines of another number of fields are left
/// out and reported.
///
/// A quote opens a quoted cell only at the cell's beginning; inside, two quotes stand for one. Elsewhere it
/// is a letter like any other. A record ends with LF, CR LF or CR. Empty lines are passed over.
/// @param tokens  overwritten; its memory is used again
/// @source RFC 4180, with leniency for stray quotes
void tokenise(std::string_view text, std::size_t begin, std::size_t limit, std::size_t columns,
    const CsvFormat& format, CsvTokens& tokens);

/// One record as cells, for looking at the first lines.
struct CsvRecord {
    std::size_t offset = 0;
    std::vector<std::string_view> cells; ///< as written, with quotes and blanks
    bool isBlank = false;
    bool isOpen = false; ///< ends inside a quote
};

/// The record at @p at, which is moved behind it; comment lines before it are passed over. Nothing at the end
/// of the text.
[[nodiscard]] std::optional<CsvRecord> nextRecord(
    std::string_view text, std::size_t& at, const CsvFormat& format);

/// Offset of the first record that begins at or after @p from, when @p insideQuotes says whether @p from is
/// inside a quoted cell; a guess where stray quotes occur.
[[nodiscard]] std::size_t nextRecordBegin(std::string_view text, std::size_t from, bool insideQuotes);

} // namespace evenhand
