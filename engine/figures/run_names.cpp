#include "engine/figures/run_names.h"

#include "engine/figures/figure_parts.h"
#include "engine/learners/learner.h"
#include "engine/methods/method.h"
#include "engine/pipeline/search_space.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

/// Id of the method's strength parameter; empty if it has none.
std::string strengthId(const RunResult& run)
{
    const auto info = findMethod(run.method);
    if (info.has_value())
        return strengthIdOf(run.method);
    return run.methodParams.contains("strength") ? "strength" : "";
}

/// The values on offer: those of the grid where the run chose, else the given ones.
ParamGrid offered(const ParamGrid* grid, const ParamSet& given)
{
    if (grid != nullptr)
        return *grid;
    ParamGrid single;
    for (const auto& [id, value] : given)
        single[id] = {value};
    return single;
}

bool hasSeveralValues(const ParamGrid& grid)
{
    return std::ranges::any_of(grid, [](const auto& entry) { return entry.second.size() > 1; });
}

ParamGrid offeredToMethod(const RunResult& run)
{
    return without(offered(run.selection ? &run.selection->asked.method.params : nullptr, run.methodParams),
        strengthId(run));
}

} // namespace

std::string learnerName(const RunResult& run)
{
    const auto info = findLearner(run.learner);
    return info.has_value() ? std::string((*info)->name) : run.learner;
}

std::string methodName(const RunResult& run)
{
    if (run.method.empty())
        return "no repair";
    const auto info = findMethod(run.method);
    return info.has_value() ? std::string((*info)->name) : run.method;
}

std::string runName(const RunResult& run, bool withLearner)
{
    return withLearner ? learnerName(run) + " · " + methodName(run) : methodName(run);
}

std::string metricName(const std::string& metricId)
{
    constexpr std::array kPeople {"Kolmogorov", "Wasserstein", "Brier", "Theil", "Gini", "Sinkhorn"};
    const auto info = findMetric(metricId);
    std::string name = info.has_value() ? std::string((*info)->name) : metricId;
    const bool isPerson
        = std::ranges::any_of(kPeople, [&](const char* person) { return name.starts_with(person); });
    // "ROC", "F1" and "R²" keep their capitals, too.
    const bool isWord
        = name.size() > 1 && name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'a' && name[1] <= 'z';
    if (isWord && !isPerson)
        name[0] = static_cast<char>(name[0] - 'A' + 'a');
    return name;
}

bool hasSeveralLearners(const Report& report)
{
    return std::any_of(report.runs.begin(), report.runs.end(),
        [&](const RunResult& run) { return !isSameLearner(run, report.runs.front()); });
}

std::string metricNumber(const std::string& metricId, double value)
{
    const auto info = findMetric(metricId);
    return info.has_value() && (*info)->isShare ? percentNumber(value) : shortNumber(value, 4);
}

const RepeatedMetric* findMetricOf(const std::vector<RepeatedMetric>& metrics, const std::string& id)
{
    const auto found
        = std::find_if(metrics.begin(), metrics.end(), [&](const RepeatedMetric& m) { return m.id == id; });
    return found == metrics.end() ? nullptr : &*found;
}

std::optional<double> strengthOf(const RunResult& run)
{
    const auto found = run.methodParams.find(strengthId(run));
    if (found == run.methodParams.end() || !std::holds_alternative<double>(found->second))
        return {};
    return std::get<double>(found->second);
}

bool isSameLearner(const RunResult& a, const RunResult& b)
{
    if (!a.selection && !b.selection)
        return a.learnerIndex == b.learnerIndex;
    const auto learnerOf = [](const RunResult& run) {
        return offered(run.selection ? &run.selection->asked.learner.params : nullptr, run.learnerParams);
    };
    if (a.learner != b.learner)
        return false;
    if (a.selection && b.selection)
        return a.selection->asked.learner == b.selection->asked.learner
            && (!hasSeveralValues(learnerOf(a))
                || a.selection->asked.selection == b.selection->asked.selection);
    // One has given parameters, which the other's single values must come to when the defaults are added.
    const RunResult& searched = a.selection ? a : b;
    const RunResult& given = a.selection ? b : a;
    return !hasSeveralValues(learnerOf(searched)) && searched.learnerParams == given.learnerParams;
}

bool isSamePath(const RunResult& a, const RunResult& b)
{
    const bool sameSelection = a.selection && b.selection
        ? a.selection->asked.selection == b.selection->asked.selection
        : !a.selection && !b.selection;
    return sameSelection && isSameLearner(a, b) && a.method == b.method
        && offeredToMethod(a) == offeredToMethod(b);
}

std::string describeParameters(const RunResult& run)
{
    std::string described;
    for (const auto& [id, value] : run.methodParams) {
        const std::string shown = std::holds_alternative<double>(value)
            ? shortNumber(std::get<double>(value), 4)
            : std::get<std::string>(value);
        described += (described.empty() ? "" : ", ") + id + " " + shown;
    }
    return described;
}

std::vector<std::pair<std::string, ParamValue>> chosenParameters(const RunResult& run)
{
    std::vector<std::pair<std::string, ParamValue>> chosen;
    if (!run.selection)
        return chosen;
    const auto add = [&](const ParamGrid& grid, const ParamSet& params) {
        for (const auto& [id, values] : grid)
            if (const auto found = params.find(id); values.size() > 1 && found != params.end())
                chosen.emplace_back(id, found->second);
    };
    add(run.selection->asked.learner.params, run.learnerParams);
    add(offeredToMethod(run), run.methodParams);
    return chosen;
}

std::string describeChoice(const RunResult& run)
{
    std::string described;
    for (const auto& [id, value] : chosenParameters(run)) {
        const double* const number = std::get_if<double>(&value);
        described += (described.empty() ? "chosen: " : ", ") + id + " "
            + (number != nullptr ? shortNumber(*number, 4) : std::get<std::string>(value));
    }
    if (described.empty() || run.selection->repeats.empty())
        return {};
    return described + " (" + std::to_string(run.selection->timesChosen) + " of "
        + std::to_string(run.selection->repeats.size()) + ")";
}

} // namespace evenhand
