#include "engine/io/text_encoding.h"

#include "engine/core/parallel.h"
#include "engine/io/csv_bits.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

/// Code points of the bytes 0x80 … 0x9f in Windows-1252.
constexpr std::array<char32_t, 32> kWindows1252 = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020,
    0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d,
    0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};

void append(std::string& out, char32_t point)
{
    const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xc0U | (point >> 6U));
        put(0x80U | (point & 0x3fU));
    } else if (point < 0x10000) {
        put(0xe0U | (point >> 12U));
        put(0x80U | ((point >> 6U) & 0x3fU));
        put(0x80U | (point & 0x3fU));
    } else {
        put(0xf0U | (point >> 18U));
        put(0x80U | ((point >> 12U) & 0x3fU));
        put(0x80U | ((point >> 6U) & 0x3fU));
        put(0x80U | (point & 0x3fU));
    }
}

std::string fromWindows1252(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        append(out, byte >= 0x80 && byte < 0xa0 ? kWindows1252[byte - 0x80U] : byte);
    }
    return out;
}

std::string fromUtf16(std::string_view bytes, bool bigEndian)
{
    constexpr char32_t kReplacement = 0xfffd;
    const auto unit = [&](std::size_t at) -> char32_t {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return bigEndian ? (char32_t {first} << 8U) | second : (char32_t {second} << 8U) | first;
    };
    std::string out;
    out.reserve(bytes.size() / 2 + bytes.size() / 8);
    std::size_t at = bytes.size() >= 2 && unit(0) == 0xfeff ? 2 : 0;
    for (; at + 1 < bytes.size(); at += 2) {
        const char32_t high = unit(at);
        if (high < 0xd800 || high > 0xdfff) {
            append(out, high);
        } else if (high < 0xdc00 && at + 3 < bytes.size() && unit(at + 2) >= 0xdc00
            && unit(at + 2) <= 0xdfff) {
            append(out, 0x10000 + ((high - 0xd800) << 10U) + (unit(at + 2) - 0xdc00));
            at += 2;
        } else {
            append(out, kReplacement);
        }
    }
    if (at < bytes.size())
        append(out, kReplacement);
    return out;
}

struct PieceScan {
    std::optional<std::size_t> invalid, nul;
    bool oddQuotes = false, quote = false, lineFeed = false, carriageReturn = false, ascii = true;
};

/// Sequences belong to the piece in which they begin.
std::optional<std::size_t> firstInvalid(std::string_view text, std::size_t begin, std::size_t end)
{
    const auto isContinuation
        = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80U; };
    std::size_t at = begin;
    if (begin > 0 && isContinuation(begin)) {
        std::size_t lead = begin - 1;
        while (lead > 0 && begin - lead < 3 && isContinuation(lead))
            --lead;
        const std::size_t length = utf8SequenceLength(text, lead);
        if (length != 0 && lead + length > begin)
            at = lead + length;
    }
    while (at < end) {
        const std::size_t length = utf8SequenceLength(text, at);
        if (length == 0)
            return at;
        at += length;
    }
    return std::nullopt;
}

PieceScan scanPiece(std::string_view text, std::size_t begin, std::size_t end)
{
    PieceScan found;
    bool nul = false;
    std::uint64_t quoteBits = 0; // the parity of all masks together is the parity of their exclusive or
    std::size_t at = begin;
    for (; at + bits::Block::kSize <= end; at += bits::Block::kSize) {
        const bits::Block block(text.data() + at);
        const std::uint64_t quotes = block.equal('"');
        quoteBits ^= quotes;
        found.quote = found.quote || quotes != 0;
        found.lineFeed = found.lineFeed || block.has('\n');
        found.carriageReturn = found.carriageReturn || block.has('\r');
        nul = nul || block.has('\0');
        found.ascii = found.ascii && !block.hasHighBit();
    }
    found.oddQuotes = std::popcount(quoteBits) % 2 != 0;
    for (; at < end; ++at) {
        const char c = text[at];
        found.oddQuotes = found.oddQuotes != (c == '"');
        found.quote = found.quote || c == '"';
        found.lineFeed = found.lineFeed || c == '\n';
        found.carriageReturn = found.carriageReturn || c == '\r';
        nul = nul || c == '\0';
        found.ascii = found.ascii && static_cast<unsigned char>(c) < 0x80;
    }
    if (nul)
        found.nul = text.find('\0', begin);
    if (!found.ascii)
        found.invalid = firstInvalid(text, begin, end);
    return found;
}

} // namespace

