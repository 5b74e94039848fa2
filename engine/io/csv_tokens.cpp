#include "engine/io/csv_tokens.h"

#include "engine/io/csv_stops.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace evenhand {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

std::size_t afterLineEnd(std::string_view text, std::size_t at)
{
    return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? at + 2 : at + 1;
}

std::size_t skipBlanks(std::string_view text, std::size_t at, char delimiter)
{
    while (at < text.size() && (text[at] == ' ' || (text[at] == '\t' && delimiter != '\t')))
        ++at;
    return at;
}

/// Where a cell ends, found one character at a time.
struct CellEnd {
    std::size_t end = 0;
    bool hasStrayQuote = false;
    std::size_t openQuote = kNone;
};

std::size_t unquotedEnd(std::string_view text, std::size_t at, char delimiter, bool& hasQuote)
{
    while (at < text.size() && text[at] != delimiter && !isLineEnd(text[at])) {
        hasQuote = hasQuote || text[at] == '"';
        ++at;
    }
    return at;
}

CellEnd cellEnd(std::string_view text, std::size_t begin, char delimiter)
{
    CellEnd cell;
    std::size_t at = delimiter == ' ' ? begin : skipBlanks(text, begin, delimiter);
    if (at >= text.size() || text[at] != '"') {
        cell.end = unquotedEnd(text, begin, delimiter, cell.hasStrayQuote);
        return cell;
    }
    const std::size_t open = at;
    while (true) {
        at = text.find('"', at + 1);
        if (at == std::string_view::npos) {
            cell.openQuote = open;
            cell.end = text.size();
            return cell;
        }
        if (at + 1 < text.size() && text[at + 1] == '"') {
            ++at;
            continue;
        }
        const std::size_t next = delimiter == ' ' ? at + 1 : skipBlanks(text, at + 1, delimiter);
        if (next >= text.size() || text[next] == delimiter || isLineEnd(text[next])) {
            cell.end = next;
            return cell;
        }
        cell.hasStrayQuote = true; // `"quoted" tail`: a cell as written
        bool ignored = false;
        cell.end = unquotedEnd(text, at + 1, delimiter, ignored);
        return cell;
    }
}

/// Collects the positions of the cells, record by record.
class Recorder {
public:
    Recorder(std::string_view text, std::size_t columns, std::size_t begin, CsvTokens& tokens)
        : m_text(text)
        , m_columns(columns)
        , m_tokens(tokens)
    {
        m_tokens.ends.clear();
        m_tokens.rowBegins.clear();
        m_tokens.rows = 0;
        m_tokens.columns = columns;
        m_tokens.base = m_tokens.end = begin;
        m_tokens.findings = {};
    }

    void cell(std::size_t end) { m_tokens.ends.push_back(static_cast<std::uint32_t>(end - m_tokens.base)); }

    /// Closes the record that began at @p begin; its last cell has been given.
    void endOfRecord(std::size_t begin, std::size_t lastEnd)
    {
        const std::size_t first = m_tokens.rows * m_columns;
        const std::size_t fields = m_tokens.ends.size() - first;
        if (fields == 1 && skipBlanks(m_text, begin, '\t') >= lastEnd) {
            ++m_tokens.findings.blankLines;
            m_tokens.ends.resize(first);
        } else if (fields != m_columns) {
            CsvFindings& findings = m_tokens.findings;
            if (findings.raggedLines < findings.ragged.size())
                findings.ragged[findings.raggedLines] = {begin, fields};
            ++findings.raggedLines;
            m_tokens.ends.resize(first);
        } else {
            m_tokens.rowBegins.push_back(static_cast<std::uint32_t>(begin - m_tokens.base));
            ++m_tokens.rows;
        }
    }

private:
    std::string_view m_text;
    std::size_t m_columns;
    CsvTokens& m_tokens;
};

bool isTooFar(std::size_t at, std::size_t base)
{
    return at - base > std::numeric_limits<std::uint32_t>::max() - 2;
}

std::size_t passComments(std::string_view text, std::size_t at, char comment)
{
    while (comment != '\0' && at < text.size() && text[at] == comment) {
        while (at < text.size() && !isLineEnd(text[at]))
            ++at;
        if (at < text.size())
            at = afterLineEnd(text, at);
    }
    return at;
}

