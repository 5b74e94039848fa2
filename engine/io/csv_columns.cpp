#include "engine/io/csv_columns.h"

#include "engine/io/csv_cell_cache.h"
#include "engine/io/csv_number.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace evenhand {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

bool isBlank(char c, char delimiter)
{
    return c == ' ' || (c == '\t' && delimiter != '\t');
}

std::uint64_t mix(std::uint64_t value)
{
    value ^= value >> 32U;
    value *= 0xd6e8feb86659fd93ULL;
    value ^= value >> 32U;
    return value;
}

std::uint32_t hashOf(std::string_view text)
{
    std::uint64_t hash = text.size() * 0x9e3779b97f4a7c15ULL;
    const char* at = text.data();
    std::size_t left = text.size();
    while (left >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        hash = mix(hash ^ word);
        at += 8;
        left -= 8;
    }
    std::uint64_t word = 0;
    if (left >= 4) {
        std::uint32_t low = 0;
        std::uint32_t high = 0;
        std::memcpy(&low, at, 4);
        std::memcpy(&high, at + left - 4, 4);
        word = (std::uint64_t {high} << 32U) | low;
    } else if (left > 0) {
        word = static_cast<unsigned char>(at[0])
            | (std::uint64_t {static_cast<unsigned char>(at[left / 2])} << 8U)
            | (std::uint64_t {static_cast<unsigned char>(at[left - 1])} << 16U);
    }
    return static_cast<std::uint32_t>(mix(hash ^ word) >> 16U);
}

/// Whether all quotes between the first and the last character are doubled.
bool isWellQuoted(std::string_view written, bool& hasDoubled)
{
    if (written.size() < 2 || written.front() != '"' || written.back() != '"')
        return false;
    const std::string_view inner = written.substr(1, written.size() - 2);
    for (std::size_t at = inner.find('"'); at != std::string_view::npos; at = inner.find('"', at + 2)) {
        if (at + 1 >= inner.size() || inner[at + 1] != '"')
            return false;
        hasDoubled = true;
    }
    return true;
}

/// Reads the cells of one column of some rows.
class ColumnReader {
public:
    ColumnReader(std::string_view text, const CsvTokens& tokens, std::size_t column, const CsvFormat& format,
        const MissingMarkers& markers)
        : m_text(text.data() + tokens.base)
        , m_tokens(tokens)
        , m_column(column)
        , m_format(format)
        , m_markers(markers)
        , m_lastWord(text.data() + text.size() - std::min<std::size_t>(text.size(), sizeof(std::uint64_t)))
        , m_lastCached(text.data() + text.size() - std::min(text.size(), ShortCell::kLongest))
    {
        if (text.size() < ShortCell::kLongest)
            m_lastWord = m_lastCached = nullptr;
    }

    ColumnPart read(CellGuess guess)
    {
        const bool areNumbers = guess == CellGuess::Numbers && readNumbers();
        if (areNumbers)
            return std::move(m_part);
        const bool areLevels = guess != CellGuess::Texts && readLevels();
        if (!areLevels)
            readTexts();
        m_part.hasWord = guess == CellGuess::Numbers;
        return std::move(m_part);
    }

private:
    void startAgain(PartKind kind)
    {
        m_part = {};
        m_part.kind = kind;
        m_part.markers.resize(m_markers.all().size());
    }
    [[nodiscard]] std::string_view written(std::size_t row) const
    {
        const std::uint32_t begin = m_tokens.begin(row, m_column);
        return {m_text + begin, m_tokens.endOf(row, m_column) - begin};
    }
    CellText cell(std::size_t row)
    {
        const CellText found = cellText(written(row), m_format.delimiter, m_store);
        m_part.trimmed += found.isTrimmed ? 1U : 0U;
        return found;
    }
    bool isMissing(std::string_view text)
    {
        const int marker = m_markers.find(text);
        if (marker == MissingMarkers::kNot)
            return false;
        ++m_part.markers[static_cast<std::size_t>(marker)];
        return true;
    }

