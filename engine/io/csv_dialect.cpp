#include "engine/io/csv_dialect.h"

#include "engine/io/csv_number.h"
#include "engine/io/csv_reader.h"

#include <algorithm>
#include <array>
#include <map>

namespace evenhand {

namespace {

constexpr std::size_t kSampleRecords = 200;
constexpr std::size_t kSampleBytes = std::size_t {1} << 20U;

using Records = std::vector<CsvRecord>;

Records firstRecords(std::string_view text, const CsvFormat& format)
{
    const std::string_view sample = text.substr(0, kSampleBytes);
    Records records;
    std::size_t at = 0;
    while (records.size() < kSampleRecords) {
        std::optional<CsvRecord> record = nextRecord(sample, at, format);
        if (!record)
            break;
        const bool isCut = at >= sample.size() && sample.size() < text.size();
        if (record->isBlank || (isCut && !records.empty()))
            continue;
        records.push_back(std::move(*record));
    }
    return records;
}

/// How evenly a delimiter cuts the records.
struct Evenness {
    std::size_t fields = 1; ///< the most frequent number of fields above one
    double share = 0.0;     ///< of the records that have it
    bool firstHasIt = false;

    /// 2: even from the first line on; 1: even after some lines; 0: uneven; -1: does not occur
    [[nodiscard]] int rank() const
    {
        constexpr double kEven = 0.9;
        if (fields < 2)
            return -1;
        if (share < kEven)
            return 0;
        return firstHasIt ? 2 : 1;
    }
};

/// Lines before the first that is cut into that many fields (titles, comments) do not count unless they are
/// most.
Evenness evenness(const Records& records)
{
    struct Seen {
        std::size_t first = 0, count = 0;
    };
    std::map<std::size_t, Seen> seen;
    for (std::size_t i = 0; i < records.size(); ++i)
        ++seen.try_emplace(records[i].cells.size(), Seen {i, 0}).first->second.count;
    Evenness found;
    std::size_t most = 0;
    for (const auto& [fields, lines] : seen) {
        if (fields > 1 && lines.count >= most) {
            most = lines.count;
            const std::size_t counted = std::max(records.size() - lines.first, (records.size() + 1) / 2);
            found = {fields, static_cast<double>(most) / static_cast<double>(counted), lines.first == 0};
        }
    }
    return found;
}

char recogniseDelimiter(std::string_view text, CsvFormat format)
{
    char best = ',';
    Evenness bestEvenness;
    for (const char candidate : {',', ';', '\t', '|'}) {
        format.delimiter = candidate;
        const Evenness found = evenness(firstRecords(text, format));
        const bool isBetter = found.rank() > bestEvenness.rank()
            || (found.rank() == bestEvenness.rank()
                && (found.rank() > 0 ? found.fields > bestEvenness.fields
                                     : found.share > bestEvenness.share));
        if (isBetter) {
            best = candidate;
            bestEvenness = found;
        }
    }
    if (bestEvenness.rank() >= 0)
        return best;
    format.delimiter = ' ';
    const Evenness blanks = evenness(firstRecords(text, format));
    return blanks.rank() > 0 && blanks.share >= 1.0 && blanks.fields >= 3 ? ' ' : ',';
}

bool areDigits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether numbers are written with a comma: some are, none has a point, and they are not all like 1,234.
bool usesDecimalComma(const Records& records, char delimiter)
{
    if (delimiter == ',')
        return false;
    std::size_t commas = 0;
    std::size_t thousands = 0;
    std::string store;
    for (const CsvRecord& record : records) {
        for (const std::string_view written : record.cells) {
            std::string_view cell = cellText(written, delimiter, store).text;
            if (cell.starts_with('-') || cell.starts_with('+'))
                cell.remove_prefix(1);
            const std::size_t separator = cell.find_first_of(",.");
            if (separator == std::string_view::npos || !areDigits(cell.substr(0, separator))
                || !areDigits(cell.substr(separator + 1)))
                continue;
            if (cell[separator] == '.')
                return false;
            ++commas;
            thousands += separator <= 3 && cell[0] != '0' && cell.size() - separator - 1 == 3 ? 1U : 0U;
        }
    }
    return commas > thousands;
}

/// The kinds of cells that tell a header from data.
class HeaderJudge {
public:
    HeaderJudge(const Records& records, const CsvFormat& format, const MissingMarkers& markers)
        : m_records(records)
        , m_format(format)
        , m_markers(markers)
    {
    }