/// Every rule, one character at a time.
void tokeniseWithCare(std::string_view text, std::size_t begin, std::size_t limit, std::size_t columns,
    const CsvFormat& format, CsvTokens& tokens)
{
    Recorder recorder(text, columns, begin, tokens);
    std::size_t at = passComments(text, begin, format.comment);
    while (at < limit && at < text.size()) {
        const std::size_t recordBegin = format.mergesBlanks() ? skipBlanks(text, at, ' ') : at;
        at = recordBegin;
        while (true) {
            const CellEnd cell = cellEnd(text, at, format.delimiter);
            if (isTooFar(cell.end, begin)) {
                tokens.findings.tooLong = true;
                return;
            }
            if (cell.openQuote != kNone && !tokens.findings.openQuote)
                tokens.findings.openQuote = cell.openQuote;
            if (cell.hasStrayQuote && tokens.findings.strayQuotes++ == 0)
                tokens.findings.firstStrayQuote = at;
            recorder.cell(cell.end);
            at = cell.end;
            if (format.mergesBlanks())
                at = skipBlanks(text, at, ' ');
            const bool isLast = at >= text.size() || isLineEnd(text[at]);
            if (isLast) {
                recorder.endOfRecord(recordBegin, cell.end);
                break;
            }
            at = format.mergesBlanks() ? at : at + 1;
        }
        at = at < text.size() ? afterLineEnd(text, at) : at;
        at = passComments(text, at, format.comment);
    }
    tokens.end = at;
}

/// Collects the positions of the cells block by block.
class BlockRecorder {
public:
    BlockRecorder(std::string_view text, std::size_t columns, std::size_t begin, CsvTokens& tokens)
        : m_text(text)
        , m_columns(columns)
        , m_tokens(tokens)
        , m_recordBegin(begin)
    {
        m_tokens.rowBegins.clear();
        m_tokens.rows = 0;
        m_tokens.columns = columns;
        m_tokens.base = m_tokens.end = begin;
        m_tokens.findings = {};
    }

    [[nodiscard]] std::size_t recordBegin() const { return m_recordBegin; }

    /// Takes the stops of the block at @p at; false when a record begins at or behind @p limit.
    bool take(const Stops& stops, std::size_t at, std::size_t limit)
    {
        std::vector<std::uint32_t>& ends = m_tokens.ends;
        if (ends.size() < m_count + bits::Block::kSize + 1)
            ends.resize(std::max(2 * ends.size(), m_count + 4096));
        const auto position = static_cast<std::uint32_t>(at - m_tokens.base);
        std::uint32_t* out = ends.data() + m_count;
        for (std::uint64_t left = stops.all; left != 0; left &= left - 1)
            *out++ = position + static_cast<std::uint32_t>(std::countr_zero(left));
        m_count = static_cast<std::size_t>(out - ends.data());
        for (std::uint64_t left = stops.lineEnds; left != 0; left &= left - 1) {
            const auto bit = static_cast<std::uint32_t>(std::countr_zero(left));
            endOfRecord(position + bit);
            m_recordBegin = afterLineEnd(m_text, at + bit);
            if (m_recordBegin >= limit)
                return false;
        }
        return true;
    }
    /// The last record, which no line end follows.
    void finish()
    {
        m_tokens.ends.resize(std::max(m_tokens.ends.size(), m_count + 1));
        const auto end = static_cast<std::uint32_t>(m_text.size() - m_tokens.base);
        m_tokens.ends[m_count++] = end;
        endOfRecord(end);
    }

private:
    /// Stops ascend, so a record has the right number of fields if its last one is where it has to be.
    void endOfRecord(std::uint32_t end)
    {
        const std::size_t last = m_first + m_columns - 1;
        if (m_columns > 1 && last < m_count && m_tokens.ends[last] == end) {
            m_tokens.rowBegins.push_back(static_cast<std::uint32_t>(m_recordBegin - m_tokens.base));
            ++m_tokens.rows;
            m_first += m_columns;
        } else {
            endOfOddRecord(end);
        }
    }
    void endOfOddRecord(std::uint32_t end)
    {
        std::vector<std::uint32_t>& ends = m_tokens.ends;
        const auto first = ends.begin() + static_cast<std::ptrdiff_t>(m_first);
        const auto behind = ends.begin() + static_cast<std::ptrdiff_t>(m_count);
        const auto next = std::upper_bound(first, behind, end);
        const auto fields = static_cast<std::size_t>(next - first);
        CsvFindings& findings = m_tokens.findings;
        if (fields == 1 && skipBlanks(m_text, m_recordBegin, '\t') >= end + m_tokens.base) {
            ++findings.blankLines;
        } else if (fields != m_columns) {
            if (findings.raggedLines < findings.ragged.size())
                findings.ragged[findings.raggedLines] = {m_recordBegin, fields};
            ++findings.raggedLines;
        } else {
            m_tokens.rowBegins.push_back(static_cast<std::uint32_t>(m_recordBegin - m_tokens.base));
            ++m_tokens.rows;
            m_first += m_columns;
            return;
        }
        std::copy(next, behind, first);
        m_count -= fields;
    }