std::optional<TextEncoding> recogniseUtf16(std::string_view bytes)
{
    if (bytes.starts_with("\xff\xfe"))
        return TextEncoding::Utf16LittleEndian;
    if (bytes.starts_with("\xfe\xff"))
        return TextEncoding::Utf16BigEndian;
    constexpr std::size_t kJudged = 4096;
    const std::size_t pairs = std::min(bytes.size(), kJudged) / 2;
    std::size_t zeroFirst = 0;
    std::size_t zeroSecond = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
        zeroFirst += bytes[2 * i] == '\0' ? 1U : 0U;
        zeroSecond += bytes[2 * i + 1] == '\0' ? 1U : 0U;
    }
    if (pairs < 4 || std::min(zeroFirst, zeroSecond) > 0 || std::max(zeroFirst, zeroSecond) * 10 < pairs * 7)
        return std::nullopt;
    return zeroSecond > 0 ? TextEncoding::Utf16LittleEndian : TextEncoding::Utf16BigEndian;
}

std::string toUtf8(std::string_view bytes, TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf16LittleEndian:
        return fromUtf16(bytes, false);
    case TextEncoding::Utf16BigEndian:
        return fromUtf16(bytes, true);
    case TextEncoding::Windows1252:
        return fromWindows1252(bytes);
    case TextEncoding::Utf8:
        break;
    }
    return std::string(bytes.substr(bytes.starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0));
}

std::size_t utf8SequenceLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
    const unsigned lead = byte(at);
    const unsigned next = byte(at + 1);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return continues(at + 1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        const bool isShortest = lead != 0xe0 || next >= 0xa0;
        const bool isSurrogate = lead == 0xed && next >= 0xa0;
        return continues(at + 1) && continues(at + 2) && isShortest && !isSurrogate ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const bool isInRange = (lead != 0xf0 || next >= 0x90) && (lead != 0xf4 || next < 0x90);
        return continues(at + 1) && continues(at + 2) && continues(at + 3) && isInRange ? 4 : 0;
    }
    return 0;
}

Result<TextScan> scanText(std::string_view text, std::size_t pieceSize, const RunContext& ctx)
{
    const std::size_t pieces = (text.size() + pieceSize - 1) / pieceSize;
    std::vector<PieceScan> found(pieces);
    const auto scanOne = [&](std::size_t i) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        found[i] = scanPiece(text, i * pieceSize, std::min(text.size(), (i + 1) * pieceSize));
        return kOk;
    };
    EH_CHECK(parallelFor(pieces, ctx, scanOne));
    TextScan scan;
    for (const PieceScan& piece : found) {
        scan.firstInvalidUtf8 = scan.firstInvalidUtf8 ? scan.firstInvalidUtf8 : piece.invalid;
        scan.firstNul = scan.firstNul ? scan.firstNul : piece.nul;
        scan.oddQuotes.push_back(static_cast<std::uint8_t>(piece.oddQuotes ? 1 : 0));
        scan.hasQuote = scan.hasQuote || piece.quote;
        scan.hasLineFeed = scan.hasLineFeed || piece.lineFeed;
        scan.hasCarriageReturn = scan.hasCarriageReturn || piece.carriageReturn;
        scan.isAscii = scan.isAscii && piece.ascii;
    }
    return scan;
}

} // namespace evenhand
