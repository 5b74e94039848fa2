#include "engine/tradeoff/run_paths.h"

#include "engine/methods/method.h"
#include "engine/pipeline/search_space.h"

#include <algorithm>

namespace evenhand {

namespace {

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

} // namespace

std::string strengthIdOf(const RunResult& run)
{
    if (std::string id = strengthIdOf(std::string_view(run.method)); !id.empty())
        return id;
    return findMethod(run.method).has_error() && run.methodParams.contains("strength") ? "strength" : "";
}

std::optional<double> strengthOf(const RunResult& run)
{
    const auto found = run.methodParams.find(strengthIdOf(run));
    if (found == run.methodParams.end() || !std::holds_alternative<double>(found->second))
        return {};
    return std::get<double>(found->second);
}

ParamGrid offeredToLearner(const RunResult& run)
{
    return offered(run.selection ? &run.selection->asked.learner.params : nullptr, run.learnerParams);
}

ParamGrid offeredToMethod(const RunResult& run)
{
    return without(offered(run.selection ? &run.selection->asked.method.params : nullptr, run.methodParams),
        strengthIdOf(run));
}

bool isSameLearner(const RunResult& a, const RunResult& b)
{
    if (!a.selection && !b.selection)
        return a.learnerIndex == b.learnerIndex;
    if (a.learner != b.learner)
        return false;
    if (a.selection && b.selection)
        return a.selection->asked.learner == b.selection->asked.learner
            && (!hasSeveralValues(offeredToLearner(a))
                || a.selection->asked.selection == b.selection->asked.selection);
    // One has given parameters, which the other's single values must come to when the defaults are added.
    const RunResult& searched = a.selection ? a : b;
    const RunResult& given = a.selection ? b : a;
    return !hasSeveralValues(offeredToLearner(searched)) && searched.learnerParams == given.learnerParams;
}

bool isSamePath(const RunResult& a, const RunResult& b)
{
    const bool sameSelection = a.selection && b.selection
        ? a.selection->asked.selection == b.selection->asked.selection
        : !a.selection && !b.selection;
    return sameSelection && isSameLearner(a, b) && a.method == b.method
        && offeredToMethod(a) == offeredToMethod(b);
}

std::vector<RunPath> runPaths(const Report& report)
{
    std::vector<RunPath> paths;
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const auto found = std::ranges::find_if(paths,
            [&](const RunPath& path) { return isSamePath(report.runs[path.runs.front()], report.runs[i]); });
        if (found != paths.end())
            found->runs.push_back(i);
        else
            paths.push_back({{i}, report.runs[i].method.empty()});
    }
    for (RunPath& path : paths)
        std::ranges::stable_sort(
            path.runs, {}, [&](std::size_t run) { return strengthOf(report.runs[run]).value_or(0.0); });
    return paths;
}

} // namespace evenhand