    std::string_view m_text;
    std::size_t m_columns;
    CsvTokens& m_tokens;
    std::size_t m_recordBegin;
    std::size_t m_count = 0; ///< ends found
    std::size_t m_first = 0; ///< of them, those of closed records
};

/// The same by 64 characters at once, for text whose quotes all follow the rule.
/// @return false as soon as a quote does not
bool tokeniseFast(std::string_view text, std::size_t begin, std::size_t limit, std::size_t columns,
    const CsvFormat& format, CsvTokens& tokens)
{
    BlockRecorder recorder(text, columns, begin, tokens);
    StopFinder finder(format.delimiter);
    std::array<char, bits::Block::kSize> tail {};
    Stops stops;
    for (std::size_t at = begin; at < text.size(); at += bits::Block::kSize) {
        const char* bytes = text.data() + at;
        const std::size_t left = text.size() - at;
        if (isTooFar(at + bits::Block::kSize, begin))
            return false;
        if (left < bits::Block::kSize) {
            // A closing quote at the end of the text is followed by what it should be followed by.
            tail.fill('\n');
            text.copy(tail.data(), left, at);
            bytes = tail.data();
        }
        if (!finder.find(bytes, stops))
            return false;
        if (left < bits::Block::kSize) {
            stops.all &= (std::uint64_t {1} << left) - 1;
            stops.lineEnds &= (std::uint64_t {1} << left) - 1;
        }
        if (!recorder.take(stops, at, limit)) {
            tokens.end = recorder.recordBegin();
            return true;
        }
    }
    if (finder.isInside())
        return false;
    if (recorder.recordBegin() < text.size())
        recorder.finish();
    tokens.end = text.size();
    return true;
}

} // namespace

void tokenise(std::string_view text, std::size_t begin, std::size_t limit, std::size_t columns,
    const CsvFormat& format, CsvTokens& tokens)
{
    const bool isPlain = format.comment == '\0' && !format.mergesBlanks();
    if (begin >= limit || !isPlain || !tokeniseFast(text, begin, limit, columns, format, tokens))
        tokeniseWithCare(text, begin, limit, columns, format, tokens);
}

std::optional<CsvRecord> nextRecord(std::string_view text, std::size_t& at, const CsvFormat& format)
{
    at = passComments(text, at, format.comment);
    if (at >= text.size())
        return std::nullopt;
    CsvRecord record;
    if (format.mergesBlanks())
        at = skipBlanks(text, at, ' ');
    record.offset = at;
    while (true) {
        const CellEnd cell = cellEnd(text, at, format.delimiter);
        record.cells.push_back(text.substr(at, cell.end - at));
        record.isOpen = record.isOpen || cell.openQuote != kNone;
        at = format.mergesBlanks() ? skipBlanks(text, cell.end, ' ') : cell.end;
        if (at >= text.size() || isLineEnd(text[at]))
            break;
        at += format.mergesBlanks() ? 0U : 1U;
    }
    record.isBlank
        = record.cells.size() == 1 && record.cells.front().find_first_not_of(' ') == std::string_view::npos;
    if (at < text.size())
        at = afterLineEnd(text, at);
    return record;
}

std::size_t nextRecordBegin(std::string_view text, std::size_t from, bool insideQuotes)
{
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '"')
            insideQuotes = !insideQuotes;
        else if (!insideQuotes && isLineEnd(text[at]))
            return afterLineEnd(text, at);
    }
    return text.size();
}

} // namespace evenhand
