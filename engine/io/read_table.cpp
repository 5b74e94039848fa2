#include "engine/io/read_table.h"

#include "engine/core/hash.h"
#include "engine/data/table_checks.h"
#include "engine/io/csv_dialect.h"
#include "engine/io/csv_names.h"
#include "engine/io/csv_reader.h"
#include "engine/io/csv_source.h"
#include "engine/io/csv_types.h"
#include "engine/io/file_kind.h"
#include "engine/io/gzip.h"
#include "engine/io/text_encoding.h"

#include <algorithm>
#include <future>

namespace evenhand {

namespace {

constexpr std::size_t kPieceSize = std::size_t {1} << 20U;

/// A text in UTF-8, either the file's own bytes or a converted copy.
struct Utf8Text {
    std::string copy;
    std::string_view view;
    TextEncoding encoding = TextEncoding::Utf8;
    TextScan scan;
    std::vector<Text> notes;
};

Error unreadable(Text what, Text hint = {})
{
    return {ErrorCode::Unreadable, std::move(what), std::move(hint), {}};
}

Result<void> convert(std::string_view bytes, TextEncoding encoding, Utf8Text& text, const RunContext& ctx)
{
    text.copy = toUtf8(bytes, encoding);
    text.view = text.copy;
    text.encoding = encoding;
    EH_TRY(text.scan, scanText(text.view, kPieceSize, ctx));
    return kOk;
}

/// Recognises the encoding unless it is given.
Result<void> decode(
    std::string_view bytes, const ImportOptions& options, Utf8Text& decoded, const RunContext& ctx)
{
    const auto utf16 = recogniseUtf16(bytes);
    if (options.encoding && *options.encoding != TextEncoding::Utf8)
        return convert(bytes, *options.encoding, decoded, ctx);
    if (utf16 && !options.encoding) {
        if (!bytes.starts_with("\xff\xfe") && !bytes.starts_with("\xfe\xff"))
            decoded.notes.push_back(text("taken for UTF-16 text by its zeros"));
        return convert(bytes, *utf16, decoded, ctx);
    }
    const std::size_t mark = bytes.starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0;
    decoded.view = bytes.substr(mark);
    EH_TRY(decoded.scan, scanText(decoded.view, kPieceSize, ctx));
    if (!decoded.scan.firstInvalidUtf8)
        return kOk;
    const std::size_t offset = *decoded.scan.firstInvalidUtf8;
    if (options.encoding) {
        Error error = unreadable(text("not valid UTF-8, first bad byte at offset %1", offset + mark),
            text("choose another encoding"));
        error.where.line = lineOf(decoded.view, offset);
        return error;
    }
    decoded.notes.push_back(
        text("not valid UTF-8 (first bad byte at offset %1, line %2); read as Windows-1252", offset + mark,
            lineOf(decoded.view, offset)));
    return convert(decoded.view, TextEncoding::Windows1252, decoded, ctx);
}

Result<void> refuseNul(const Utf8Text& decoded)
{
    if (!decoded.scan.firstNul)
        return kOk;
    Error error = unreadable(text("a NUL byte at offset %1", *decoded.scan.firstNul),
        text("the file is damaged or not a text table"));
    error.where.line = lineOf(decoded.view, *decoded.scan.firstNul);
    return error;
}

const char* encodingName(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf16LittleEndian:
        return "UTF-16 LE";
    case TextEncoding::Utf16BigEndian:
        return "UTF-16 BE";
    case TextEncoding::Windows1252:
        return "Windows-1252";
    case TextEncoding::Utf8:
        break;
    }
    return "UTF-8";
}

/// How the first line ends speaks for the file; a file with other ends too is called mixed.
std::string lineEndName(const Utf8Text& decoded)
{
    if (!decoded.scan.hasCarriageReturn)
        return "LF";
    if (!decoded.scan.hasLineFeed)
        return "CR";
    constexpr std::size_t kLooked = 1'000'000;
    const std::string_view looked = decoded.view.substr(0, kLooked);
    bool hasBoth = false;
    bool hasLone = false;
    for (std::size_t at = looked.find('\n'); at != std::string_view::npos; at = looked.find('\n', at + 1)) {
        const bool isPair = at > 0 && looked[at - 1] == '\r';
        hasBoth = hasBoth || isPair;
        hasLone = hasLone || !isPair;
    }
    if (hasBoth && hasLone)
        return "LF and CRLF mixed";
    return hasBoth ? "CRLF" : "LF";
}

Text dialectText(const CsvDialect& dialect, const Utf8Text& decoded, bool isPacked)
{
    std::string encoding = encodingName(decoded.encoding);
    if (isPacked)
        encoding += " (gzip)";
    std::string lines = lineEndName(decoded);
    const bool header = dialect.hasHeader;
    const auto sentence = [&](const char* with, const char* without) {
        return header ? text(with, encoding, lines, dialect.headerLine) : text(without, encoding, lines);
    };
    const bool comma = dialect.format.decimalPoint == ',';
    switch (dialect.format.delimiter) {
    case ';':
        return comma ? sentence("semicolon separated, decimal comma, %1, %2, header in line %3",
                   "semicolon separated, decimal comma, %1, %2, no header")
                     : sentence("semicolon separated, %1, %2, header in line %3",
                         "semicolon separated, %1, %2, no header");
    case '\t':
        return comma
            ? sentence("tab separated, decimal comma, %1, %2, header in line %3",
                "tab separated, decimal comma, %1, %2, no header")
            : sentence("tab separated, %1, %2, header in line %3", "tab separated, %1, %2, no header");
    case '|':
        return sentence("separated by |, %1, %2, header in line %3", "separated by |, %1, %2, no header");
    case ' ':
        return sentence(
            "separated by blanks, %1, %2, header in line %3", "separated by blanks, %1, %2, no header");
    case ',':
        return sentence("comma separated, %1, %2, header in line %3", "comma separated, %1, %2, no header");
    default:
        break;
    }
    const std::string delimiter(1, dialect.format.delimiter);
    return header
        ? text("separated by %4, %1, %2, header in line %3", encoding, lines, dialect.headerLine, delimiter)
        : text("separated by %3, %1, %2, no header", encoding, lines, delimiter);
}

/// "“?” stands for a missing value in 4262 cells: workclass (2799), …"
void noteMarkers(const CsvContent& content, const std::vector<std::string>& names,
    const MissingMarkers& markers, std::vector<Text>& notes)
{
    constexpr std::size_t kShown = 6;
    for (std::size_t marker = 1; marker < markers.all().size(); ++marker) {
        std::size_t cells = 0;
        std::size_t columns = 0;
        std::string list;
        for (std::size_t column = 0; column < content.columns.size(); ++column) {
            const std::vector<std::size_t>& counts = content.columns[column].markers;
            if (marker >= counts.size() || counts[marker] == 0)
                continue;
            cells += counts[marker];
            if (++columns <= kShown)
                list += (list.empty() ? "" : ", ") + names[column] + " (" + std::to_string(counts[marker])
                    + ")";
        }
        if (columns > kShown)
            list += ", …";
        if (cells > 0)
            notes.push_back(
                text("“%1” is taken as missing in %2 cells: %3", markers.all()[marker], cells, list));
    }
}

/// A delimiter at the end of every line makes a last column without name and values.
bool hasTrailingDelimiter(const CsvDialect& dialect, const CsvContent& content)
{
    if (!dialect.hasHeader || dialect.columns < 2 || !dialect.header.back().empty())
        return false;
    const std::vector<std::size_t>& counts = content.columns.back().markers;
    return content.rows == 0 || (!counts.empty() && counts.front() == content.rows);
}

void noteContent(const CsvContent& content, std::string_view text_, std::vector<Text>& notes)
{
    if (content.rows == 0)
        notes.push_back(text("the table has no rows"));
    if (content.strayQuotes > 0)
        notes.push_back(text("quotes in the middle of %1 cells are kept as written, first in line %2",
            content.strayQuotes, lineOf(text_, content.firstStrayQuote.value_or(0))));
    if (content.blankLines > 1 || (content.blankLines == 1 && content.columns.size() > 1))
        notes.push_back(text("%1 empty lines were passed over", content.blankLines));
}

/// Everything from the bytes of a text to the table.
Result<Dataset> readText(
    std::string_view bytes, bool isPacked, const ImportOptions& options, const RunContext& ctx)
{
    Utf8Text decoded;
    EH_CHECK(decode(bytes, options, decoded, ctx));
    EH_CHECK(refuseNul(decoded));
    const MissingMarkers markers(options.missingMarkers.value_or(usualMissingMarkers()));
    EH_TRY(CsvDialect dialect, recogniseDialect(decoded.view, options, markers));

    const CsvTask task {
        decoded.view, dialect.dataBegin, dialect.columns, dialect.format, decoded.scan.oddQuotes, kPieceSize};
    EH_TRY(CsvContent content, readCsv(task, markers, ctx.slice(0.0, 0.9)));

    Dataset dataset;
    dataset.dialect = dialectText(dialect, decoded, isPacked);
    dataset.notes = std::move(decoded.notes);
    if (hasTrailingDelimiter(dialect, content)) {
        dataset.notes.push_back(
            text("every line ends with a delimiter; the empty column %1 was dropped", dialect.columns));
        content.columns.pop_back();
        dialect.header.pop_back();
    }
    CsvNames names = distinctNames(dialect.header, dialect.hasHeader);
    std::ranges::move(names.notes, std::back_inserter(dataset.notes));
    noteContent(content, decoded.view, dataset.notes);
    noteMarkers(content, names.names, markers, dataset.notes);
    EH_TRY(TypedColumns typed,
        typeColumns(std::move(content.columns), std::move(names.names), std::move(names.isNamed),
            dialect.format.decimalPoint, ctx));
    std::ranges::move(typed.notes, std::back_inserter(dataset.notes));
    EH_TRY(dataset.table, Table::create(std::move(typed.columns)));
    EH_TRY(Text duplicates, duplicateRowsNote(*dataset.table, ctx));
    if (!duplicates.empty())
        dataset.notes.push_back(std::move(duplicates));
    return dataset;
}

Result<Dataset> readBytes(std::string_view bytes, const ImportOptions& options, const RunContext& ctx)
{
    const FileNature nature = fileNature(bytes);
    if (nature.kind == FileKind::Text)
        return readText(bytes, false, options, ctx);
    if (nature.kind != FileKind::Gzip)
        return unreadable(nature.refusal, nature.hint);

    EH_TRY(const std::string unpacked, gunzip(bytes, ctx.slice(0.0, 0.4)));
    const FileNature inner = fileNature(unpacked);
    if (inner.kind == FileKind::Gzip)
        return unreadable(text("compressed twice; unpack it once"));
    if (inner.kind != FileKind::Text)
        return unreadable(inner.refusal, inner.hint);
    return readText(unpacked, true, options, ctx.slice(0.4, 1.0));
}

/// Reads the table, and beside it the file's SHA-256 when there is more than one thread.
Result<Dataset> readAndHash(std::string_view bytes, const ImportOptions& options, const RunContext& ctx)
{
    const std::launch how = ctx.threads() > 1 ? std::launch::async : std::launch::deferred;
    const RunContext quiet = ctx.silent();
    std::future<Result<std::string>> hash = std::async(how, [bytes, &quiet] { return sha256(bytes, quiet); });
    Result<Dataset> dataset = readBytes(bytes, options, ctx);
    if (dataset.has_error()) {
        if (how == std::launch::async)
            hash.wait();
        return dataset;
    }
    EH_TRY(dataset->sha256, hash.get());
    EH_CHECK(ctx.checkpoint(1.0));
    return dataset;
}

Result<Dataset> withFile(Result<Dataset> dataset, const std::string& file)
{
    if (dataset.has_value())
        return dataset;
    Error error = std::move(dataset).error();
    if (error.code != ErrorCode::Cancelled && error.where.file.empty())
        error.where.file = file;
    return error;
}

} // namespace

Result<Dataset> readTable(
    const std::filesystem::path& file, const ImportOptions& options, const RunContext& ctx)
{
    const bool isStandardInput = file == "-";
    const std::string name = isStandardInput ? "standard input" : file.filename().string();
    ctx.say(text("reading %1", name));
    EH_TRY(const FileBytes bytes, FileBytes::open(file, ctx));
    EH_TRY(Dataset dataset, withFile(readAndHash(bytes.view(), options, ctx), file.string()));
    if (!bytes.isUnchanged())
        return Error {ErrorCode::Unreadable, text("the file changed while it was read"),
            text("read it again"), {file.string(), {}, {}}};
    dataset.name = name;
    dataset.path = file.string();
    return dataset;
}

Result<Dataset> readTable(
    std::string_view bytes, std::string name, const ImportOptions& options, const RunContext& ctx)
{
    ctx.say(text("reading %1", name));
    EH_TRY(Dataset dataset, withFile(readAndHash(bytes, options, ctx), name));
    dataset.name = std::move(name);
    return dataset;
}

} // namespace evenhand
