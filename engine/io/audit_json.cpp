#include "engine/io/audit_json.h"

#include "engine/io/audit_impossibility_json.h"

namespace evenhand {

json::object metricValueToJson(const MetricValue& value)
{
    json::object object;
    object["value"] = jsonNumber(value.value);
    if (!value.value) {
        object["undefined"] = value.undefined.english();
        return object;
    }
    const std::pair<const char*, std::optional<double>> parts[] = {{"low", value.low}, {"high", value.high},
        {"numerator", value.numerator}, {"denominator", value.denominator}};
    for (const auto& [key, part] : parts)
        if (part)
            object[key] = jsonNumber(part);
    return object;
}

namespace {

json::array namesToJson(const std::vector<std::string>& names)
{
    json::array list;
    for (const std::string& name : names)
        list.emplace_back(name);
    return list;
}

json::array textsToJson(const std::vector<Text>& texts)
{
    json::array list;
    for (const Text& entry : texts)
        list.emplace_back(entry.english());
    return list;
}

json::object metricsToJson(const AuditReport& report, const GroupAudit& group)
{
    json::object metrics;
    for (std::size_t i = 0; i < report.metricIds.size(); ++i)
        metrics[report.metricIds[i]] = metricValueToJson(group.metrics[i]);
    return metrics;
}

json::object confusionToJson(const Confusion& cells)
{
    json::object object;
    object["true_positive"] = cells.truePositive.weight;
    object["false_positive"] = cells.falsePositive.weight;
    object["false_negative"] = cells.falseNegative.weight;
    object["true_negative"] = cells.trueNegative.weight;
    return object;
}

json::object groupToJson(const AuditReport& report, const GroupAudit& group)
{
    json::object object;
    object["group"] = group.name;
    object["count"] = static_cast<std::int64_t>(group.rows);
    object["weight"] = group.weight;
    object["effective_count"] = group.effectiveCount;
    object["small"] = group.isSmall;
    if (!report.rows->decision.empty() && !report.rows->y.empty())
        object["confusion"] = confusionToJson(group.cells);
    object["metrics"] = metricsToJson(report, group);
    return object;
}

json::object disparityToJson(const DisparityAudit& disparity)
{
    json::object object = metricValueToJson(disparity.value);
    object["groups"] = namesToJson(disparity.value.groups);
    object["excluded"] = namesToJson(disparity.value.excluded);
    if (disparity.p) {
        object["p"] = *disparity.p;
        object["q"] = jsonNumber(disparity.q);
        object["test"] = disparity.test.english();
    }
    return object;
}

const char* levelName(VerdictLevel level)
{
    switch (level) {
    case VerdictLevel::Within:
        return "within";
    case VerdictLevel::Beyond:
        return "beyond";
    case VerdictLevel::Unclear:
        return "unclear";
    case VerdictLevel::Undecidable:
        break;
    }
    return "undecidable";
}

json::object verdictToJson(const Verdict& verdict)
{
    json::object object;
    object["notion"] = verdict.notion;
    object["verdict"] = levelName(verdict.level);
    object["sentence"] = verdict.sentence.english();
    const std::pair<const char*, const Text*> texts[]
        = {{"also", &verdict.also}, {"policy", &verdict.policy}, {"chance", &verdict.chance}};
    for (const auto& [key, sentence] : texts)
        if (!sentence->empty())
            object[key] = sentence->english();
    object["caveats"] = textsToJson(verdict.caveats);
    if (verdict.measure.value) {
        object["measure"] = verdict.isRatio ? "ratio" : "difference";
        object["value"] = jsonNumber(verdict.measure.value);
        object["low"] = jsonNumber(verdict.measure.low);
        object["high"] = jsonNumber(verdict.measure.high);
        object["limit"] = verdict.limit;
        object["groups"] = namesToJson({verdict.lowGroup, verdict.highGroup});
        object["p"] = jsonNumber(verdict.p);
        object["q"] = jsonNumber(verdict.q);
    }
    return object;
}

json::object attributeToJson(const AuditReport& report, const AttributeAudit& attribute)
{
    json::object object;
    object["name"] = attribute.name;
    object["reference"] = attribute.groups[attribute.reference].name;
    json::array groups;
    for (const GroupAudit& group : attribute.groups)
        groups.push_back(groupToJson(report, group));
    object["groups"] = std::move(groups);
    json::object disparities;
    for (const DisparityAudit& disparity : attribute.disparities)
        disparities[disparity.id] = disparityToJson(disparity);
    object["disparities"] = std::move(disparities);
    json::array verdicts;
    for (const Verdict& verdict : attribute.verdicts)
        verdicts.push_back(verdictToJson(verdict));
    object["verdicts"] = std::move(verdicts);
    if (!report.rows->decision.empty() && !report.rows->y.empty())
        object["impossibility"] = impossibilityToJson(attribute, report.spec.confidence);
    if (!attribute.absent.empty())
        object["absent"] = namesToJson(attribute.absent);
    return object;
}

} // namespace

json::object auditToJson(const AuditReport& report)
{
    json::object object;
    object["format"] = "evenhand-audit";
    object["version"] = 1;
    object["rows"] = static_cast<std::int64_t>(report.rows->size());
    object["confidence"] = report.spec.confidence;
    object["convention"] = report.spec.convention;
    object["task"] = report.task == Task::Classification ? "classification" : "regression";
    object["source"] = report.source.english();
    json::array attributes;
    for (const AttributeAudit& attribute : report.attributes)
        attributes.push_back(attributeToJson(report, attribute));
    object["attributes"] = std::move(attributes);
    object["overall"] = metricsToJson(report, report.overall);
    object["warnings"] = textsToJson(report.warnings);
    return object;
}

} // namespace evenhand
