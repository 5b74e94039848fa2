#include "app/cli/commands.h"

#include "engine/io/json.h"
#include "engine/learners/learner.h"
#include "engine/methods/method.h"
#include "engine/metrics/metric.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <map>

namespace evenhand::cli {

namespace {

json::string_view view(std::string_view text)
{
    return {text.data(), text.size()};
}

json::array tasksToJson(bool classification, bool regression)
{
    json::array tasks;
    if (classification)
        tasks.emplace_back("classification");
    if (regression)
        tasks.emplace_back("regression");
    return tasks;
}

std::string_view kindName(ParamKind kind)
{
    switch (kind) {
    case ParamKind::Number:
        return "number";
    case ParamKind::Integer:
        return "integer";
    case ParamKind::Fraction:
        return "fraction";
    case ParamKind::Choice:
        return "choice";
    }
    return "number";
}

std::string_view familyName(Family family)
{
    switch (family) {
    case Family::Pre:
        return "pre";
    case Family::In:
        return "in";
    case Family::Post:
        return "post";
    }
    return "post";
}

json::array paramsToJson(const std::vector<ParamSpec>& params)
{
    json::array list;
    for (const ParamSpec& param : params) {
        json::object entry;
        entry["id"] = view(param.id);
        entry["name"] = view(param.name);
        entry["description"] = view(param.description);
        entry["kind"] = view(kindName(param.kind));
        if (param.kind == ParamKind::Choice) {
            json::array choices;
            for (const std::string_view choice : param.choices)
                choices.emplace_back(view(choice));
            entry["default"] = choices.front();
            entry["choices"] = std::move(choices);
        } else {
            entry["minimum"] = jsonNumber(param.minimum);
            entry["maximum"] = jsonNumber(param.maximum);
            entry["default"] = jsonNumber(param.defaultNumber);
            entry["unit"] = view(param.unit);
        }
        list.push_back(std::move(entry));
    }
    return list;
}

json::array learnersToJson()
{
    json::array list;
    for (const LearnerInfo& learner : learners()) {
        json::object entry;
        entry["id"] = view(learner.id);
        entry["name"] = view(learner.name);
        entry["description"] = view(learner.description);
        entry["family"] = nullptr;
        entry["tasks"] = tasksToJson(learner.classification, learner.regression);
        entry["parameters"] = paramsToJson(learner.params);
        entry["citation"] = view(learner.citation);
        list.push_back(std::move(entry));
    }
    return list;
}

json::array methodsToJson()
{
    json::array list;
    for (const MethodInfo& method : methods()) {
        json::object entry;
        entry["id"] = view(method.id);
        entry["name"] = view(method.name);
        entry["description"] = view(method.description);
        entry["family"] = view(familyName(method.family));
        entry["tasks"] = tasksToJson(method.classification, method.regression);
        entry["parameters"] = paramsToJson(method.params);
        entry["multi_group"] = method.multiGroup;
        entry["needs_group_at_prediction"] = method.needsGroupAtPrediction;
        entry["randomised"] = method.randomised;
        entry["citation"] = view(method.citation);
        list.push_back(std::move(entry));
    }
    return list;
}

/// One entry per id: accuracy is an error of the whole and a number of every group, by the same formula.
json::array metricsToJson()
{
    json::array list;
    std::map<std::string_view, std::size_t> placeOf;
    for (const MetricInfo& metric : metrics()) {
        const bool isGroup = metric.role == MetricRole::Group;
        if (const auto known = placeOf.find(metric.id); known != placeOf.end()) {
            list[known->second].get_object()["per_group"] = isGroup;
            continue;
        }
        placeOf[metric.id] = list.size();
        json::object entry;
        entry["id"] = view(metric.id);
        entry["name"] = view(metric.name);
        entry["description"] = view(metric.description);
        entry["kind"] = metric.role == MetricRole::Error ? "error" : isGroup ? "group" : "disparity";
        entry["per_group"] = isGroup;
        entry["tasks"] = tasksToJson(metric.classification, metric.regression);
        entry["higher_is_better"] = metric.higherIsBetter;
        entry["citation"] = view(metric.citation);
        list.push_back(std::move(entry));
    }
    return list;
}

void printTable(const json::array& list)
{
    for (const json::value& entry : list) {
        const json::object& object = entry.get_object();
        const auto cell = [&](const char* key) { return std::string(object.at(key).get_string()); };
        std::cout << cell("id") << "  " << cell("name") << "\n    " << cell("description") << '\n';
        const json::value* const params = object.if_contains("parameters");
        for (const json::value& param : params != nullptr ? params->get_array() : json::array {}) {
            const json::object& own = param.get_object();
            std::cout << "    " << std::string(own.at("id").get_string()) << ": "
                      << std::string(own.at("description").get_string()) << '\n';
        }
        std::cout << "    " << cell("citation") << '\n';
    }
}

void addRegistry(CLI::App& app, Action& action, const char* name, const char* help, json::array (*list)())
{
    CLI::App* const command = app.add_subcommand(name, help);
    const auto asJson = std::make_shared<bool>(false);
    command->add_flag("--json", *asJson, "as JSON");
    command->callback([&action, asJson, list] {
        action = [asJson, list] {
            if (*asJson)
                std::cout << writeJson(list());
            else
                printTable(list());
            return static_cast<int>(kDone);
        };
    });
}

} // namespace

void addRegistries(CLI::App& app, Action& action)
{
    addRegistry(app, action, "methods", "the fairness methods and their parameters", methodsToJson);
    addRegistry(app, action, "learners", "the learners and their parameters", learnersToJson);
    addRegistry(app, action, "metrics", "the metrics", metricsToJson);
}

} // namespace evenhand::cli
