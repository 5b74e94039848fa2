#include "engine/io/audit_json.h"

#include "engine/audit/impossibility.h"
#include "engine/core/number_text.h"
#include "engine/io/text_table.h"

#include <algorithm>
#include <array>

namespace evenhand {

std::string printable(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; }, ' ');
    return text;
}

namespace {

std::string cellOf(const MetricValue& value, bool isShare)
{
    if (!value.value)
        return "–";
    const auto number = [&](double x) { return isShare ? fixedNumber(100.0 * x, 1) : shortNumber(x, 4); };
    std::string cell = number(*value.value) + (isShare ? " %" : "");
    if (value.low && value.high)
        cell += " (" + number(*value.low) + " to " + number(*value.high) + ")";
    return cell;
}

bool isShare(const std::string& metricId)
{
    const auto info = findMetric(metricId);
    return info.has_value() && (*info)->isShare;
}

std::string groupTable(const AuditReport& report, const AttributeAudit& attribute)
{
    static constexpr std::array<std::string_view, 8> kShown {"selection_rate", "true_positive_rate",
        "false_positive_rate", "precision", "accuracy", "mean_prediction", "mean_absolute_error", "r2"};
    std::vector<std::size_t> metrics;
    for (const std::string_view id : kShown) {
        const auto index = report.metricIndex(id);
        const bool isKnown = index && std::ranges::any_of(attribute.groups, [&](const GroupAudit& group) {
            return group.metrics[*index].value.has_value();
        });
        const bool isScoreOfDecision = id == "mean_prediction" && report.task == Task::Classification;
        if (isKnown && !isScoreOfDecision)
            metrics.push_back(*index);
    }
    std::vector<std::vector<std::string>> rows {{"group", "rows"}};
    for (const std::size_t metric : metrics)
        rows.front().push_back(report.metricIds[metric]);
    const auto add = [&](const std::string& name, const GroupAudit& group) {
        auto& row = rows.emplace_back();
        row = {name, std::to_string(static_cast<std::int64_t>(group.rows))};
        for (const std::size_t metric : metrics)
            row.push_back(cellOf(group.metrics[metric], isShare(report.metricIds[metric])));
    };
    for (const GroupAudit& group : attribute.groups)
        add(printable(group.name) + (group.isSmall ? " (small)" : ""), group);
    add("everybody", report.overall);
    return aligned(rows);
}

std::string disparityTable(const AttributeAudit& attribute)
{
    std::vector<std::vector<std::string>> rows {{"disparity", "value", "p", "q", "between"}};
    for (const DisparityAudit& disparity : attribute.disparities) {
        const MetricValue& value = disparity.value;
        const auto number = [](std::optional<double> x) { return x ? shortNumber(*x, 2) : std::string(); };
        std::string groups;
        for (const std::string& group : value.groups)
            groups += (groups.empty() ? "" : " · ") + printable(group);
        rows.push_back(
            {disparity.id, value.value ? cellOf(value, false) : "not defined: " + value.undefined.english(),
                number(disparity.p), number(disparity.q), groups});
    }
    return aligned(rows);
}

const char* markOf(VerdictLevel level)
{
    switch (level) {
    case VerdictLevel::Within:
        return "[within] ";
    case VerdictLevel::Beyond:
        return "[BEYOND] ";
    case VerdictLevel::Unclear:
        return "[unclear] ";
    case VerdictLevel::Undecidable:
        break;
    }
    return "[not decided] ";
}

std::string verdictText(const Verdict& verdict)
{
    std::string all = std::string(markOf(verdict.level)) + verdict.title.english() + "\n";
    const auto add = [&](const Text& sentence) {
        if (!sentence.empty())
            all += "  " + printable(sentence.english()) + "\n";
    };
    add(verdict.sentence);
    add(verdict.also);
    add(verdict.policy);
    add(verdict.chance);
    for (const Text& caveat : verdict.caveats)
        add(caveat);
    return all;
}

/// Which notions can hold together; nothing when that cannot be said.
std::string impossibilityText(const AuditReport& report, const AttributeAudit& attribute)
{
    std::string all;
    if (report.rows->decision.empty() || report.rows->y.empty())
        return all;
    for (const Text& sentence : impossibility(attribute, report.spec.confidence).sentences)
        all += "  " + printable(sentence.english()) + "\n";
    return all.empty() ? all : "What can hold together\n" + all + "\n";
}

} // namespace

std::string auditText(const AuditReport& report)
{
    std::string all = "Audit of " + printable(report.source.english()) + ", "
        + std::to_string(report.rows->size()) + " rows\n";
    for (const Text& warning : report.warnings)
        all += "note: " + printable(warning.english()) + "\n";
    for (const AttributeAudit& attribute : report.attributes) {
        all += "\n== " + printable(attribute.name) + " (compared with "
            + printable(attribute.groups[attribute.reference].name) + ")\n\n";
        for (const Verdict& verdict : attribute.verdicts)
            all += verdictText(verdict) + "\n";
        all += impossibilityText(report, attribute);
        all += groupTable(report, attribute) + "\n" + disparityTable(attribute);
        if (!attribute.absent.empty()) {
            all += "\n  in no row:";
            for (const std::string& cell : attribute.absent)
                all += " " + printable(cell) + ";";
            all.back() = '\n';
        }
    }
    return all;
}

} // namespace evenhand
