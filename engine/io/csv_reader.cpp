#include "engine/io/csv_reader.h"

#include "engine/core/parallel.h"
#include "engine/io/csv_merge.h"

#include <algorithm>
#include <atomic>
#include <functional>

namespace evenhand {

namespace {

/// Records of one piece of the text.
struct Piece {
    std::size_t begin = 0;
    std::size_t limit = 0; ///< records that begin from here on belong to later pieces
    std::size_t end = 0;   ///< where the record after the last one here begins
    bool isCut = false;    ///< the look-ahead did not suffice
    std::size_t rows = 0;
    CsvFindings findings;
    std::vector<ColumnPart> columns;
};

class CsvReading {
public:
    CsvReading(const CsvTask& task, const MissingMarkers& markers, const RunContext& ctx)
        : m_task(task)
        , m_markers(markers)
        , m_ctx(ctx)
        , m_guesses(task.columns)
    {
        bool inside = false;
        for (const std::uint8_t odd : task.oddQuotes) {
            m_insideQuotes.push_back(inside);
            inside = inside != (odd != 0);
        }
        m_pieces.resize(std::max<std::size_t>(m_insideQuotes.size(), 1));
    }

    Result<CsvContent> read()
    {
        const auto readOne = [this](std::size_t i) -> Result<void> {
            const double share = static_cast<double>(m_done++) / static_cast<double>(m_pieces.size());
            EH_CHECK(m_ctx.checkpoint(0.9 * share));
            m_pieces[i].begin = beginOf(i);
            m_pieces[i].limit = beginOf(i + 1);
            constexpr std::size_t kLookAhead = std::size_t {4} << 20U;
            readPiece(m_pieces[i], kLookAhead, true);
            return kOk;
        };
        EH_CHECK(parallelFor(m_pieces.size(), m_ctx, readOne));
        EH_CHECK(checkBegins());
        EH_CHECK(checkFindings());
        EH_CHECK(readDoubtfulAgain());
        EH_CHECK(readWordsAgain());
        return merge();
    }

private:
    /// Where the first record of piece @p i seems to begin.
    [[nodiscard]] std::size_t beginOf(std::size_t i) const
    {
        if (i >= m_insideQuotes.size())
            return m_task.text.size();
        const std::size_t from = i * m_task.pieceSize;
        if (from <= m_task.dataBegin)
            return m_task.dataBegin;
        return std::max(m_task.dataBegin, nextRecordBegin(m_task.text, from, m_insideQuotes[i]));
    }

    void readPiece(Piece& piece, std::size_t lookAhead, bool useGuesses)
    {
        thread_local CsvTokens tokens; // its memory serves one piece after another
        const std::size_t size = m_task.text.size();
        const std::size_t seen
            = piece.limit < size && size - piece.limit > lookAhead ? piece.limit + lookAhead : size;
        tokenise(
            m_task.text.substr(0, seen), piece.begin, piece.limit, m_task.columns, m_task.format, tokens);
        piece.isCut = seen < size && tokens.end >= seen;
        piece.end = tokens.end;
        piece.rows = tokens.rows;
        piece.columns.clear();
        for (std::size_t column = 0; column < m_task.columns; ++column) {
            const std::uint8_t taught = m_guesses[column].load(std::memory_order_relaxed);
            const auto guess = useGuesses ? static_cast<CellGuess>(taught) : CellGuess::Numbers;
            piece.columns.push_back(readColumn(m_task.text, tokens, column, guess, m_task.format, m_markers));
            const auto found = static_cast<std::uint8_t>(piece.columns.back().kind);
            if (found > taught)
                m_guesses[column].store(found, std::memory_order_relaxed);
        }
        piece.findings = tokens.findings;
    }

    /// Pieces whose beginning was guessed wrong are read again, one after the other.
    Result<void> checkBegins()
    {
        std::size_t expected = m_task.dataBegin;
        for (Piece& piece : m_pieces) {
            if (piece.begin != expected || piece.isCut) {
                EH_CHECK(m_ctx.checkpoint());
                piece.begin = expected;
                readPiece(piece, m_task.text.size(), false);
            }
            if (piece.findings.openQuote || piece.findings.tooLong)
                return kOk; // nothing behind it matters
            expected = std::max(expected, piece.end);
        }
        return kOk;
    }

