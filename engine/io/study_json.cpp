#include "engine/io/study_json.h"

#include "engine/io/atomic_file.h"
#include "engine/io/audit_spec_json.h"
#include "engine/io/import_json.h"
#include "engine/io/json_fields.h"
#include "engine/io/samples.h"
#include "engine/io/selection_json.h"
#include "engine/io/task_targets_json.h"

namespace evenhand {

namespace {

constexpr std::string_view kFormat = "evenhand-study";

Result<Roles> readRoles(const json::value& value, const std::string& file)
{
    Roles roles;
    JsonFields fields(value, "roles", file,
        {"task", "target", "favourable", "sensitive", "cuts", "exclude", "features", "weight",
            "sensitive_as_feature", "tasks", "task_column"});
    std::string task = "classification";
    fields.read("task", task);
    if (task != "classification" && task != "regression")
        fields.fail("task", "“classification” or “regression”");
    roles.task = task == "regression" ? Task::Regression : Task::Classification;
    fields.read("target", roles.target);
    if (const json::value* const favourable = fields.find("favourable"); favourable && numberOf(*favourable))
        roles.favourable = exactNumber(*numberOf(*favourable)); // 1 and "1" mean the same level
    else
        fields.read("favourable", roles.favourable);
    fields.read("sensitive", roles.sensitive);
    fields.read("exclude", roles.exclude);
    fields.read("features", roles.features);
    fields.read("weight", roles.weight);
    fields.read("sensitive_as_feature", roles.sensitiveAsFeature);
    fields.read("task_column", roles.taskColumn);
    if (const json::value* const tasks = fields.find("tasks")) {
        EH_TRY(roles.tasks, readTaskTargets(*tasks, fields.pathOf("tasks"), file));
    }
    if (const json::value* const cuts = fields.find("cuts")) {
        const json::object* const byColumn = cuts->if_object();
        if (byColumn == nullptr)
            fields.fail("cuts", "an object of lists of numbers");
        else
            for (const auto& member : *byColumn) {
                std::vector<double>& values = roles.cuts[std::string(member.key())];
                const json::array* const list = member.value().if_array();
                for (const json::value& cut : list != nullptr ? *list : json::array {}) {
                    if (const auto number = numberOf(cut))
                        values.push_back(*number);
                }
                if (list == nullptr || values.size() != list->size())
                    fields.fail("cuts", "an object of lists of numbers");
            }
    }
    EH_CHECK(fields.outcome());
    return roles;
}

Result<SplitSpec> readSplit(const json::value& value, const std::string& file)
{
    SplitSpec split;
    JsonFields fields(value, "split", file,
        {"kind", "test_fraction", "calibration_fraction", "repeats", "folds", "seed", "calibration",
            "calibration_folds", "column", "train", "calibrate", "test"});
    std::string kind = "holdout";
    fields.read("kind", kind);
    if (kind == "kfold")
        split.kind = SplitKind::KFold;
    else if (kind == "column")
        split.kind = SplitKind::Column;
    else if (kind != "holdout")
        fields.fail("kind", "“holdout”, “kfold” or “column”");
    fields.read("test_fraction", split.testFraction);
    fields.read("calibration_fraction", split.calibrationFraction);
    fields.read("repeats", split.repeats);
    fields.read("folds", split.folds);
    fields.read("seed", split.seed);
    std::string calibration = "out_of_fold";
    fields.read("calibration", calibration);
    if (calibration != "out_of_fold" && calibration != "in_sample")
        fields.fail("calibration", "“out_of_fold” or “in_sample”");
    split.calibration = calibration == "in_sample" ? Calibration::InSample : Calibration::OutOfFold;
    fields.read("calibration_folds", split.calibrationFolds);
    fields.read("column", split.column);
    fields.read("train", split.trainValues);
    fields.read("calibrate", split.calibrateValues);
    fields.read("test", split.testValues);
    EH_CHECK(fields.outcome());
    return split;
}

Result<std::vector<ParamValue>> readParam(
    const json::value& value, const std::string& path, const std::string& file)
{
    const auto one = [&](const json::value& entry) -> Result<ParamValue> {
        if (const auto number = numberOf(entry))
            return ParamValue(*number);
        if (const json::string* const choice = entry.if_string())
            return ParamValue(std::string(choice->data(), choice->size()));
        return Error {ErrorCode::Unreadable, text("“%1” must be a number, a text, or a list of them", path),
            {}, {file, {}, {}}};
    };
    std::vector<ParamValue> values;
    if (const json::array* const list = value.if_array()) {
        for (const json::value& entry : *list) {
            EH_TRY(ParamValue read, one(entry));
            values.push_back(std::move(read));
        }
        if (values.empty())
            return Error {ErrorCode::Unreadable, text("“%1” is an empty list", path), {}, {file, {}, {}}};
    } else {
        EH_TRY(ParamValue read, one(value));
        values.push_back(std::move(read));
    }
    return values;
}

Result<Component> readComponent(const json::value& value, const std::string& path, const std::string& file)
{
    const json::object* const object = value.if_object();
    const json::value* const id = object != nullptr ? object->if_contains("id") : nullptr;
    if (id == nullptr || !id->is_string())
        return Error {
            ErrorCode::Unreadable, text("“%1” must be an object with an “id”", path), {}, {file, {}, {}}};
    Component component;
    component.id = std::string(id->get_string());
    for (const auto& member : *object) {
        if (member.key() == "id")
            continue;
        const std::string name(member.key());
        EH_TRY(component.params[name], readParam(member.value(), path + "." + name, file));
    }
    return component;
}

Result<std::vector<RunSpec>> readRuns(const json::value& value, const std::string& file)
{
    const json::array* const list = value.if_array();
    if (list == nullptr)
        return Error {ErrorCode::Unreadable, text("“%1” must be a list", "runs"), {}, {file, {}, {}}};
    std::vector<RunSpec> runs;
    for (const json::value& entry : *list) {
        const std::string path = "runs[" + std::to_string(runs.size()) + "]";
        const JsonFields fields(entry, path, file, {"learner", "method", "selection"});
        EH_CHECK(fields.outcome());
        RunSpec run;
        const json::value none;
        EH_TRY(run.learner,
            readComponent(fields.find("learner") ? *fields.find("learner") : none, path + ".learner", file));
        if (const json::value* const method = fields.find("method")) {
            EH_TRY(run.method, readComponent(*method, path + ".method", file));
        }
        if (const json::value* const selection = fields.find("selection")) {
            EH_TRY(run.selection, readSelection(*selection, path + ".selection", file));
        }
        runs.push_back(std::move(run));
    }
    return runs;
}

Result<void> checkFormat(const json::value& document, const std::string& file)
{
    const json::object* const object = document.if_object();
    const json::value* const format = object != nullptr ? object->if_contains("format") : nullptr;
    if (format == nullptr || !format->is_string() || std::string_view(format->get_string()) != kFormat)
        return Error {ErrorCode::Unreadable, text("this is not an Evenhand study"),
            text("a study has \"format\": \"evenhand-study\""), {file, {}, {}}};
    const json::value* const version = object->if_contains("version");
    const auto number = version != nullptr ? numberOf(*version) : std::nullopt;
    if (!number || *number < 1)
        return Error {
            ErrorCode::Unreadable, text("“%1” must be a whole number", "version"), {}, {file, {}, {}}};
    if (*number > kStudyVersion)
        return Error {ErrorCode::UnsupportedVersion,
            text("the study has version %1, this program reads up to version %2", *number, kStudyVersion),
            text("open it with a newer Evenhand"), {file, {}, {}}};
    return kOk;
}

} // namespace

Result<StudyFile> parseStudyFile(std::string_view bytes, const std::string& name)
{
    EH_TRY(const json::value document, parseJson(bytes, name));
    EH_CHECK(checkFormat(document, name));
    JsonFields fields(document, "", name,
        {"format", "version", "data", "roles", "split", "encoding", "runs", "report", "predictions", "audit",
            "view"});
    StudyFile file;
    Study& study = file.study;
    if (const json::value* const data = fields.find("data")) {
        JsonFields part(*data, "data", name, {"path", "sha256", "import"});
        part.read("path", study.dataPath);
        part.read("sha256", study.dataSha256);
        if (const json::value* const import = part.find("import")) {
            EH_TRY(study.import, readImportOptions(*import, name));
        }
        EH_CHECK(part.outcome());
    }
    if (const json::value* const roles = fields.find("roles")) {
        EH_TRY(study.roles, readRoles(*roles, name));
    }
    if (const json::value* const split = fields.find("split")) {
        EH_TRY(study.split, readSplit(*split, name));
    }
    if (const json::value* const encoding = fields.find("encoding")) {
        JsonFields part(*encoding, "encoding", name, {"standardise", "intercept"});
        part.read("standardise", study.encoding.standardise);
        part.read("intercept", study.encoding.intercept);
        EH_CHECK(part.outcome());
    }
    if (const json::value* const runs = fields.find("runs")) {
        EH_TRY(study.runs, readRuns(*runs, name));
    }
    if (const json::value* const report = fields.find("report")) {
        JsonFields part(*report, "report", name, {"error", "unfairness"});
        part.read("error", study.errorMetric);
        part.read("unfairness", study.unfairnessMetric);
        EH_CHECK(part.outcome());
    }
    fields.read("predictions", study.predictions);
    if (const json::value* const audit = fields.find("audit")) {
        EH_TRY(study.audit, readAuditSpec(*audit, name));
        EH_CHECK(checkAudit(study, name));
    }
    if (const json::value* const view = fields.find("view"); view != nullptr && view->is_object()) {
        for (const auto& member : view->get_object())
            if (const json::string* const value = member.value().if_string())
                file.view[std::string(member.key())] = std::string(value->data(), value->size());
    }
    EH_CHECK(fields.outcome());
    return file;
}

Result<Study> parseStudy(std::string_view bytes, const std::string& name)
{
    EH_TRY(StudyFile file, parseStudyFile(bytes, name));
    return std::move(file.study);
}

Result<StudyFile> loadStudyFile(const std::filesystem::path& file)
{
    EH_TRY(const std::string bytes, readFile(file));
    return parseStudyFile(bytes, file.string());
}

std::filesystem::path dataPathOf(const Study& study, const std::filesystem::path& studyFile)
{
    const std::filesystem::path path(study.dataPath);
    if (isSimulationPath(study.dataPath))
        return path;
    return path.is_absolute() || path.empty() ? path : studyFile.parent_path() / path;
}

} // namespace evenhand
