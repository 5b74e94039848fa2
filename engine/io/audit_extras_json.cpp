#include "engine/io/audit_extras_json.h"

#include "engine/audit/divergence_audit.h"
#include "engine/core/number_text.h"
#include "engine/io/audit_json.h"
#include "engine/io/divergence_json.h"
#include "engine/metrics/convention.h"
#include "engine/metrics/convention_table.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

json::object subgroupToJson(const Subgroup& subgroup)
{
    json::array conditions;
    for (const SubgroupCondition& condition : subgroup.conditions)
        conditions.emplace_back(condition.text);
    return {{"conditions", std::move(conditions)}, {"count", subgroup.rows}, {"weight", subgroup.weight},
        {"value", subgroup.rate}, {"low", subgroup.low}, {"high", subgroup.high},
        {"everyone_else", subgroup.restRate}, {"gap", subgroup.gap}, {"gap_low", subgroup.gapLow},
        {"gap_high", subgroup.gapHigh}, {"shrunken_gap", subgroup.shrunkenGap}, {"p", subgroup.p},
        {"q", subgroup.q}};
}

std::string points(double gap)
{
    return (gap > 0.0 ? "+" : "") + fixedNumber(100.0 * gap, 1);
}

std::vector<ConventionRow> toolsOf(const AuditReport& report, const AttributeAudit& attribute)
{
    if (report.rows->decision.empty())
        return {};
    std::vector<Confusion> cells;
    for (const GroupAudit& group : attribute.groups)
        cells.push_back(group.cells);
    const std::vector<std::string> names = attribute.names();
    return compareConventions({cells, &names, attribute.reference}, !report.rows->y.empty());
}

} // namespace

json::array subgroupsToJson(const std::vector<RateSubgroups>& searches)
{
    json::array list;
    for (const RateSubgroups& search : searches) {
        json::array found;
        for (const Subgroup& subgroup : search.report.found)
            found.push_back(subgroupToJson(subgroup));
        json::array columns;
        for (const std::string& column : search.report.columns)
            columns.emplace_back(column);
        json::array notes;
        for (const Text& note : search.report.notes)
            notes.emplace_back(note.english());
        list.push_back(json::object {{"metric", search.metricId}, {"rows", search.report.rows},
            {"overall", search.report.overallRate}, {"tested", search.report.tested},
            {"columns", std::move(columns)}, {"found", std::move(found)}, {"notes", std::move(notes)}});
    }
    return list;
}

std::string subgroupsText(const std::vector<RateSubgroups>& searches)
{
    constexpr std::size_t kMost = 10;
    std::string all;
    for (const RateSubgroups& search : searches) {
        all += "\n== worst subgroups by " + search.metricId + ": " + std::to_string(search.report.tested)
            + " tested, " + percentNumber(search.report.overallRate) + " of all\n\n";
        for (std::size_t i = 0; i < std::min(kMost, search.report.found.size()); ++i) {
            const Subgroup& own = search.report.found[i];
            all += "  " + printable(own.name()) + ": " + percentNumber(own.rate) + " of "
                + shortNumber(own.rows, 9) + " rows, " + points(own.gap) + " points against everyone else ("
                + points(own.gapLow) + " to " + points(own.gapHigh) + "), q = " + shortNumber(own.q, 2)
                + "\n";
        }
        for (const Text& note : search.report.notes)
            all += "  " + printable(note.english()) + "\n";
    }
    return all;
}

void addToolsJson(const AuditReport& report, json::object& object)
{
    for (std::size_t i = 0; i < report.attributes.size(); ++i) {
        json::array rows;
        for (const ConventionRow& row : toolsOf(report, report.attributes[i])) {
            json::object entry {{"quantity", row.id}, {"name", row.name.english()}};
            for (std::size_t tool = 0; tool < row.tools.size(); ++tool) {
                const ConventionCell& cell = row.tools[tool];
                const std::string_view id = idOf(kAllConventions[tool]);
                json::object own {
                    {"function", cell.function}, {"value", jsonNumber(cell.value)}, {"shown", cell.shown}};
                if (!cell.reason.empty())
                    own["reason"] = cell.reason.english();
                entry[json::string_view(id.data(), id.size())] = std::move(own);
            }
            rows.push_back(std::move(entry));
        }
        object["attributes"].get_array()[i].get_object()["tools"] = std::move(rows);
    }
}

std::string toolsText(const AuditReport& report)
{
    std::string all;
    for (const AttributeAudit& attribute : report.attributes) {
        all += "\n== how other tools count " + printable(attribute.name) + "\n\n";
        for (const ConventionRow& row : toolsOf(report, attribute)) {
            all += "  " + row.name.english() + "\n";
            for (std::size_t tool = 0; tool < row.tools.size(); ++tool) {
                const ConventionCell& cell = row.tools[tool];
                all += "    " + std::string(nameOf(kAllConventions[tool])) + ": " + cell.shown
                    + (cell.reason.empty() ? "" : "  (" + printable(cell.reason.english()) + ")") + "\n";
            }
        }
    }
    return all;
}

void addDivergenceJson(const AuditReport& report, json::object& object)
{
    for (std::size_t i = 0; i < report.attributes.size(); ++i) {
        const auto& divergence = report.attributes[i].divergence;
        if (!divergence)
            continue;
        json::object own
            = divergence->found ? divergenceToJson(*divergence->found) : json::object {{"pairs", nullptr}};
        own[divergence->found ? "sentence" : "undefined"] = divergence->sentence.english();
        object["attributes"].get_array()[i].get_object()["divergence"] = std::move(own);
    }
}

std::string divergencesText(const AuditReport& report)
{
    std::string all;
    for (const AttributeAudit& attribute : report.attributes) {
        if (!attribute.divergence)
            continue;
        const DivergenceAudit& divergence = *attribute.divergence;
        all += "\n== " + printable(attribute.name) + ": " + divergence.question.english() + "\n\n  "
            + printable(divergence.sentence.english()) + "\n";
        for (const Text& other : divergence.others)
            all += "  " + printable(other.english()) + "\n";
        for (const Text& note : {divergence.method, divergence.caution})
            if (!note.empty())
                all += "  " + note.english() + "\n";
    }
    return all;
}

} // namespace evenhand