    /// Where the column's cells are, one row after another.
    class Walk {
    public:
        Walk(const CsvTokens& tokens, std::size_t column, const char* text)
            : m_text(text)
            , m_begin(column == 0 ? tokens.rowBegins.data() : tokens.ends.data() + column - 1)
            , m_end(tokens.ends.data() + column)
            , m_beginStep(column == 0 ? 1 : tokens.columns)
            , m_endStep(tokens.columns)
            , m_delimiter(column == 0 ? 0 : 1)
        {
        }
        [[nodiscard]] const char* begin() const { return m_text + *m_begin + m_delimiter; }
        [[nodiscard]] std::uint32_t size() const { return *m_end - *m_begin - m_delimiter; }
        void next()
        {
            m_begin += m_beginStep;
            m_end += m_endStep;
        }

    private:
        const char* m_text;
        const std::uint32_t* m_begin;
        const std::uint32_t* m_end;
        std::size_t m_beginStep;
        std::size_t m_endStep;
        std::uint32_t m_delimiter;
    };

    bool readNumbers()
    {
        startAgain(PartKind::Numbers);
        m_part.numbers.resize(m_tokens.rows);
        double* const numbers = m_part.numbers.data();
        const std::size_t rows = m_tokens.rows;
        const char* const lastWord = m_lastWord;
        const char point = m_format.decimalPoint;
        Walk walk(m_tokens, m_column, m_text);
        for (std::size_t row = 0; row < rows; ++row, walk.next()) {
            const char* const bytes = walk.begin();
            const std::size_t size = walk.size();
            if (bytes <= lastWord && readShortInteger(bytes, size, numbers[row]))
                continue;
            if (!readPlainDecimal(bytes, bytes + size, point, numbers[row])
                && !readUnusualNumber(row, numbers[row]))
                return false;
        }
        return true;
    }
    bool readUnusualNumber(std::size_t row, double& number)
    {
        const CellText found = cell(row);
        number = kMissing;
        if (isMissing(found.text))
            return true;
        switch (readNumber(found.text, m_format.decimalPoint, number)) {
        case NumberKind::Number:
            return true;
        case NumberKind::Infinite:
            ++m_part.infinite;
            return true;
        case NumberKind::Code:
        case NumberKind::Word:
            break;
        }
        return false;
    }

    bool readLevels()
    {
        startAgain(PartKind::Levels);
        m_part.codes.resize(m_tokens.rows);
        std::int16_t* const codes = m_part.codes.data();
        const std::size_t rows = m_tokens.rows;
        const char* const lastCached = m_lastCached;
        thread_local CellCache ownCache;
        CellCache& cache = ownCache;
        cache.clear();
        Walk walk(m_tokens, m_column, m_text);
        for (std::size_t row = 0; row < rows; ++row, walk.next()) {
            if (walk.size() > ShortCell::kLongest || walk.begin() > lastCached) {
                CellCache::Entry unseen;
                if (!readLevel(row, unseen))
                    return false;
                codes[row] = static_cast<std::int16_t>(unseen.code);
                continue;
            }
            bool isKnown = false;
            CellCache::Entry& entry = cache.at(walk.begin(), walk.size(), isKnown);
            if (isKnown && entry.isOdd)
                countOdd(entry);
            else if (!isKnown && !readLevel(row, entry))
                return false;
            codes[row] = static_cast<std::int16_t>(entry.code);
        }
        return true;
    }
    void countOdd(const CellCache::Entry& entry)
    {
        m_part.trimmed += entry.isTrimmed ? 1U : 0U;
        if (entry.marker != MissingMarkers::kNot)
            ++m_part.markers[static_cast<std::size_t>(entry.marker)];
    }
    /// Reads a cell by all rules; false when the levels have become too many.
    bool readLevel(std::size_t row, CellCache::Entry& entry)
    {
        constexpr std::size_t kFew = 2048;
        constexpr std::size_t kMost = std::numeric_limits<std::int16_t>::max();
        const CellText found = cell(row);
        entry.isTrimmed = found.isTrimmed;
        entry.marker = m_markers.find(found.text);
        entry.isOdd = entry.isTrimmed || entry.marker != MissingMarkers::kNot;
        entry.code = -1;
        if (entry.marker != MissingMarkers::kNot) {
            ++m_part.markers[static_cast<std::size_t>(entry.marker)];
            return true;
        }
        entry.code = m_part.levels.add(lasting(found.text));
        const std::size_t levels = m_part.levels.texts().size();
        return levels <= kFew || (levels * 2 <= row && levels <= kMost);
    }
    /// Text whose quotes were undone lies in m_store, which the next cell overwrites.
    std::string_view lasting(std::string_view text)
    {
        if (m_store.empty() || text.data() != m_store.data())
            return text;
        m_part.kept.push_back(std::make_unique<std::string>(text));
        return *m_part.kept.back();
    }

