#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evenhand {

/// A sentence meant for people, kept in two parts so that the window can translate it.
///
/// `source` is the English sentence with the places %1 … %9, `args` are what fills them (names and numbers
/// from the data, never translated). The engine has no translation machinery: it only says which sentence it
/// means.
struct Text {
    std::string source;
    std::vector<std::string> args;

    [[nodiscard]] bool empty() const { return source.empty(); }
    /// The English sentence with its arguments put in; what the command line prints.
    [[nodiscard]] std::string english() const;

    friend bool operator==(const Text&, const Text&) = default;
};

/// Fills the places %1 … %9 of @p source in one pass: an argument that itself contains "%1" is left as it is.
[[nodiscard]] std::string fillPlaces(std::string_view source, const std::vector<std::string>& args);

/// Shortest text that reads back as the same double ("0.1", "1e+300"); "nan", "inf", "-inf" for the rest.
[[nodiscard]] std::string exactNumber(double value);
/// At most @p digits significant digits, no trailing zeros: for sentences, never for files.
[[nodiscard]] std::string shortNumber(double value, int digits = 4);

namespace detail {
inline std::string toArgument(std::string value)
{
    return value;
}
inline std::string toArgument(std::string_view value)
{
    return std::string(value);
}
inline std::string toArgument(const char* value)
{
    return value;
}
inline std::string toArgument(double value)
{
    return shortNumber(value);
}
template <class Integer> std::string toArgument(Integer value) requires std::is_integral_v<Integer>
{
    return std::to_string(value);
}
} // namespace detail

/// Makes a Text: `text("%1 of %2 rows were dropped", dropped, rows)`.
template <class... Args> [[nodiscard]] Text text(std::string_view source, Args&&... args)
{
    return Text {std::string(source), {detail::toArgument(std::forward<Args>(args))...}};
}

} // namespace evenhand
