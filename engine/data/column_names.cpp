#include "engine/data/column_names.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isLetter(char c)
{
    return isUpper(c) || isLower(c) || static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    for (std::size_t i = 0; i < lower.size(); ++i) {
        const auto byte = static_cast<unsigned char>(lower[i]);
        if (isUpper(lower[i])) {
            lower[i] = static_cast<char>(byte + 0x20U);
        } else if (i + 1 < lower.size()) {
            const auto next = static_cast<unsigned char>(lower[i + 1]);
            // U+00C0 … U+00DE (without ×) lie 32 below their small letters; in U+0100 … U+0137 and U+014A …
            // U+0177 an even number is the capital of the next.
            const bool isLatin1 = byte == 0xc3 && next >= 0x80 && next <= 0x9e && next != 0x97;
            const bool isLatinA
                = ((byte == 0xc4 && next <= 0xb7) || (byte == 0xc5 && next >= 0x8a && next <= 0xb7))
                && next % 2 == 0;
            if (isLatin1)
                lower[i + 1] = static_cast<char>(next + 0x20U);
            else if (isLatinA)
                lower[i + 1] = static_cast<char>(next + 1U);
        }
    }
    return lower;
}

std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        while (!word.empty() && isDigit(word.back()))
            word.pop_back();
        if (!word.empty())
            words.push_back(lowerCase(word));
        word.clear();
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!isLetter(c) && !isDigit(c)) {
            finish();
            continue;
        }
        const bool beginsHump = isUpper(c) && !word.empty()
            && (isLower(word.back())
                || (isUpper(word.back()) && i + 1 < name.size() && isLower(name[i + 1])));
        if (beginsHump)
            finish();
        word += c;
    }
    finish();
    return words;
}

bool isIdentifierName(std::string_view name)
{
    constexpr std::array<std::string_view, 14> kNames = {"id", "ids", "uuid", "guid", "index", "idx", "key",
        "rownames", "nbr", "ssn", "rowid", "recordid", "personid", "unnamed"};
    const std::vector<std::string> words = wordsOf(name);
    if (words.empty())
        return false;
    const auto isOne
        = [&](const std::string& word) { return std::ranges::find(kNames, word) != kNames.end(); };
    return isOne(words.back()) || isOne(words.front());
}

} // namespace evenhand
