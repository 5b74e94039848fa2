#pragma once

#include "engine/io/json.h"
#include "engine/metrics/confusion.h"
#include "tests/support/data.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

namespace evenhand::test {

namespace bj = boost::json;

inline double numberOf(const bj::value& value)
{
    if (!value.is_string())
        return value.is_bool() ? double(value.as_bool()) : value.to_number<double>();
    return value.as_string() == "NaN" ? std::numeric_limits<double>::quiet_NaN()
                                      : std::numeric_limits<double>::infinity();
}

inline std::string wordOf(const bj::value& value)
{
    return value.is_string() ? std::string(value.as_string()) : std::to_string(value.as_int64());
}

/// The confusion matrices of one golden case, by the names that Fairlearn gives its groups.
struct Case {
    std::map<std::string, std::size_t> code;
    std::vector<Confusion> cells;
    Confusion overall;

    explicit Case(const bj::object& inputs)
    {
        std::vector<double> y, decision, weight;
        for (const auto& value : inputs.at("y_true").as_array())
            y.push_back(numberOf(value));
        for (const auto& value : inputs.at("y_pred").as_array())
            decision.push_back(numberOf(value));
        if (const auto* const given = inputs.if_contains("sample_weight"))
            for (const auto& value : given->as_array())
                weight.push_back(numberOf(value));
        std::vector<std::int32_t> group;
        for (std::size_t row = 0; row < y.size(); ++row) {
            std::string name;
            for (const auto& [attribute, column] : inputs.at("sensitive").as_object())
                name.append("|").append(wordOf(column.as_array()[row]));
            group.push_back(
                static_cast<std::int32_t>(code.emplace(name.substr(1), code.size()).first->second));
        }
        const std::vector<std::string> names(code.size());
        MetricInput input;
        input.y = y;
        input.decision = decision;
        input.weight = weight;
        input.group = group;
        input.groupNames = &names;
        cells = confusionByGroup(input);
        overall = confusionOf(input);
    }
};

struct Comparison {
    int compared = 0;
    std::string different;

    void check(const std::string& where, double own, const bj::value& expected)
    {
        const double theirs = numberOf(expected);
        ++compared;
        if (!(std::abs(own - theirs) <= 1e-12 || (std::isnan(own) && std::isnan(theirs)) || own == theirs))
            different += where + " is " + exactNumber(own) + ", not " + exactNumber(theirs) + "; ";
    }
};

inline bj::value readGolden(const std::string& name)
{
    std::ifstream file(golden(name), std::ios::binary);
    const std::string bytes {std::istreambuf_iterator<char>(file), {}};
    return parseJson(bytes, name).value();
}

} // namespace evenhand::test