    /// A header has no number where the column has numbers, and its words do not come again below.
    [[nodiscard]] bool firstIsHeader() const
    {
        const std::size_t columns = m_records.front().cells.size();
        std::size_t wordsOverNumbers = 0;
        std::size_t repeated = 0;
        for (std::size_t column = 0; column < columns; ++column) {
            const std::string first = cell(0, column);
            if (isNumber(first))
                return false;
            const bool isWord = !first.empty() && m_markers.find(first) == MissingMarkers::kNot;
            bool isRepeated = false;
            bool isNumeric = m_records.size() > 1;
            for (std::size_t row = 1; row < m_records.size(); ++row) {
                if (column >= m_records[row].cells.size())
                    continue;
                const std::string other = cell(row, column);
                isRepeated = isRepeated || (isWord && other == first);
                isNumeric = isNumeric && (isNumber(other) || m_markers.find(other) != MissingMarkers::kNot);
            }
            wordsOverNumbers += isWord && isNumeric ? 1U : 0U;
            repeated += isRepeated ? 1U : 0U;
        }
        return wordsOverNumbers > 0 || repeated * 2 <= columns;
    }

private:
    [[nodiscard]] std::string cell(std::size_t row, std::size_t column) const
    {
        std::string store;
        return std::string(cellText(m_records[row].cells[column], m_format.delimiter, store).text);
    }
    [[nodiscard]] bool isNumber(const std::string& text) const
    {
        double ignored = 0.0;
        const NumberKind kind = readNumber(text, m_format.decimalPoint, ignored);
        return kind == NumberKind::Number || kind == NumberKind::Code;
    }

    const Records& m_records;
    const CsvFormat& m_format;
    const MissingMarkers& m_markers;
};

std::string withoutLineBreaks(std::string_view name)
{
    std::string line(name);
    std::ranges::replace_if(
        line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return line;
}

/// The first lines have another number of fields than the rest: a title, a comment, or a header that is not
/// one.
Error unevenBeginning(std::string_view content, std::size_t start, const Records& records, std::size_t fields)
{
    std::size_t before = 0;
    while (before < records.size() && records[before].cells.size() != fields)
        ++before;
    const std::size_t first = records.front().cells.size();
    const std::int64_t line = before < records.size() ? lineOf(content, start + records[before].offset) : 0;
    Error error;
    error.code = ErrorCode::InvalidData;
    if (before == 1 && first == 1)
        error.what = text("the first line has 1 field and the next %1", fields);
    else if (before == 1)
        error.what = text("the first line has %1 fields and the next %2", first, fields);
    else if (first == 1)
        error.what = text("the first %1 lines have 1 field each and line %2 has %3", before, line, fields);
    else
        error.what
            = text("the first %1 lines have %2 fields each and line %3 has %4", before, first, line, fields);
    const char mark = content[start + records.front().offset];
    constexpr std::string_view kCommentMarks = "#|%!*/'";
    if (kCommentMarks.find(mark) != std::string_view::npos)
        error.hint = text("skip the lines before line %1, or choose “%2” as comment character", line,
            std::string_view(&mark, 1));
    else
        error.hint = text("skip the lines before line %1, or choose another delimiter", line);
    error.where.line = lineOf(content, start + records.front().offset);
    return error;
}

std::size_t afterLines(std::string_view content, int lines)
{
    std::size_t at = 0;
    for (int i = 0; i < lines && at < content.size(); ++i) {
        at = std::min(content.find_first_of("\r\n", at), content.size());
        if (at < content.size())
            at += content.substr(at).starts_with("\r\n") ? 2U : 1U;
    }
    return at;
}

/// A header may lack the delimiter that ends every line of data.
bool onlyTrailingDelimiterMissing(const Records& records, std::size_t fields)
{
    return records.size() > 1 && records.front().cells.size() + 1 == fields
        && std::all_of(records.begin() + 1, records.end(), [&](const CsvRecord& record) {
               return record.cells.size() == fields && record.cells.back().empty();
           });
}

} // namespace

Result<CsvDialect> recogniseDialect(
    std::string_view content, const ImportOptions& options, const MissingMarkers& markers)
{
    CsvDialect dialect;
    CsvFormat& format = dialect.format;
    const std::size_t start = afterLines(content, options.skipLines);
    const std::string_view rest = content.substr(start);
    format.comment = options.comment.value_or('\0');
    format.delimiter = options.delimiter ? *options.delimiter : recogniseDelimiter(rest, format);

    const Records records = firstRecords(rest, format);
    if (records.empty())
        return Error {ErrorCode::Unreadable, text("the file is empty"), {}, {}};
    format.decimalPoint
        = options.decimalPoint.value_or(usesDecimalComma(records, format.delimiter) ? ',' : '.');

    const Evenness even = evenness(records);
    const CsvRecord& first = records.front();
    const bool isUneven = even.rank() > 0 && !even.firstHasIt;
    if (isUneven && !onlyTrailingDelimiterMissing(records, even.fields))
        return unevenBeginning(content, start, records, even.fields);
    dialect.columns = isUneven ? even.fields : first.cells.size();

    dialect.hasHeader = options.hasHeader.value_or(HeaderJudge(records, format, markers).firstIsHeader());
    dialect.headerLine = lineOf(content, start + first.offset);
    dialect.dataBegin = start + first.offset;
    dialect.header.resize(dialect.columns);
    if (dialect.hasHeader) {
        std::size_t at = first.offset;
        std::string store;
        (void)nextRecord(rest, at, format);
        dialect.dataBegin = start + at;
        for (std::size_t i = 0; i < first.cells.size(); ++i)
            dialect.header[i] = withoutLineBreaks(cellText(first.cells[i], format.delimiter, store).text);
    }
    return dialect;
}

} // namespace evenhand