    void readTexts()
    {
        startAgain(PartKind::Texts);
        m_part.ends.resize(m_tokens.rows);
        m_part.missing.resize(m_tokens.rows);
        for (std::size_t row = 0; row < m_tokens.rows; ++row) {
            const CellText found = cell(row);
            if (isMissing(found.text))
                m_part.missing[row] = 1;
            else
                m_part.bytes.append(found.text);
            m_part.ends[row] = m_part.bytes.size();
        }
    }

    const char* m_text;
    const CsvTokens& m_tokens;
    std::size_t m_column;
    const CsvFormat& m_format;
    const MissingMarkers& m_markers;
    const char* m_lastWord;   ///< where a whole word can still be read
    const char* m_lastCached; ///< where as many bytes as the cache looks at can still be read
    ColumnPart m_part;
    std::string m_store;
};

} // namespace

MissingMarkers::MissingMarkers(std::vector<std::string> markers)
    : m_markers {""}
    , m_begins(256)
{
    m_begins[0] = true;
    for (std::string& marker : markers) {
        if (std::ranges::find(m_markers, marker) != m_markers.end())
            continue;
        m_longest = std::max(m_longest, marker.size());
        m_begins[static_cast<unsigned char>(marker[0])] = true;
        m_markers.push_back(std::move(marker));
    }
}

int MissingMarkers::search(std::string_view cell) const
{
    const auto found = std::ranges::find(m_markers, cell);
    return found == m_markers.end() ? kNot : static_cast<int>(found - m_markers.begin());
}

std::vector<std::string> usualMissingMarkers()
{
    return {"", "NA", "N/A", "n/a", "#N/A", "#NA", "<NA>", "NaN", "nan", "NAN", "-nan", "null", "NULL",
        "Null", "None", "?"};
}

CellText cellText(std::string_view written, char delimiter, std::string& store)
{
    std::string_view text = written;
    while (!text.empty() && isBlank(text.front(), delimiter))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back(), delimiter))
        text.remove_suffix(1);
    bool hasDoubled = false;
    if (text.empty() || text.front() != '"' || !isWellQuoted(text, hasDoubled))
        return {text, text.size() != written.size() && delimiter != ' ', false};
    text = text.substr(1, text.size() - 2);
    if (hasDoubled) {
        store.clear();
        for (std::size_t at = 0; at < text.size(); ++at) {
            store += text[at];
            at += text[at] == '"' ? 1U : 0U;
        }
        text = store;
    }
    return {text, false, true};
}

void Dictionary::grow()
{
    constexpr std::size_t kFirst = 64;
    m_slots.assign(std::max(kFirst, m_slots.size() * 2), {});
    for (std::size_t i = 0; i < m_hashes.size(); ++i) {
        std::size_t at = m_hashes[i] & (m_slots.size() - 1);
        while (m_slots[at].index >= 0)
            at = (at + 1) & (m_slots.size() - 1);
        m_slots[at] = {m_hashes[i], static_cast<std::int32_t>(i)};
    }
}

std::int32_t Dictionary::add(std::string_view text)
{
    if (m_texts.size() * 2 >= m_slots.size())
        grow();
    const std::uint32_t hash = hashOf(text);
    std::size_t at = hash & (m_slots.size() - 1);
    for (; m_slots[at].index >= 0; at = (at + 1) & (m_slots.size() - 1)) {
        if (m_slots[at].hash == hash && m_texts[static_cast<std::size_t>(m_slots[at].index)] == text)
            return m_slots[at].index;
    }
    const auto index = static_cast<std::int32_t>(m_texts.size());
    m_slots[at] = {hash, index};
    m_texts.push_back(text);
    m_hashes.push_back(hash);
    return index;
}

std::size_t ColumnPart::rows() const
{
    switch (kind) {
    case PartKind::Numbers:
        return numbers.size();
    case PartKind::Levels:
        return codes.size();
    case PartKind::Texts:
        break;
    }
    return ends.size();
}

ColumnPart readColumn(std::string_view text, const CsvTokens& tokens, std::size_t column, CellGuess guess,
    const CsvFormat& format, const MissingMarkers& markers)
{
    return ColumnReader(text, tokens, column, format, markers).read(guess);
}

} // namespace evenhand
