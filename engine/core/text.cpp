#include "engine/core/text.h"

#include <array>
#include <charconv>

namespace evenhand {

std::string fillPlaces(std::string_view source, const std::vector<std::string>& args)
{
    std::string filled;
    filled.reserve(source.size() + 16 * args.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        const bool isPlace
            = source[i] == '%' && i + 1 < source.size() && source[i + 1] >= '1' && source[i + 1] <= '9';
        if (!isPlace) {
            filled += source[i];
            continue;
        }
        const auto place = static_cast<std::size_t>(source[i + 1] - '1');
        if (place < args.size())
            filled += args[place];
        ++i;
    }
    return filled;
}

std::string Text::english() const
{
    return fillPlaces(source, args);
}

std::string exactNumber(double value)
{
    std::array<char, 32> buffer {};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

std::string shortNumber(double value, int digits)
{
    std::array<char, 64> buffer {};
    const auto end = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, digits)
                         .ptr;
    return {buffer.data(), end};
}

} // namespace evenhand
