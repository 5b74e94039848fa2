#include "ui/session/session_state.h"

#include "engine/io/study_json.h"
#include "engine/learners/learner.h"
#include "engine/methods/method.h"
#include "engine/pipeline/search_space.h"

#include <algorithm>

namespace evenhand::ui {

namespace {

const LearnerInfo* learnerInfo(std::string_view id)
{
    const auto& all = learners();
    const auto found
        = std::find_if(all.begin(), all.end(), [&](const LearnerInfo& info) { return info.id == id; });
    return found == all.end() ? nullptr : &*found;
}

const MethodInfo* methodInfo(std::string_view id)
{
    const auto& all = methods();
    const auto found
        = std::find_if(all.begin(), all.end(), [&](const MethodInfo& info) { return info.id == id; });
    return found == all.end() ? nullptr : &*found;
}

std::vector<ParamSet> completed(
    std::string_view owner, const std::vector<ParamSpec>& specs, const ParamGrid& grid)
{
    std::vector<ParamSet> all;
    for (const ParamSet& given : expandGrid(grid)) {
        auto complete = completeParams(owner, specs, given);
        if (complete.has_value())
            all.push_back(*std::move(complete));
    }
    return all;
}

std::vector<RunKey> expand(const RunSpec& spec)
{
    std::vector<RunKey> keys;
    if (isSearched(spec)) {
        for (const RunSpec& run : searchedRuns(spec))
            keys.push_back({run.learner.id, run.method.id, {}, {}, run});
        return keys;
    }
    const LearnerInfo* const learner = learnerInfo(spec.learner.id);
    const MethodInfo* const method = spec.method.id.empty() ? nullptr : methodInfo(spec.method.id);
    if (learner == nullptr || (!spec.method.id.empty() && method == nullptr))
        return keys;
    const std::vector<ParamSet> methodSettings = method == nullptr
        ? std::vector<ParamSet> {{}}
        : completed(method->id, method->params, spec.method.params);
    for (const ParamSet& learnerParams : completed(learner->id, learner->params, spec.learner.params))
        for (const ParamSet& methodParams : methodSettings)
            keys.push_back({spec.learner.id, spec.method.id, learnerParams, methodParams, {}});
    return keys;
}

ParamGrid asGrid(const ParamSet& params)
{
    ParamGrid grid;
    for (const auto& [id, value] : params)
        grid[id] = {value};
    return grid;
}

/// The searched run with the strengths of the given runs alone.
RunSpec withStrengthsOf(const RunSpec& spec, const std::vector<RunKey>& runs)
{
    RunSpec path = spec;
    const auto strengths = path.method.params.find(strengthIdOf(spec.method.id));
    if (strengths == path.method.params.end())
        return path;
    strengths->second.clear();
    for (const RunKey& run : runs) {
        const std::vector<ParamValue>& own = run.asked->method.params.at(strengths->first);
        strengths->second.insert(strengths->second.end(), own.begin(), own.end());
    }
    return path;
}

} // namespace

bool auditsTable(const SessionState& state)
{
    return state.asksForPredictions || state.study.audit.hasPredictions();
}

Study wantedStudy(const SessionState& state)
{
    Study wanted = state.study;
    wanted.import = state.import;
    wanted.runs.clear();
    const auto add = [&wanted](const RunSpec& spec) {
        if (std::find(wanted.runs.begin(), wanted.runs.end(), spec) == wanted.runs.end())
            wanted.runs.push_back(spec);
    };
    for (const RunSpec& spec : state.study.runs) {
        if (spec.learner.id.empty())
            continue;
        add(asAsked({spec.learner, {}, spec.selection}));
        add(asAsked(spec));
    }
    if (!auditsTable(state))
        for (const RunSpec& spec : runsOf(state.draft, state.study.roles.task))
            add(spec);
    return wanted;
}

std::vector<RunKey> expectedRuns(const Study& study)
{
    std::vector<RunKey> keys;
    std::set<RunKey> seen;
    for (const RunSpec& spec : study.runs)
        for (RunKey& key : expand(spec))
            if (seen.insert(key).second)
                keys.push_back(std::move(key));
    return keys;
}

std::string comparableKey(const Study& study)
{
    Study bare = study;
    bare.runs.clear();
    bare.errorMetric.clear();
    bare.unfairnessMetric.clear();
    bare.predictions = false;
    bare.audit = {};
    return writeStudy(bare);
}

Study withoutRuns(const Study& study, const std::set<RunKey>& removed)
{
    Study rest = study;
    rest.runs.clear();
    for (const RunSpec& spec : study.runs) {
        std::vector<RunKey> keep = expand(spec);
        const std::size_t before = keep.size();
        std::erase_if(keep, [&](const RunKey& key) { return removed.contains(key); });
        if (keep.size() == before) {
            rest.runs.push_back(spec);
            continue;
        }
        if (isSearched(spec)) {
            if (!keep.empty())
                rest.runs.push_back(withStrengthsOf(spec, keep));
            continue;
        }
        // A grid in one parameter stays a grid, so that it stays one path in the trade-off plot.
        std::vector<std::string> varying;
        for (const auto& [id, values] : spec.method.params)
            if (values.size() > 1)
                varying.push_back(id);
        const bool onePath = varying.size() == 1
            && std::all_of(spec.learner.params.begin(), spec.learner.params.end(),
                [](const auto& entry) { return entry.second.size() == 1; });
        if (onePath && !keep.empty()) {
            RunSpec path = spec;
            std::vector<ParamValue>& values = path.method.params[varying.front()];
            std::erase_if(values, [&](const ParamValue& value) {
                return std::none_of(keep.begin(), keep.end(), [&](const RunKey& key) {
                    const auto found = key.methodParams.find(varying.front());
                    return found != key.methodParams.end() && found->second == value;
                });
            });
            rest.runs.push_back(std::move(path));
            continue;
        }
        for (const RunKey& key : keep)
            rest.runs.push_back(
                {{key.learner, asGrid(key.learnerParams)}, {key.method, asGrid(key.methodParams)}, {}});
    }
    return rest;
}

} // namespace evenhand::ui
