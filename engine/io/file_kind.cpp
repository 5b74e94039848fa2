#include "engine/io/file_kind.h"

#include "engine/io/text_encoding.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace evenhand {

namespace {

struct Signature {
    std::string_view bytes;
    std::size_t offset;
    const char* refusal;
    const char* hint;
};

using namespace std::string_view_literals;

constexpr const char* kSpreadsheet = "looks like a spreadsheet or ZIP file; export it as CSV";
constexpr const char* kUnpack = "unpack it, or compress it with gzip instead";

constexpr std::array kSignatures = {
    Signature {"\x89PNG\r\n"sv, 0, "not a text table (looks like a PNG image)", ""},
    Signature {"\xff\xd8\xff"sv, 0, "not a text table (looks like a JPEG image)", ""},
    Signature {"GIF8"sv, 0, "not a text table (looks like a GIF image)", ""},
    Signature {"%PDF-"sv, 0, "not a text table (looks like a PDF document)", ""},
    Signature {"PK\x03\x04"sv, 0, kSpreadsheet, ""},
    Signature {"PK\x05\x06"sv, 0, kSpreadsheet, ""},
    Signature {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, 0,
        "looks like an old spreadsheet or document; export it as CSV", ""},
    Signature {"BZh"sv, 0, "looks like a bzip2 file", kUnpack},
    Signature {"\xfd"
               "7zXZ\0"sv,
        0, "looks like an xz file", kUnpack},
    Signature {"\x28\xb5\x2f\xfd"sv, 0, "looks like a Zstandard file", kUnpack},
    Signature {"7z\xbc\xaf\x27\x1c"sv, 0, "looks like a 7z file", kUnpack},
    Signature {"PAR1"sv, 0, "looks like a Parquet file; export it as CSV", ""},
    Signature {"ARROW1"sv, 0, "looks like an Arrow file; export it as CSV", ""},
    Signature {"SQLite format 3"sv, 0, "looks like an SQLite database; export a table as CSV", ""},
    Signature {"\x89HDF\r\n"sv, 0, "looks like an HDF5 file; export it as CSV", ""},
    Signature {"RDX2\n"sv, 0, "looks like an R data file; export it as CSV", ""},
    Signature {"RDX3\n"sv, 0, "looks like an R data file; export it as CSV", ""},
    Signature {"\x7f"
               "ELF"sv,
        0, "not a text table (looks like a program)", ""},
    Signature {"ustar"sv, 257, "looks like a tar file", "unpack it and open the table inside"},
    Signature {"version https://git-lfs.github.com/"sv, 0, "a Git LFS pointer, not the data",
        "fetch the file with “git lfs pull”"},
};

bool beginsWithoutCase(std::string_view text, std::string_view lowerCase)
{
    return text.size() >= lowerCase.size()
        && std::equal(lowerCase.begin(), lowerCase.end(), text.begin(), [](char wanted, char found) {
               return wanted == static_cast<char>(std::tolower(static_cast<unsigned char>(found)));
           });
}

bool looksLikeMarkup(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return beginsWithoutCase(text, "<!doctype") || beginsWithoutCase(text, "<html")
        || beginsWithoutCase(text, "<?xml") || beginsWithoutCase(text, "<head");
}

/// Control characters hardly occur in text; in arbitrary bytes one in nine is one.
bool looksBinary(std::string_view text)
{
    const auto isControl = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f') || byte == 0x7f;
    };
    const auto controls = static_cast<std::size_t>(std::ranges::count_if(text, isControl));
    return controls * 50 > text.size();
}

} // namespace

FileNature fileNature(std::string_view head)
{
    constexpr std::size_t kJudged = 65536;
    head = head.substr(0, kJudged);
    if (head.starts_with("\x1f\x8b"))
        return {FileKind::Gzip, {}, {}};
    for (const Signature& signature : kSignatures)
        if (head.size() >= signature.offset && head.substr(signature.offset).starts_with(signature.bytes))
            return {FileKind::Other, text(signature.refusal), text(signature.hint)};

    std::string converted;
    if (const auto encoding = recogniseUtf16(head)) {
        converted = toUtf8(head, *encoding);
        head = converted;
    } else if (head.starts_with(kUtf8Mark)) {
        head.remove_prefix(kUtf8Mark.size());
    }
    if (head.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return {FileKind::Empty, text("the file is empty"), {}};
    if (looksLikeMarkup(head))
        return {FileKind::Other, text("looks like a web page, not a table"), {}};
    if (looksBinary(head))
        return {FileKind::Other, text("not a text table"), {}};
    return {FileKind::Text, {}, {}};
}

} // namespace evenhand
