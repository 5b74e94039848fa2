#include "engine/io/task_targets_json.h"

#include "engine/io/json_fields.h"

namespace evenhand {

namespace {

/// A level as text: 1 and "1" mean the same one.
std::optional<std::string> levelOf(const json::value& value)
{
    if (const auto number = numberOf(value))
        return exactNumber(*number);
    if (const json::string* const name = value.if_string())
        return std::string(name->data(), name->size());
    return std::nullopt;
}

void readFavourable(JsonFields& fields, std::vector<std::string>& favourable)
{
    const json::value* const found = fields.find("favourable");
    if (found == nullptr)
        return;
    const json::array one {*found};
    const json::array* const list = found->if_array();
    for (const json::value& entry : list != nullptr ? *list : one) {
        const auto level = levelOf(entry);
        if (!level) {
            fields.fail("favourable", "a value or a list of values");
            return;
        }
        favourable.push_back(*level);
    }
}

Result<TaskTarget> readTarget(const json::value& value, const std::string& path, const std::string& file)
{
    TaskTarget target;
    JsonFields fields(value, path, file, {"column", "task", "favourable", "above"});
    fields.read("column", target.column);
    if (target.column.empty())
        fields.fail("column", "the name of a column");
    std::string task = "classification";
    fields.read("task", task);
    if (task != "classification" && task != "regression")
        fields.fail("task", "“classification” or “regression”");
    target.task = task == "regression" ? Task::Regression : Task::Classification;
    readFavourable(fields, target.favourable);
    if (fields.find("above") != nullptr) {
        double above = 0.0;
        fields.read("above", above);
        target.above = above;
    }
    EH_CHECK(fields.outcome());
    return target;
}

} // namespace

Result<std::vector<TaskTarget>> readTaskTargets(
    const json::value& value, const std::string& path, const std::string& file)
{
    const json::array* const list = value.if_array();
    if (list == nullptr)
        return Error {ErrorCode::Unreadable, text("“%1” must be a list", path), {}, {file, {}, {}}};
    std::vector<TaskTarget> targets;
    for (const json::value& entry : *list) {
        EH_TRY(TaskTarget target, readTarget(entry, path + "[" + std::to_string(targets.size()) + "]", file));
        targets.push_back(std::move(target));
    }
    return targets;
}

json::array taskTargetsToJson(const std::vector<TaskTarget>& tasks)
{
    json::array list;
    for (const TaskTarget& target : tasks) {
        json::object object {{"column", target.column}};
        if (target.task == Task::Regression)
            object["task"] = "regression";
        if (!target.favourable.empty())
            object["favourable"] = json::array(target.favourable.begin(), target.favourable.end());
        if (target.above)
            object["above"] = *target.above;
        list.push_back(std::move(object));
    }
    return list;
}

} // namespace evenhand
