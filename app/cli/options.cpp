#include "app/cli/options.h"

#include <algorithm>
#include <charconv>

namespace evenhand::cli {

std::vector<std::string> splitAt(std::string_view list, char separator)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(separator, begin), list.size());
        parts.emplace_back(list.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

Result<void> readCuts(const std::string& given, std::map<std::string, std::vector<double>>& cutsOf)
{
    const std::size_t equals = given.rfind('=');
    const auto malformed = [&] {
        return invalidArgument(
            text("“%1” is not COLUMN=VALUE,VALUE", given), text("for example --cut age=25,40"));
    };
    if (equals == std::string::npos)
        return malformed();
    std::vector<double>& cuts = cutsOf[given.substr(0, equals)];
    for (const std::string& part : splitAt(std::string_view(given).substr(equals + 1), ',')) {
        double value = 0.0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), value);
        if (read.ec != std::errc() || read.ptr != part.data() + part.size())
            return malformed();
        cuts.push_back(value);
    }
    return kOk;
}

} // namespace evenhand::cli
