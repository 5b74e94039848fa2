#include "engine/io/representation_json.h"

#include <algorithm>

namespace evenhand {

namespace {

json::array auditorsToJson(const std::vector<AuditorReading>& readings)
{
    json::array list;
    for (const AuditorReading& reading : readings)
        list.push_back(json::object {{"group", reading.group}, {"auc", jsonNumber(reading.auc.value)},
            {"low", jsonNumber(reading.auc.interval.low)}, {"high", jsonNumber(reading.auc.interval.high)},
            {"balanced_accuracy", jsonNumber(reading.balancedAccuracy)}});
    return list;
}

json::object auditorsToJson(const AuditorReadings& readings)
{
    return {{"linear", auditorsToJson(readings.linear)}, {"nonlinear", auditorsToJson(readings.nonlinear)}};
}

json::array divergencesToJson(const std::vector<DivergenceReading>& readings)
{
    json::array list;
    for (const DivergenceReading& reading : readings)
        list.push_back(json::object {{"kind", reading.kind}, {"compared", reading.rows},
            {"groups", json::array {json::value(reading.groupA), json::value(reading.groupB)}},
            {"value", jsonNumber(reading.value)}, {"null_mean", jsonNumber(reading.nullMean)},
            {"null_95", jsonNumber(reading.null95)}, {"p", jsonNumber(reading.p)},
            {"rows", json::array {json::value(reading.rowsA), json::value(reading.rowsB)}}});
    return list;
}

json::value trainingToJson(const TrainingCurve* curve)
{
    if (curve == nullptr)
        return nullptr;
    json::object object;
    object["epochs"] = curve->epochs.size();
    object["planned_epochs"] = curve->plannedEpochs;
    object["best_epoch"] = curve->best < 0 ? json::value(nullptr) : json::value(curve->best + 1);
    object["stopped_early"] = curve->stoppedEarly;
    object["seconds"] = curve->seconds;
    object["batch_group_counts"]
        = json::array(curve->batchGroupCounts.begin(), curve->batchGroupCounts.end());
    using Epoch = TrainingCurve::Epoch;
    const auto column = [&](double Epoch::*member) {
        json::array values;
        for (const Epoch& epoch : curve->epochs)
            values.push_back(jsonNumber(epoch.*member));
        return values;
    };
    object["objective"] = column(&Epoch::objective);
    object["risk"] = column(&Epoch::risk);
    object["divergence"] = column(&Epoch::divergence);
    object["validation_objective"] = column(&Epoch::validationObjective);
    object["rms"] = column(&Epoch::rms);
    return object;
}

json::object stateToJson(const RepresentationState& state)
{
    json::object object;
    object["strength"] = state.strength;
    json::array tasks;
    for (const TaskReading& reading : state.tasks)
        tasks.push_back(taskReadingToJson(reading));
    object["tasks"] = std::move(tasks);
    object["auditors"] = auditorsToJson(state.auditors);
    object["divergences"] = divergencesToJson(state.divergences);
    object["rms"] = jsonNumber(state.rms);
    object["training"] = trainingToJson(state.training.get());
    return object;
}

} // namespace

json::object taskReadingToJson(const TaskReading& reading)
{
    json::object object;
    object["task"] = reading.task;
    object["kind"] = reading.kind == Task::Regression ? "regression" : "classification";
    object["rows"] = reading.rows;
    object["error"] = jsonNumber(reading.error);
    object["trivial_error"] = jsonNumber(reading.trivialError);
    object["degenerate"] = reading.degenerate;
    object["gap"] = jsonNumber(reading.gap);
    object["soft_gap"] = jsonNumber(reading.softGap);
    object["ks"] = jsonNumber(reading.ks);
    object["auc"] = jsonNumber(reading.auc);
    object["group_rows"] = json::array(reading.groupRows.begin(), reading.groupRows.end());
    return object;
}

json::value runRepresentationToJson(const RunResult& run)
{
    const auto first = std::ranges::find_if(
        run.representations, [](const auto& representation) { return representation != nullptr; });
    if (first == run.representations.end())
        return nullptr;
    const RepresentationInsight& shared = **first;
    json::object object;
    object["groups"] = json::array(shared.groups.begin(), shared.groups.end());
    object["divergence"] = shared.divergence;
    object["notion"] = shared.notion;
    object["dimensions"] = shared.dimensions;
    json::array repeats;
    for (const auto& insight : run.representations)
        repeats.push_back(!insight
                ? json::value(nullptr)
                : json::object {{"features", auditorsToJson(insight->features)},
                    {"before", stateToJson(insight->before)}, {"after", stateToJson(insight->after)}});
    object["repeats"] = std::move(repeats);
    return object;
}

} // namespace evenhand
