#include "engine/io/selection_json.h"

#include "engine/io/json_fields.h"
#include "engine/pipeline/search_space.h"

#include <algorithm>
#include <map>

namespace evenhand {

namespace {

std::string_view kindName(SelectionKind kind)
{
    return kind == SelectionKind::TwoStep ? "two_step" : "best_error";
}

/// Only what was searched: the rest is the same in every configuration.
json::object searchedOnly(const ParamSet& params, const ParamGrid& grid)
{
    json::object object;
    for (const auto& [id, values] : grid)
        if (const auto found = params.find(id); values.size() > 1 && found != params.end())
            object[id] = paramToJson(found->second);
    return object;
}

json::object searchedValues(const ParamGrid& grid)
{
    json::object object;
    for (const auto& [id, values] : grid) {
        if (values.size() < 2)
            continue;
        json::array list;
        for (const ParamValue& value : values)
            list.push_back(paramToJson(value));
        object[id] = std::move(list);
    }
    return object;
}

/// Writes configurations of one run as what tells them apart.
class Writer {
public:
    Writer(const RunSelection& selection, Task task)
        : m_asked(selection.asked)
        , m_methodGrid(without(m_asked.method.params, strengthIdOf(m_asked.method.id)))
        , m_error(task == Task::Classification ? "accuracy" : "mean_squared_error")
    {
    }

    [[nodiscard]] json::object searched() const
    {
        return {
            {"learner", searchedValues(m_asked.learner.params)}, {"method", searchedValues(m_methodGrid)}};
    }
    [[nodiscard]] json::object parameters(const RepeatChoice::Configuration& configuration) const
    {
        return {{"learner", searchedOnly(configuration.learnerParams, m_asked.learner.params)},
            {"method", searchedOnly(configuration.methodParams, m_methodGrid)}};
    }
    [[nodiscard]] json::object judged(const RepeatChoice::Configuration& configuration) const
    {
        json::object object = parameters(configuration);
        object[m_error] = jsonNumber(configuration.score.error);
        object["unfairness"] = jsonNumber(configuration.score.unfairness);
        return object;
    }
    [[nodiscard]] json::object row(const RepeatChoice::Configuration& configuration, bool isChosen) const
    {
        const ConfigurationScore& score = configuration.score;
        json::object object = judged(configuration);
        object["undefined_folds"] = score.undefinedFolds;
        object["kept"] = score.isKept;
        const std::string_view reason = reasonOf(score.exclusion);
        object["excluded"]
            = reason.empty() ? json::value(nullptr) : json::value(json::string(reason.data(), reason.size()));
        object["chosen"] = isChosen;
        return object;
    }

private:
    const RunSpec& m_asked;
    ParamGrid m_methodGrid;
    const char* m_error;
};

} // namespace

json::value paramToJson(const ParamValue& value)
{
    if (const double* const number = std::get_if<double>(&value))
        return *number;
    return json::value(std::get<std::string>(value));
}

Result<SelectionSpec> readSelection(
    const json::value& value, const std::string& path, const std::string& file)
{
    SelectionSpec selection;
    JsonFields fields(value, path, file, {"kind", "folds", "keep", "unfairness"});
    std::string kind;
    fields.read("kind", kind);
    if (kind != "two_step" && kind != "best_error")
        fields.fail("kind", "“two_step” or “best_error”");
    selection.kind = kind == "best_error" ? SelectionKind::BestError : SelectionKind::TwoStep;
    fields.read("folds", selection.folds);
    if (selection.folds < kMinimumSelectionFolds || selection.folds > kMaximumSelectionFolds)
        fields.fail("folds", "a whole number from 2 to 100");
    fields.read("keep", selection.keep);
    if (!(selection.keep > 0.0 && selection.keep <= 1.0))
        fields.fail("keep", "a number above 0 and at most 1");
    fields.read("unfairness", selection.unfairness);
    if (const auto metric = findMetric(selection.unfairness);
        !selection.unfairness.empty() && (metric.has_error() || (*metric)->role != MetricRole::Unfairness))
        fields.fail("unfairness", "the id of an unfairness metric");
    EH_CHECK(fields.outcome());
    return selection;
}

json::object selectionToJson(const SelectionSpec& selection)
{
    json::object object;
    const std::string_view kind = kindName(selection.kind);
    object["kind"] = json::string(kind.data(), kind.size());
    object["folds"] = selection.folds;
    object["keep"] = selection.keep;
    if (!selection.unfairness.empty())
        object["unfairness"] = selection.unfairness;
    return object;
}

json::object runSelectionToJson(const RunSelection& selection, Task task)
{
    const Writer writer(selection, task);
    SelectionSpec spec = *selection.asked.selection;
    spec.unfairness = unfairnessMetricOf(spec, task);
    json::object object = selectionToJson(spec);
    object["searched"] = writer.searched();
    object["parameters_shown"] = "most_frequent";
    json::array chosen;
    std::map<std::size_t, int> times;
    for (const auto& repeat : selection.repeats) {
        chosen.push_back(writer.judged(repeat->choice()));
        ++times[repeat->chosen];
    }
    object["chosen"] = std::move(chosen);
    json::array counts;
    for (const auto& [configuration, count] : times) {
        json::object entry = writer.parameters(selection.repeats.front()->configurations[configuration]);
        entry["repeats"] = count;
        counts.push_back(std::move(entry));
    }
    object["counts"] = std::move(counts);
    json::array table;
    if (!selection.repeats.empty()) {
        const RepeatChoice& first = *selection.repeats.front();
        for (std::size_t i = 0; i < first.configurations.size(); ++i)
            table.push_back(writer.row(first.configurations[i], i == first.chosen));
    }
    object["first_repeat"] = std::move(table);
    return object;
}

} // namespace evenhand
