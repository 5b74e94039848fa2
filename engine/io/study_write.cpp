#include "engine/io/audit_spec_json.h"
#include "engine/io/import_json.h"
#include "engine/io/selection_json.h"
#include "engine/io/study_json.h"
#include "engine/io/task_targets_json.h"

namespace evenhand {

namespace {

json::array textsToJson(const std::vector<std::string>& texts)
{
    json::array list;
    for (const std::string& entry : texts)
        list.emplace_back(entry);
    return list;
}

json::value textOrNull(const std::string& value)
{
    return value.empty() ? json::value(nullptr) : json::value(value);
}

json::object rolesToJson(const Roles& roles)
{
    json::object object;
    object["task"] = roles.task == Task::Regression ? "regression" : "classification";
    object["target"] = roles.target;
    object["favourable"] = textOrNull(roles.favourable);
    object["sensitive"] = textsToJson(roles.sensitive);
    if (!roles.cuts.empty()) {
        json::object cuts;
        for (const auto& [column, values] : roles.cuts)
            cuts[column] = json::array(values.begin(), values.end());
        object["cuts"] = std::move(cuts);
    }
    if (roles.features.empty())
        object["exclude"] = textsToJson(roles.exclude);
    else
        object["features"] = textsToJson(roles.features);
    object["weight"] = textOrNull(roles.weight);
    object["sensitive_as_feature"] = roles.sensitiveAsFeature;
    if (!roles.tasks.empty())
        object["tasks"] = taskTargetsToJson(roles.tasks);
    if (!roles.taskColumn.empty())
        object["task_column"] = roles.taskColumn;
    return object;
}

json::object splitToJson(const SplitSpec& split)
{
    json::object object;
    switch (split.kind) {
    case SplitKind::Holdout:
        object["kind"] = "holdout";
        object["test_fraction"] = split.testFraction;
        object["calibration_fraction"] = split.calibrationFraction;
        object["repeats"] = split.repeats;
        break;
    case SplitKind::KFold:
        object["kind"] = "kfold";
        object["folds"] = split.folds;
        object["calibration_fraction"] = split.calibrationFraction;
        break;
    case SplitKind::Column:
        object["kind"] = "column";
        object["column"] = split.column;
        object["train"] = textsToJson(split.trainValues);
        object["calibrate"] = textsToJson(split.calibrateValues);
        object["test"] = textsToJson(split.testValues);
        break;
    }
    object["seed"] = split.seed;
    object["calibration"] = split.calibration == Calibration::InSample ? "in_sample" : "out_of_fold";
    object["calibration_folds"] = split.calibrationFolds;
    return object;
}

json::object componentToJson(const Component& component)
{
    json::object object;
    object["id"] = component.id;
    for (const auto& [name, values] : component.params) {
        if (values.size() == 1) {
            object[name] = paramToJson(values.front());
            continue;
        }
        json::array list;
        for (const ParamValue& value : values)
            list.push_back(paramToJson(value));
        object[name] = std::move(list);
    }
    return object;
}

} // namespace

json::object studyToJson(const Study& study)
{
    json::object object;
    object["format"] = "evenhand-study";
    object["version"] = kStudyVersion;
    json::object data {{"path", study.dataPath}, {"sha256", textOrNull(study.dataSha256)}};
    if (study.import != ImportOptions {})
        data["import"] = importOptionsToJson(study.import);
    object["data"] = std::move(data);
    object["roles"] = rolesToJson(study.roles);
    object["split"] = splitToJson(study.split);
    object["encoding"]
        = json::object {{"standardise", study.encoding.standardise}, {"intercept", study.encoding.intercept}};
    json::array runs;
    for (const RunSpec& run : study.runs) {
        json::object entry;
        entry["learner"] = componentToJson(run.learner);
        if (!run.method.id.empty())
            entry["method"] = componentToJson(run.method);
        if (run.selection)
            entry["selection"] = selectionToJson(*run.selection);
        runs.push_back(std::move(entry));
    }
    object["runs"] = std::move(runs);
    object["report"] = json::object {
        {"error", textOrNull(study.errorMetric)}, {"unfairness", textOrNull(study.unfairnessMetric)}};
    if (study.predictions)
        object["predictions"] = true;
    if (study.audit != AuditSpec {})
        object["audit"] = auditSpecToJson(study.audit);
    return object;
}

std::string writeStudy(const Study& study, const std::map<std::string, std::string>& view)
{
    json::object object = studyToJson(study);
    if (!view.empty()) {
        json::object seen;
        for (const auto& [key, value] : view)
            seen[key] = value;
        object["view"] = std::move(seen);
    }
    return writeJson(object);
}

} // namespace evenhand
