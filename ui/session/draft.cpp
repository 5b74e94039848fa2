#include "ui/session/draft.h"

#include "engine/pipeline/search_space.h"
#include "engine/tradeoff/fits_together.h"

#include <algorithm>

namespace evenhand::ui {

namespace {

/// Place in the registry of learners or methods; what is in neither comes last.
std::size_t placeOf(std::string_view id)
{
    std::size_t place = 0;
    for (const LearnerInfo& info : learners()) {
        if (info.id == id)
            return place;
        ++place;
    }
    for (const MethodInfo& info : methods()) {
        if (info.id == id)
            return place;
        ++place;
    }
    return place;
}

bool contains(const std::vector<RunSpec>& runs, const RunSpec& run)
{
    return std::find(runs.begin(), runs.end(), run) != runs.end();
}

bool isAllowed(const Draft* within, std::vector<Component> Draft::*list, const std::string& id)
{
    return within == nullptr || findTicked(within->*list, id) != nullptr;
}

/// The selection of the last run that has one, unless the last run shows that its values are as given.
std::optional<SelectionSpec> selectionOf(const std::vector<RunSpec>& runs)
{
    RunSpec last = runs.back();
    if (last.selection)
        return last.selection;
    last.selection = SelectionSpec {};
    if (isSearched(last))
        return {};
    const auto found
        = std::find_if(runs.rbegin(), runs.rend(), [](const RunSpec& run) { return run.selection; });
    return found == runs.rend() ? std::nullopt : found->selection;
}

} // namespace

Draft::Draft(const RunSpec& run)
    : selection(run.selection)
{
    if (!run.learner.id.empty())
        learners = {run.learner};
    if (!run.method.id.empty())
        methods = {run.method};
}

Component* findTicked(std::vector<Component>& ticked, std::string_view id)
{
    const auto found = std::ranges::find(ticked, id, &Component::id);
    return found == ticked.end() ? nullptr : &*found;
}

const Component* findTicked(const std::vector<Component>& ticked, std::string_view id)
{
    const auto found = std::ranges::find(ticked, id, &Component::id);
    return found == ticked.end() ? nullptr : &*found;
}

Component startOf(const std::string& id)
{
    const auto method = std::ranges::find(methods(), id, &MethodInfo::id);
    return {id, method == methods().end() ? ParamGrid {} : method->start};
}

void tick(std::vector<Component>& ticked, Component component)
{
    untick(ticked, component.id);
    const auto after = std::ranges::find_if(
        ticked, [&](const Component& other) { return placeOf(other.id) > placeOf(component.id); });
    ticked.insert(after, std::move(component));
}

void untick(std::vector<Component>& ticked, std::string_view id)
{
    std::erase_if(ticked, [&](const Component& component) { return component.id == id; });
}

RunSpec asAsked(RunSpec run)
{
    if (!isSearched(run))
        run.selection.reset();
    return run;
}

std::vector<RunSpec> runsOf(const Draft& draft, Task task)
{
    std::vector<RunSpec> runs;
    for (const Component& learner : draft.learners) {
        const auto learnerInfo = std::ranges::find(learners(), learner.id, &LearnerInfo::id);
        if (learnerInfo == learners().end() || !fitsTask(*learnerInfo, task))
            continue;
        runs.push_back(asAsked({learner, {}, draft.selection}));
        for (const Component& method : draft.methods) {
            const auto methodInfo = std::ranges::find(methods(), method.id, &MethodInfo::id);
            if (methodInfo != methods().end() && fitsTask(*methodInfo, task)
                && whyNotTogether(*learnerInfo, *methodInfo).empty())
                runs.push_back(asAsked({learner, method, draft.selection}));
        }
    }
    return runs;
}

Draft draftOf(const std::vector<RunSpec>& runs, Task task, const Draft* within)
{
    Draft draft;
    if (runs.empty())
        return draft;
    draft.selection = selectionOf(runs);
    std::vector<RunSpec> asked;
    for (const RunSpec& run : runs) {
        asked.push_back(asAsked(run));
        asked.push_back(asAsked({run.learner, {}, run.selection})); // comes along in any case
    }
    const auto tryToTick = [&](std::vector<Component> Draft::*list, const Component& component) {
        if (component.id.empty() || findTicked(draft.*list, component.id) != nullptr
            || !isAllowed(within, list, component.id))
            return;
        Draft larger = draft;
        tick(larger.*list, component);
        const std::vector<RunSpec> wishes = runsOf(larger, task);
        if (std::ranges::all_of(wishes, [&](const RunSpec& wish) { return contains(asked, wish); }))
            draft = std::move(larger);
    };
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        tryToTick(&Draft::learners, run->learner);
        tryToTick(&Draft::methods, run->method);
    }
    return draft;
}

Draft defaultDraft(Task task)
{
    Draft draft;
    const auto fits = [task](const auto& info) { return fitsTask(info, task); };
    if (const auto found = std::ranges::find_if(learners(), fits); found != learners().end())
        draft.learners = {startOf(std::string(found->id))};
    auto method = std::ranges::find_if(
        methods(), [&](const MethodInfo& info) { return fits(info) && info.id == "wasserstein_barycenter"; });
    if (method == methods().end())
        method = std::ranges::find_if(methods(), fits);
    if (method != methods().end())
        draft.methods = {startOf(std::string(method->id))};
    return draft;
}

} // namespace evenhand::ui
