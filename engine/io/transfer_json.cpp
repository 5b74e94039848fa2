#include "engine/io/transfer_json.h"

#include "engine/core/number_text.h"
#include "engine/figures/transfer_names.h"
#include "engine/io/csv_write.h"
#include "engine/io/representation_json.h"
#include "engine/io/selection_json.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

struct Metric {
    const char* id;
    const char* head; ///< of the table for people
    std::optional<RepeatedMetric> TransferRow::*member;
};
constexpr std::array<Metric, 6> kMetrics {
    {{"error", "error", &TransferRow::error}, {"trivial_error", "trivial", &TransferRow::trivialError},
        {"gap", "gap", &TransferRow::gap}, {"soft_gap", "soft gap", &TransferRow::softGap},
        {"ks", "KS", &TransferRow::ks}, {"auc", "AUC", &TransferRow::auc}}};

json::value metricToJson(const std::optional<RepeatedMetric>& metric)
{
    if (!metric || !metric->mean)
        return nullptr;
    return json::object {{"mean", jsonNumber(metric->mean)}, {"sd", jsonNumber(metric->sd)},
        {"low", jsonNumber(metric->low)}, {"high", jsonNumber(metric->high)}};
}

std::string id(const TransferRow& row)
{
    return std::string(idOf(row.variant));
}

/// "0.281 (0.277 to 0.285)", or "-".
std::string cell(const std::optional<RepeatedMetric>& metric)
{
    if (!metric || !metric->mean)
        return "-";
    const std::string mean = fixedNumber(*metric->mean, 3);
    return metric->low && metric->high
        ? mean + " (" + fixedNumber(*metric->low, 3) + " to " + fixedNumber(*metric->high, 3) + ")"
        : mean;
}

/// Characters as a terminal counts them, for what is Latin.
std::size_t width(const std::string& text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Names from the data stand in one line, whatever they contain.
std::string onOneLine(std::string text)
{
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    return text;
}

bool isDegenerate(const TransferRow& row)
{
    const auto times = static_cast<std::size_t>(std::ranges::count_if(row.repeats, &TaskReading::degenerate));
    return 2 * times > row.repeats.size();
}

} // namespace

std::string transferJson(const TransferReport& report)
{
    json::object object;
    object["format"] = "evenhand-transfer";
    object["version"] = 1;
    json::object params;
    for (const auto& [name, value] : report.spec.params)
        params[name] = paramToJson(value);
    object["parameters"] = std::move(params);
    object["groups"] = json::array(report.groups.begin(), report.groups.end());
    json::array rows;
    for (const TransferRow& row : report.rows) {
        json::object entry;
        entry["task"] = row.task;
        entry["kind"] = row.kind == Task::Regression ? "regression" : "classification";
        entry["variant"] = id(row);
        entry["strength"] = row.strength;
        entry["degenerate"] = isDegenerate(row);
        for (const Metric& metric : kMetrics)
            entry[metric.id] = metricToJson(row.*metric.member);
        json::array repeats;
        for (const TaskReading& reading : row.repeats)
            repeats.push_back(taskReadingToJson(reading));
        entry["repeats"] = std::move(repeats);
        rows.push_back(std::move(entry));
    }
    object["rows"] = std::move(rows);
    json::array warnings;
    for (const Text& warning : report.warnings)
        warnings.emplace_back(warning.english());
    object["warnings"] = std::move(warnings);
    object["complete"] = report.complete;
    object["seconds"] = report.seconds;
    return writeJson(object);
}

std::string transferCsv(const TransferReport& report)
{
    std::string csv = "task,kind,variant,strength,metric,mean,sd,low,high,repeats,degenerate\n";
    for (const TransferRow& row : report.rows)
        for (const Metric& metric : kMetrics) {
            const RepeatedMetric value = (row.*metric.member).value_or(RepeatedMetric {});
            csv += csvText(row.task) + "," + (row.kind == Task::Regression ? "regression" : "classification")
                + "," + csvText(id(row)) + "," + csvNumber(row.strength) + "," + metric.id + ","
                + csvNumber(value.mean) + "," + csvNumber(value.sd) + "," + csvNumber(value.low) + ","
                + csvNumber(value.high) + "," + std::to_string(row.repeats.size()) + ","
                + (isDegenerate(row) ? "1" : "0") + "\n";
        }
    return csv;
}

std::string transferText(const TransferReport& report)
{
    std::vector<std::vector<std::string>> lines;
    lines.push_back({"new task", "served from"});
    for (const Metric& metric : kMetrics)
        lines.front().emplace_back(metric.head);
    for (const TransferRow& row : report.rows) {
        std::vector<std::string>& line = lines.emplace_back();
        line = {onOneLine(row.task), transferVariantName(row) + (isDegenerate(row) ? " *" : "")};
        for (const Metric& metric : kMetrics)
            line.push_back(cell(row.*metric.member));
    }
    std::vector<std::size_t> widths(lines.front().size(), 0);
    for (const auto& line : lines)
        for (std::size_t k = 0; k < line.size(); ++k)
            widths[k] = std::max(widths[k], width(line[k]));
    std::string text;
    for (const auto& line : lines) {
        std::string shown;
        for (std::size_t k = 0; k < line.size(); ++k)
            shown += line[k] + std::string(k + 1 < line.size() ? widths[k] - width(line[k]) + 2 : 0, ' ');
        text += shown + "\n";
    }
    if (std::ranges::any_of(report.rows, isDegenerate))
        text += "* decides (nearly) alike for everybody: a small gap means nothing there\n";
    return text;
}

} // namespace evenhand
