#include "engine/io/results_json.h"

#include "engine/core/versions.h"
#include "engine/io/csv_write.h"
#include "engine/io/representation_json.h"
#include "engine/io/selection_json.h"
#include "engine/io/study_json.h"
#include "engine/io/tradeoff_json.h"
#include "engine/metrics/decision.h"

namespace evenhand {

namespace {

json::object metricToJson(const RepeatedMetric& metric, std::string_view centre)
{
    json::object object;
    object[json::string_view(centre.data(), centre.size())] = jsonNumber(metric.mean);
    if (!metric.mean)
        object["undefined"] = metric.undefined.english();
    object["sd"] = jsonNumber(metric.sd);
    object["low"] = jsonNumber(metric.low);
    object["high"] = jsonNumber(metric.high);
    json::array repeats;
    for (const std::optional<double>& value : metric.repeats)
        repeats.push_back(jsonNumber(value));
    object["repeats"] = std::move(repeats);
    return object;
}

json::array textsToJson(const std::vector<Text>& texts)
{
    json::array list;
    for (const Text& entry : texts)
        list.emplace_back(entry.english());
    return list;
}

json::object runToJson(const RunResult& run, Task task)
{
    json::object object;
    object["learner"] = run.learner;
    object["method"] = run.method.empty() ? json::value(nullptr) : json::value(run.method);
    json::object params;
    for (const auto& [name, value] : allParams(run))
        params[name] = paramToJson(value);
    object["parameters"] = std::move(params);
    if (run.selection)
        object["selection"] = runSelectionToJson(*run.selection, task);
    object["repeats_done"] = run.repeatsDone;
    object["seconds"] = run.seconds;
    json::object metrics;
    for (const RepeatedMetric& metric : run.metrics)
        metrics[metric.id] = metricToJson(metric, "mean");
    object["metrics"] = std::move(metrics);
    json::array groups;
    for (const GroupResult& group : run.groups) {
        json::object entry;
        entry["group"] = group.group;
        entry["count"] = group.count;
        entry["weight"] = group.weight;
        json::object own;
        for (const RepeatedMetric& metric : group.metrics)
            own[metric.id] = metricToJson(metric, "value");
        entry["metrics"] = std::move(own);
        groups.push_back(std::move(entry));
    }
    object["groups"] = std::move(groups);
    if (json::value representation = runRepresentationToJson(run); !representation.is_null())
        object["representation"] = std::move(representation);
    object["warnings"] = textsToJson(run.warnings);
    return object;
}

std::string paramsText(const RunResult& run)
{
    std::string list;
    for (const auto& [name, value] : allParams(run)) {
        list += (list.empty() ? "" : " ") + name + "=";
        const double* const number = std::get_if<double>(&value);
        list += number != nullptr ? exactNumber(*number) : std::get<std::string>(value);
    }
    return list;
}

void appendMetricLine(std::string& csv, std::size_t index, const RunResult& run, const std::string& group,
    const RepeatedMetric& metric)
{
    csv += std::to_string(index) + "," + csvText(run.learner) + "," + csvText(run.method) + ","
        + csvText(paramsText(run)) + "," + csvText(group) + "," + csvText(metric.id) + ","
        + csvNumber(metric.mean) + "," + csvNumber(metric.sd) + "," + csvNumber(metric.low) + ","
        + csvNumber(metric.high) + "," + std::to_string(metric.repeats.size()) + ","
        + csvText(metric.mean ? "" : metric.undefined.english()) + "\n";
}

} // namespace

ParamSet allParams(const RunResult& run)
{
    ParamSet all = run.learnerParams;
    all.insert(run.methodParams.begin(), run.methodParams.end());
    return all;
}

std::string resultsJson(const Report& report, const Provenance& provenance, const TradeoffAnswers& answers)
{
    json::object object;
    object["format"] = "evenhand-results";
    object["version"] = 1;
    object["study"] = studyToJson(report.study);
    json::object origin;
    json::object versions;
    versions["evenhand"] = provenance.version;
    versions["commit"] = provenance.commit;
    for (const auto& [library, version] : libraryVersions())
        versions[library] = version;
    origin["versions"] = std::move(versions);
    origin["sha256"]
        = provenance.dataSha256.empty() ? json::value(nullptr) : json::value(provenance.dataSha256);
    origin["threads"] = provenance.threads;
    origin["seconds"] = report.seconds;
    object["provenance"] = std::move(origin);
    object["rows"] = report.tableRows;
    object["rows_used"] = report.usedRows;
    object["complete"] = report.complete;
    json::array runs;
    for (const RunResult& run : report.runs)
        runs.push_back(runToJson(run, report.study.roles.task));
    object["runs"] = std::move(runs);
    object["pareto"] = json::array(report.pareto.begin(), report.pareto.end());
    object["tradeoff"] = tradeoffToJson(answers);
    object["warnings"] = textsToJson(report.warnings);
    return writeJson(object);
}

std::string metricsCsv(const Report& report)
{
    std::string csv = "run,learner,method,parameters,group,metric,mean,sd,low,high,repeats,undefined\n";
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const RunResult& run = report.runs[i];
        for (const RepeatedMetric& metric : run.metrics)
            appendMetricLine(csv, i, run, "", metric);
        for (const GroupResult& group : run.groups)
            for (const RepeatedMetric& metric : group.metrics)
                appendMetricLine(csv, i, run, group.group, metric);
    }
    return csv;
}

std::string predictionsCsv(const Report& report)
{
    const bool isClass = report.study.roles.task == Task::Classification;
    std::string csv = "row,repeat,run,split,group,target,score,prediction\n";
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const RunResult& run = report.runs[i];
        for (std::size_t repeat = 0; repeat < run.scores.size(); ++repeat) {
            const RepeatScores& rows = *report.baseScores[static_cast<std::size_t>(run.learnerIndex)][repeat];
            const Eigen::VectorXd& scores = *run.scores[repeat];
            for (Eigen::Index k = 0; k < scores.size(); ++k) {
                const auto place = static_cast<std::size_t>(k);
                const double prediction = run.decides
                    ? drawnDecision(scores[k], report.study.split.seed, rows.row[place])
                    : isClass ? (scores[k] >= rows.threshold ? 1.0 : 0.0)
                              : scores[k];
                csv += std::to_string(rows.row[place]) + "," + std::to_string(repeat) + ","
                    + std::to_string(i) + ",test,"
                    + csvText(report.groups.names[static_cast<std::size_t>(rows.group[place])]) + ","
                    + csvNumber(rows.y[k]) + "," + csvNumber(scores[k]) + "," + csvNumber(prediction) + "\n";
            }
        }
    }
    return csv;
}

} // namespace evenhand
