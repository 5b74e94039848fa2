#include "engine/io/frontier_json.h"

#include "engine/io/audit_json.h"
#include "engine/io/text_table.h"

namespace evenhand {

namespace {

bool hasCosts(const TableFrontier& frontier)
{
    return frontier.spec.costs.falsePositive != 1.0 || frontier.spec.costs.falseNegative != 1.0;
}

json::object groupsToJson(const TableFrontier& frontier, const FrontierPoint& point)
{
    json::object groups;
    for (std::size_t g = 0; g < frontier.groups.size(); ++g)
        groups[frontier.groups[g]]
            = json::object {{"selection_rate", jsonNumber(point.groups[g].selectionRate)},
                {"true_positive_rate", jsonNumber(point.groups[g].truePositiveRate)},
                {"false_positive_rate", jsonNumber(point.groups[g].falsePositiveRate)}};
    return groups;
}

json::object pointToJson(const TableFrontier& frontier, std::size_t i)
{
    json::object point {{"tolerance", frontier.drawn[i].tolerance},
        {"accuracy", jsonNumber(frontier.drawn[i].accuracy)},
        {"deterministic_accuracy", jsonNumber(frontier.single[i].accuracy)}};
    if (hasCosts(frontier)) {
        point["cost"] = jsonNumber(frontier.drawn[i].cost);
        point["deterministic_cost"] = jsonNumber(frontier.single[i].cost);
    }
    if (frontier.band) {
        point["low"] = jsonNumber(frontier.band->lowAccuracy[i]);
        point["high"] = jsonNumber(frontier.band->highAccuracy[i]);
    }
    point["groups"] = groupsToJson(frontier, frontier.drawn[i]);
    return point;
}

std::string percent(std::optional<double> share)
{
    return share ? shortNumber(100.0 * *share, 4) + " %" : "–";
}

} // namespace

json::object frontierToJson(const TableFrontier& frontier)
{
    json::array points;
    for (std::size_t i = 0; i < frontier.drawn.size(); ++i)
        points.push_back(pointToJson(frontier, i));
    json::array warnings;
    for (const Text& warning : frontier.warnings)
        warnings.emplace_back(warning.english());
    json::object object {{"notion", std::string(kNotionIds[static_cast<std::size_t>(frontier.spec.notion)])},
        {"attribute", frontier.attribute}, {"rows", frontier.rows}, {"points", std::move(points)},
        {"warnings", std::move(warnings)}};
    if (frontier.band)
        object["band"] = json::object {{"replicates", frontier.band->replicates},
            {"confidence", frontier.spec.band->confidence}, {"seed", frontier.spec.band->seed}};
    return object;
}

std::string frontierText(const TableFrontier& frontier)
{
    std::vector<std::string> head {"tolerance", "accuracy"};
    if (frontier.band)
        head.insert(head.end(), {"low", "high"});
    head.emplace_back("one threshold each");
    for (const std::string& group : frontier.groups)
        head.push_back("selects of " + printable(group));
    std::vector<std::vector<std::string>> rows {head};
    for (std::size_t i = 0; i < frontier.drawn.size(); ++i) {
        std::vector<std::string> row {
            shortNumber(frontier.drawn[i].tolerance), percent(frontier.drawn[i].accuracy)};
        if (frontier.band) {
            row.push_back(percent(frontier.band->lowAccuracy[i]));
            row.push_back(percent(frontier.band->highAccuracy[i]));
        }
        row.push_back(percent(frontier.single[i].accuracy));
        for (const GroupRates& rates : frontier.drawn[i].groups)
            row.push_back(percent(rates.selectionRate));
        rows.push_back(std::move(row));
    }
    return "best group thresholds under "
        + std::string(kNotionIds[static_cast<std::size_t>(frontier.spec.notion)]) + " by "
        + printable(frontier.attribute) + ", " + std::to_string(frontier.rows) + " rows\n" + aligned(rows);
}

} // namespace evenhand
