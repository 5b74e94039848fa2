#include "engine/io/csv_write.h"

#include "engine/core/text.h"

#include <cmath>

namespace evenhand {

std::string csvText(std::string_view text)
{
    const bool isFormula
        = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string cell = isFormula ? "'" : "";
    cell += text;
    if (cell.find_first_of(",;\"\r\n") == std::string::npos && cell.find_first_of(" \t") != 0)
        return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csvNumber(std::optional<double> value)
{
    return value && std::isfinite(*value) ? exactNumber(*value) : std::string();
}

} // namespace evenhand
