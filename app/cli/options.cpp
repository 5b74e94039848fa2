#include "app/cli/options.h"

#include "engine/data/propose_roles.h"

#include <algorithm>
#include <charconv>
#include <iostream>

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

namespace {

std::optional<double> wholeNumber(std::string_view given)
{
    double value = 0.0;
    const auto read = std::from_chars(given.data(), given.data() + given.size(), value);
    const bool isWhole = !given.empty() && read.ec == std::errc() && read.ptr == given.data() + given.size();
    return isWhole ? std::optional<double>(value) : std::nullopt;
}

} // namespace

Result<ParamSet> readSettings(const std::vector<std::string>& given)
{
    ParamSet params;
    for (const std::string& one : given) {
        const std::size_t equals = one.find('=');
        if (equals == std::string::npos || equals == 0)
            return invalidArgument(
                text("“%1” is not NAME=VALUE", one), text("for example --set strength=10"));
        const std::string value = one.substr(equals + 1);
        if (const auto number = wholeNumber(value))
            params[one.substr(0, equals)] = *number;
        else
            params[one.substr(0, equals)] = value;
    }
    return params;
}

Result<TaskTarget> readTask(const std::string& given)
{
    const std::size_t sign = given.find_first_of("=>");
    TaskTarget target;
    target.column = given.substr(0, sign);
    if (target.column.empty())
        return invalidArgument(text("“%1” names no column", given), text("for example --task \"hours>40\""));
    if (sign == std::string::npos) {
        target.task = Task::Regression;
        return target;
    }
    const std::string rest = given.substr(sign + 1);
    if (given[sign] == '=') {
        target.favourable = splitAt(rest, '|');
        return target;
    }
    target.above = wholeNumber(rest);
    if (!target.above)
        return invalidArgument(text("“%1” is not a number to cut “%2” at", rest, target.column));
    return target;
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

void proposeFavourable(const Table& table, const std::string& judged, Roles& roles)
{
    const auto column = table.indexOf(judged);
    if (!roles.favourable.empty() || !column)
        return;
    const std::vector<std::string> levels = favourableCandidates(table.columns()[*column]);
    if (levels.size() == 2) {
        roles.favourable = levels.front();
        std::cerr << "note: the favourable outcome is taken to be “" << roles.favourable
                  << "”; say --favourable otherwise\n";
    }
}

} // namespace evenhand::cli
