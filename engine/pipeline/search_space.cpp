#include "engine/pipeline/search_space.h"

#include "engine/methods/method.h"

#include <algorithm>

namespace evenhand {

namespace {

bool hasSeveralValues(const ParamGrid& grid)
{
    return std::ranges::any_of(grid, [](const auto& entry) { return entry.second.size() > 1; });
}

} // namespace

std::string strengthIdOf(std::string_view method)
{
    const auto info = findMethod(method);
    if (info.has_value())
        for (const ParamSpec& spec : (*info)->params)
            if (spec.isStrength)
                return std::string(spec.id);
    return {};
}

ParamGrid without(ParamGrid grid, std::string_view id)
{
    if (const auto found = grid.find(id); found != grid.end())
        grid.erase(found);
    return grid;
}

bool isSearched(const RunSpec& run)
{
    return run.selection
        && (hasSeveralValues(run.learner.params)
            || hasSeveralValues(without(run.method.params, strengthIdOf(run.method.id))));
}

std::vector<RunSpec> searchedRuns(const RunSpec& run)
{
    const std::string strength = strengthIdOf(run.method.id);
    const auto found = run.method.params.find(strength);
    if (strength.empty() || found == run.method.params.end() || found->second.empty())
        return {run};
    std::vector<RunSpec> runs;
    for (const ParamValue& value : found->second) {
        runs.push_back(run);
        runs.back().method.params[strength] = {value};
    }
    return runs;
}

} // namespace evenhand
