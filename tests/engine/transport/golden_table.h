#pragma once

#include "tests/support/data.h"

#include <charconv>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand::test {

/// A golden file: plain commas, no quotes, one header line. Cells are kept as text.
struct GoldenTable {
    std::map<std::string, std::vector<std::string>, std::less<>> columns;

    explicit GoldenTable(const std::string& name)
    {
        std::ifstream file(golden(name));
        std::string line;
        std::getline(file, line);
        const std::vector<std::string> header = cells(line);
        while (std::getline(file, line)) {
            const std::vector<std::string> row = cells(line);
            for (std::size_t c = 0; c < header.size() && c < row.size(); ++c)
                columns[header[c]].push_back(row[c]);
        }
    }

    [[nodiscard]] bool has(std::string_view column) const { return columns.find(column) != columns.end(); }
    [[nodiscard]] std::size_t rows() const { return columns.empty() ? 0 : columns.begin()->second.size(); }
    [[nodiscard]] const std::vector<std::string>& texts(std::string_view column) const
    {
        return columns.find(column)->second;
    }
    [[nodiscard]] std::vector<double> numbers(std::string_view column) const
    {
        std::vector<double> values;
        for (const std::string& cell : texts(column)) {
            double value = 0.0;
            std::from_chars(cell.data(), cell.data() + cell.size(), value);
            values.push_back(value);
        }
        return values;
    }
    /// Small whole numbers as group codes.
    [[nodiscard]] std::vector<std::int32_t> codes(std::string_view column) const
    {
        std::vector<std::int32_t> values;
        for (const double value : numbers(column))
            values.push_back(static_cast<std::int32_t>(value));
        return values;
    }
    /// Single letters A, B, … as group codes 0, 1, …
    [[nodiscard]] std::vector<std::int32_t> letters(std::string_view column) const
    {
        std::vector<std::int32_t> values;
        for (const std::string& cell : texts(column))
            values.push_back(cell.at(0) - 'A');
        return values;
    }

private:
    static std::vector<std::string> cells(const std::string& line)
    {
        std::vector<std::string> found;
        for (std::size_t begin = 0; begin <= line.size();) {
            const std::size_t end = std::min(line.find(',', begin), line.size());
            found.push_back(line.substr(begin, end - begin));
            begin = end + 1;
        }
        return found;
    }
};

} // namespace evenhand::test