    Result<void> checkFindings() const
    {
        std::size_t raggedLines = 0;
        std::vector<RaggedLine> ragged;
        for (const Piece& piece : m_pieces) {
            const CsvFindings& found = piece.findings;
            raggedLines += found.raggedLines;
            for (std::size_t i = 0; i < std::min(found.raggedLines, found.ragged.size()) && ragged.size() < 3;
                 ++i)
                ragged.push_back(found.ragged[i]);
            if (found.tooLong)
                return invalidData(text("a line is longer than four gigabytes"));
            if (found.openQuote) {
                Error error = invalidData(text("a quote is opened and never closed"),
                    text("close the quote, or double it if it belongs to the text"));
                error.where.line = lineOf(m_task.text, *found.openQuote);
                return error;
            }
        }
        if (raggedLines == 0)
            return kOk;
        return differentLengths(raggedLines, ragged);
    }
    [[nodiscard]] Error differentLengths(std::size_t lines, const std::vector<RaggedLine>& first) const
    {
        std::string list;
        std::optional<std::int64_t> firstLine;
        for (const RaggedLine& line : first) {
            const std::int64_t number = lineOf(m_task.text, line.offset);
            firstLine = firstLine ? firstLine : number;
            list += (list.empty() ? "line " : ", line ") + std::to_string(number) + ": "
                + std::to_string(line.fields);
        }
        if (lines > first.size())
            list += ", …";
        Error error = invalidData(
            text("lines of different length: %1 fields are expected, but %2 lines have another number (%3)",
                m_task.columns, lines, list),
            text("correct these lines, or choose another delimiter"));
        error.where.line = firstLine;
        return error;
    }

    using WhichColumns = std::function<bool(const Piece&, std::size_t column)>;

    Result<void> readAgain(const WhichColumns& which, CellGuess guess)
    {
        std::vector<Piece*> again;
        for (Piece& piece : m_pieces) {
            bool isMeant = false;
            for (std::size_t column = 0; column < m_task.columns && !isMeant; ++column)
                isMeant = which(piece, column);
            if (isMeant)
                again.push_back(&piece);
        }
        return parallelFor(again.size(), m_ctx, [&](std::size_t i) -> Result<void> {
            EH_CHECK(m_ctx.checkpoint());
            Piece& piece = *again[i];
            CsvTokens tokens;
            tokenise(m_task.text, piece.begin, piece.limit, m_task.columns, m_task.format, tokens);
            for (std::size_t column = 0; column < m_task.columns; ++column)
                if (which(piece, column))
                    piece.columns[column]
                        = readColumn(m_task.text, tokens, column, guess, m_task.format, m_markers);
            return kOk;
        });
    }

    /// What a piece taught that had to be read again may be wrong: a column without any word is read as
    /// numbers.
    Result<void> readDoubtfulAgain()
    {
        std::vector<bool> isDoubtful(m_task.columns, true);
        for (std::size_t column = 0; column < m_task.columns; ++column)
            for (const Piece& piece : m_pieces)
                if (piece.columns[column].hasWord)
                    isDoubtful[column] = false;
        return readAgain(
            [&](const Piece& piece, std::size_t column) {
                return isDoubtful[column] && piece.columns[column].kind != PartKind::Numbers;
            },
            CellGuess::Numbers);
    }

    /// A column of which only some pieces hold numbers alone is a column of words.
    Result<void> readWordsAgain()
    {
        std::vector<bool> hasWords(m_task.columns, false);
        for (std::size_t column = 0; column < m_task.columns; ++column)
            for (const Piece& piece : m_pieces)
                hasWords[column] = hasWords[column] || piece.columns[column].kind != PartKind::Numbers;
        return readAgain(
            [&](const Piece& piece, std::size_t column) {
                return hasWords[column] && piece.columns[column].kind == PartKind::Numbers;
            },
            CellGuess::Levels);
    }

    Result<CsvContent> merge()
    {
        CsvContent content;
        for (const Piece& piece : m_pieces) {
            content.rows += piece.rows;
            content.blankLines += piece.findings.blankLines;
            content.strayQuotes += piece.findings.strayQuotes;
            if (!content.firstStrayQuote)
                content.firstStrayQuote = piece.findings.firstStrayQuote;
        }
        content.columns.resize(m_task.columns);
        const auto mergeOne = [&](std::size_t column) -> Result<void> {
            std::vector<ColumnPart*> parts;
            for (Piece& piece : m_pieces)
                if (piece.rows > 0)
                    parts.push_back(&piece.columns[column]);
            EH_TRY(content.columns[column], mergeColumn(parts, content.rows, m_ctx));
            return kOk;
        };
        EH_CHECK(parallelFor(m_task.columns, m_ctx, mergeOne));
        return content;
    }

    const CsvTask& m_task;
    const MissingMarkers& m_markers;
    const RunContext& m_ctx;
    std::vector<std::atomic<std::uint8_t>> m_guesses; ///< CellGuess per column: what the pieces so far taught
    std::vector<bool> m_insideQuotes;
    std::vector<Piece> m_pieces;
    std::atomic<std::size_t> m_done {0};
};

} // namespace

Result<CsvContent> readCsv(const CsvTask& task, const MissingMarkers& markers, const RunContext& ctx)
{
    return CsvReading(task, markers, ctx).read();
}

std::int64_t lineOf(std::string_view text, std::size_t offset)
{
    std::int64_t line = 1;
    for (std::size_t at = 0; at < offset; ++at) {
        const bool isEnd
            = text[at] == '\n' || (text[at] == '\r' && (at + 1 >= text.size() || text[at + 1] != '\n'));
        line += isEnd ? 1 : 0;
    }
    return line;
}

} // namespace evenhand
