#include "engine/core/result.h"

#include <stdexcept>

namespace evenhand {

std::string Error::english() const
{
    std::string line = what.english();
    if (!where.file.empty() || where.line) {
        line += " (";
        line += where.file;
        if (where.line)
            line += (where.file.empty() ? "line " : ", line ") + std::to_string(*where.line);
        if (where.column)
            line += ", column " + std::to_string(*where.column);
        line += ")";
    }
    if (!hint.empty())
        line += "; " + hint.english();
    return line;
}

void throw_exception_from_error(const Error& error, const boost::source_location&)
{
    throw std::logic_error("a result was used without a check: " + error.english());
}

} // namespace evenhand
