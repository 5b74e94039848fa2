#pragma once

#include "engine/core/rng.h"
#include "engine/io/json.h"
#include "engine/thresholds/frontier.h"
#include "tests/support/data.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

namespace evenhand::test {

/// Scored rows of several groups.
struct ScoredGroups {
    std::vector<double> score, y, weight;
    std::vector<std::int32_t> group;
    std::size_t nGroups = 0;

    [[nodiscard]] std::vector<GroupCurve> curves() const
    {
        return groupCurves(score, y, weight, group, nGroups, {}).value();
    }
    [[nodiscard]] double weightAt(std::size_t row) const { return weight.empty() ? 1.0 : weight[row]; }
};

/// Rows whose scores tell the outcome a little, differently in every group.
inline ScoredGroups madeUpGroups(std::size_t rows, std::size_t nGroups, std::uint64_t seed, double step = 0.0)
{
    ScoredGroups made;
    made.nGroups = nGroups;
    Rng rng(seed);
    for (std::size_t i = 0; i < rows; ++i) {
        const std::uint64_t g = rng.below(nGroups);
        const double place = static_cast<double>(g) / static_cast<double>(nGroups);
        const double y = rng.uniform() < 0.2 + 0.5 * place ? 1.0 : 0.0;
        const double score = (1.5 - place) * y + rng.normal() + place;
        made.group.push_back(static_cast<std::int32_t>(g));
        made.y.push_back(y);
        made.score.push_back(step > 0.0 ? step * std::round(score / step) : score);
    }
    return made;
}

inline json::value readGolden(const std::string& name)
{
    std::ifstream stream(golden(name), std::ios::binary);
    return parseJson(std::string {std::istreambuf_iterator<char>(stream), {}}, name).value();
}

inline std::vector<double> numbersOf(const json::value& list)
{
    std::vector<double> numbers;
    for (const json::value& value : list.as_array())
        numbers.push_back(value.to_number<double>());
    return numbers;
}

/// A case of frontier.json or threshold_optimizer.json: names of groups become codes in their order.
inline ScoredGroups scoredGroupsOf(const json::object& inputs)
{
    ScoredGroups read;
    read.score = numbersOf(inputs.at("y_score"));
    read.y = numbersOf(inputs.at("y_true"));
    std::map<std::string, std::int32_t> codes;
    for (const json::value& name : inputs.at("group").as_array())
        codes.emplace(std::string(name.as_string()), 0);
    for (auto& [name, code] : codes)
        code = static_cast<std::int32_t>(read.nGroups++);
    for (const json::value& name : inputs.at("group").as_array())
        read.group.push_back(codes.at(std::string(name.as_string())));
    return read;
}

inline Notion notionNamed(std::string_view id)
{
    for (std::size_t i = 0; i < kNotionIds.size(); ++i)
        if (kNotionIds[i] == id)
            return static_cast<Notion>(i);
    return Notion::EqualOpportunity;
}

/// The largest difference between groups in the constrained rates.
inline double gapOf(const FrontierPoint& point, Notion notion)
{
    double gap = 0.0;
    for (const GroupRates& a : point.groups)
        for (const GroupRates& b : point.groups) {
            if (notion == Notion::DemographicParity)
                gap = std::max(gap, a.selectionRate - b.selectionRate);
            if (notion != Notion::DemographicParity && a.truePositiveRate && b.truePositiveRate)
                gap = std::max(gap, *a.truePositiveRate - *b.truePositiveRate);
            if (notion == Notion::EqualizedOdds && a.falsePositiveRate && b.falsePositiveRate)
                gap = std::max(gap, *a.falsePositiveRate - *b.falsePositiveRate);
        }
    return gap;
}

/// Mean cost of deciding every row by its group's rule.
inline double costOfRules(
    const ScoredGroups& rows, const std::vector<MixedThreshold>& rules, const ErrorCosts& costs)
{
    double cost = 0.0;
    double weight = 0.0;
    for (std::size_t i = 0; i < rows.score.size(); ++i) {
        const double selected = rules[static_cast<std::size_t>(rows.group[i])].selects(rows.score[i]);
        cost += rows.weightAt(i)
            * (rows.y[i] == 1.0 ? costs.falseNegative * (1.0 - selected) : costs.falsePositive * selected);
        weight += rows.weightAt(i);
    }
    return cost / weight;
}

} // namespace evenhand::test
