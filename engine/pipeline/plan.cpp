#include "engine/pipeline/plan.h"

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

std::size_t learnerJobFor(Plan& plan, const LearnerInfo* learner, const ParamSet& params)
{
    const auto found = std::ranges::find_if(
        plan.learners, [&](const LearnerJob& job) { return job.learner == learner && job.params == params; });
    if (found != plan.learners.end())
        return static_cast<std::size_t>(found - plan.learners.begin());
    plan.learners.push_back({learner, params, {}});
    return plan.learners.size() - 1;
}

} // namespace

bool LearnerJob::needsCalibration() const
{
    return std::ranges::any_of(methods,
        [](const MethodJob& job) { return job.method != nullptr && job.method->family == Family::Post; });
}

Result<Plan> makePlan(const Study& study)
{
    if (study.runs.empty())
        return invalidArgument(text("the study has no run"), text("choose a learner"));
    Plan plan;
    for (const RunSpec& run : study.runs) {
        EH_TRY(const LearnerInfo* const learner, findLearner(run.learner.id));
        EH_CHECK(checkTask(study.roles.task, learner->id, learner->classification, learner->regression));
        EH_TRY(const std::vector<ParamSet> learnerSettings,
            settingsOf(learner->id, learner->params, run.learner.params));
        const MethodInfo* method = nullptr;
        std::vector<ParamSet> methodSettings(1);
        if (!run.method.id.empty()) {
            EH_TRY(method, findMethod(run.method.id));
            EH_CHECK(checkTask(study.roles.task, method->id, method->classification, method->regression));
            EH_TRY(methodSettings, settingsOf(method->id, method->params, run.method.params));
        }
        if (plan.runs.size() + learnerSettings.size() * methodSettings.size() > kMaximumRuns)
            return invalidArgument(text("the study has more than %1 runs", kMaximumRuns));
        for (const ParamSet& params : learnerSettings) {
            const std::size_t job = learnerJobFor(plan, learner, params);
            MethodJob methodJob {method, methodSettings, {}};
            for (const ParamSet& setting : methodSettings) {
                methodJob.runs.push_back(plan.runs.size());
                plan.runs.push_back({job, method, setting});
            }
            plan.learners[job].methods.push_back(std::move(methodJob));
        }
    }
    return plan;
}

} // namespace evenhand
