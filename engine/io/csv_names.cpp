#include "engine/io/csv_names.h"

#include <unordered_set>

namespace evenhand {

CsvNames distinctNames(const std::vector<std::string>& header, bool hasHeader)
{
    CsvNames result;
    // Names that stand in the file are kept, wherever they stand; made ones evade them.
    std::unordered_set<std::string> taken(header.begin(), header.end());
    std::unordered_set<std::string> seen;
    const auto makeDistinct = [&taken](const std::string& wanted, int number) {
        std::string made = number < 2 ? wanted : wanted + " (" + std::to_string(number) + ")";
        for (int next = number < 2 ? 2 : number + 1; !taken.insert(made).second; ++next)
            made = wanted + " (" + std::to_string(next) + ")";
        return made;
    };
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string& name = header[i];
        const std::string position = std::to_string(i + 1);
        result.isNamed.push_back(!name.empty());
        if (name.empty()) {
            result.names.push_back(makeDistinct("column " + position, 1));
            if (hasHeader)
                result.notes.push_back(
                    text("column %1 has no name; it is called “%2”", position, result.names.back()));
        } else if (seen.insert(name).second) {
            result.names.push_back(name);
        } else {
            result.names.push_back(makeDistinct(name, 2));
            result.notes.push_back(text("the name “%1” occurs again in column %2; that one is called “%3”",
                name, position, result.names.back()));
        }
    }
    return result;
}

} // namespace evenhand
