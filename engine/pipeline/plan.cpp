#include "engine/pipeline/plan.h"

#include "engine/pipeline/search_space.h"
#include "engine/pipeline/selection.h"

#include <algorithm>

namespace evenhand {

namespace {

constexpr std::size_t kMaximumRuns = 100'000;

Result<std::vector<ParamSet>> settingsOf(
    std::string_view owner, const std::vector<ParamSpec>& specs, const ParamGrid& grid)
{
    std::size_t combinations = 1;
    for (const auto& [name, values] : grid) {
        combinations *= std::max<std::size_t>(1, values.size());
        if (combinations > kMaximumRuns)
            return invalidArgument(
                text("the grid of “%1” has more than %2 combinations", owner, kMaximumRuns));
    }
    std::vector<ParamSet> settings;
    for (const ParamSet& given : expandGrid(grid)) {
        EH_TRY(ParamSet complete, completeParams(owner, specs, given));
        settings.push_back(std::move(complete));
    }
    return settings;
}

Result<void> checkTask(Task task, std::string_view name, bool classification, bool regression)
{
    if (task == Task::Classification && !classification)
        return invalidArgument(text("“%1” cannot be used for classification", name));
    if (task == Task::Regression && !regression)
        return invalidArgument(text("“%1” cannot be used for regression", name));
    return kOk;
}

/// A run of the study with its learner, method and settings looked up.
struct Found {
    const RunSpec& run;
    const LearnerInfo* learner = nullptr;
    const MethodInfo* method = nullptr;
    std::vector<ParamSet> learnerSettings;
};

Result<Found> findParts(const RunSpec& run, Task task)
{
    Found found {run, nullptr, nullptr, {}};
    EH_TRY(found.learner, findLearner(run.learner.id));
    EH_CHECK(checkTask(task, found.learner->id, found.learner->classification, found.learner->regression));
    EH_TRY(found.learnerSettings, settingsOf(found.learner->id, found.learner->params, run.learner.params));
    if (!run.method.id.empty()) {
        EH_TRY(found.method, findMethod(run.method.id));
        EH_CHECK(checkTask(task, found.method->id, found.method->classification, found.method->regression));
    }
    return found;
}

Result<std::vector<ParamSet>> methodSettings(const MethodInfo* method, const ParamGrid& grid)
{
    return method == nullptr ? Result<std::vector<ParamSet>>(std::vector<ParamSet>(1))
                             : settingsOf(method->id, method->params, grid);
}

std::size_t learnerJobFor(Plan& plan, const LearnerInfo* learner, const ParamSet& params)
{
    const auto found = std::ranges::find_if(plan.learners,
        [&](const LearnerJob& job) { return !job.search && job.learner == learner && job.params == params; });
    if (found != plan.learners.end())
        return static_cast<std::size_t>(found - plan.learners.begin());
    plan.learners.push_back({learner, params, {}, {}});
    return plan.learners.size() - 1;
}

/// Number of the base model that the runs of a plain job share.
std::size_t baseOf(Plan& plan, std::size_t job)
{
    const auto other = std::ranges::find(plan.runs, job, &Plan::Run::learnerJob);
    return other != plan.runs.end() ? other->base : plan.bases++;
}

Result<void> addGrid(Plan& plan, const Found& found)
{
    EH_TRY(const std::vector<ParamSet> settings, methodSettings(found.method, found.run.method.params));
    if (plan.runs.size() + found.learnerSettings.size() * settings.size() > kMaximumRuns)
        return invalidArgument(text("the study has more than %1 runs", kMaximumRuns));
    for (const ParamSet& params : found.learnerSettings) {
        const std::size_t job = learnerJobFor(plan, found.learner, params);
        const std::size_t base = baseOf(plan, job);
        MethodJob methodJob {found.method, settings, {}};
        for (const ParamSet& setting : settings) {
            methodJob.runs.push_back(plan.runs.size());
            plan.runs.push_back({job, base, found.method, setting, nullptr});
        }
        plan.learners[job].methods.push_back(std::move(methodJob));
    }
    return kOk;
}

/// Searches of the same grid of the same learner with the same selection share their folds and models.
std::size_t searchJobFor(Plan& plan, const Found& found, const MetricInfo* unfairness)
{
    const auto same = std::ranges::find_if(plan.learners, [&](const LearnerJob& job) {
        return job.search && job.learner == found.learner && job.search->selection == *found.run.selection
            && job.search->learnerSettings == found.learnerSettings;
    });
    if (same != plan.learners.end())
        return static_cast<std::size_t>(same - plan.learners.begin());
    plan.learners.push_back({found.learner, {}, {},
        std::make_shared<const Search>(
            Search {*found.run.selection, unfairness, found.learnerSettings, {}})});
    return plan.learners.size() - 1;
}

Result<void> addSearch(Plan& plan, const Found& found, const MetricInfo* unfairness)
{
    SearchedMethod searched {found.method, {}, 1, {}};
    const std::vector<RunSpec> runs = searchedRuns(found.run);
    const std::size_t job = searchJobFor(plan, found, unfairness);
    for (const RunSpec& run : runs) {
        EH_TRY(std::vector<ParamSet> settings, methodSettings(found.method, run.method.params));
        searched.perRun = settings.size();
        if (plan.runs.size() + 1 > kMaximumRuns
            || runs.size() * settings.size() > kMaximumRuns / found.learnerSettings.size())
            return invalidArgument(text("the study has more than %1 runs or configurations", kMaximumRuns));
        searched.runs.push_back(plan.runs.size());
        // Each value of the strength may choose another learner setting, so each has a base model of its own.
        plan.runs.push_back(
            {job, plan.bases++, found.method, settings.front(), std::make_shared<const RunSpec>(run)});
        std::ranges::move(settings, std::back_inserter(searched.settings));
    }
    Search search = *plan.learners[job].search;
    search.methods.push_back(std::move(searched));
    plan.learners[job].search = std::make_shared<const Search>(std::move(search));
    return kOk;
}

Result<void> addRun(Plan& plan, const RunSpec& run, Task task, const std::string& path)
{
    EH_TRY(const Found found, findParts(run, task));
    const MetricInfo* unfairness = nullptr;
    if (run.selection) {
        EH_TRY(unfairness, checkSelection(*run.selection, task, path + ".selection"));
    }
    return isSearched(run) ? addSearch(plan, found, unfairness) : addGrid(plan, found);
}

} // namespace

bool LearnerJob::needsCalibration() const
{
    const auto isPost
        = [](const auto& job) { return job.method != nullptr && job.method->family == Family::Post; };
    return search ? std::ranges::any_of(search->methods, isPost) : std::ranges::any_of(methods, isPost);
}

bool givesDecisions(const MethodInfo* method, Task task)
{
    return method != nullptr && method->decides && task == Task::Classification;
}

Result<Plan> makePlan(const Study& study)
{
    if (study.runs.empty())
        return invalidArgument(text("the study has no run"), text("choose a learner"));
    Plan plan;
    for (std::size_t i = 0; i < study.runs.size(); ++i) {
        const std::string path = "runs[" + std::to_string(i) + "]";
        if (Result<void> added = addRun(plan, study.runs[i], study.roles.task, path); added.has_error()) {
            Error error = std::move(added).error();
            if (error.where.file.empty() && study.runs.size() > 1)
                error.where.file = path;
            return error;
        }
    }
    return plan;
}

} // namespace evenhand
