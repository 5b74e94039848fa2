#include "engine/pipeline/assemble.h"

#include "engine/metrics/repeated_metric.h"

#include <algorithm>
#include <map>

namespace evenhand {

namespace {

/// Says a sentence once however many repeats said it, with the number of repeats when there were several.
std::vector<Text> mergedWarnings(const std::vector<const RunOutcome*>& repeats)
{
    std::vector<Text> merged;
    for (const RunOutcome* const outcome : repeats)
        for (const Text& warning : outcome->warnings) {
            // The same sentence with other numbers is the same warning: the first repeat's numbers stand for
            // all.
            const bool isKnown = std::ranges::any_of(merged, [&](const Text& known) {
                return known.source == warning.source && known.args.size() == warning.args.size()
                    && (warning.args.empty() || known.args.front() == warning.args.front());
            });
            if (!isKnown)
                merged.push_back(warning);
        }
    return merged;
}

RepeatedMetric overRepeats(
    const MetricInfo& metric, const std::vector<const MetricValue*>& values, double testToTrain)
{
    std::vector<std::optional<double>> repeats;
    Text undefined;
    for (const MetricValue* const value : values) {
        repeats.push_back(value->value);
        if (!value->value && undefined.empty())
            undefined = value->undefined;
    }
    RepeatedMetric summary = summarise(std::string(metric.id), std::move(repeats), testToTrain);
    if (values.size() == 1) {
        summary.low = values.front()->low;
        summary.high = values.front()->high;
    }
    if (!summary.mean)
        summary.undefined = undefined.empty() ? text("no repeat is finished") : undefined;
    return summary;
}

/// Finished repeats of one run.
struct RunRepeats {
    std::vector<const RepeatOutcome*> repeats;
    std::vector<const RunOutcome*> outcomes;
};

RunRepeats repeatsOf(const Plan& plan, const Outcomes& outcomes, std::size_t run)
{
    RunRepeats found;
    for (const auto& repeat : outcomes[plan.runs[run].learnerJob]) {
        // A repeat may be missing while a later one is finished, and one that was cut short has not all runs.
        // Later ones do not count then: the repeats of every run are the first ones of the study, so those of
        // two runs belong together.
        if (!repeat)
            break;
        const auto own = std::ranges::find(repeat->runs, run, &RunOutcome::run);
        if (own == repeat->runs.end())
            break;
        found.repeats.push_back(repeat.get());
        found.outcomes.push_back(&*own);
    }
    return found;
}

double meanOf(const std::vector<const RepeatOutcome*>& repeats, std::vector<double> RepeatOutcome::*member,
    std::size_t group)
{
    double sum = 0.0;
    for (const RepeatOutcome* const repeat : repeats)
        sum += (repeat->*member)[group];
    return repeats.empty() ? 0.0 : sum / static_cast<double>(repeats.size());
}

/// How often each configuration was chosen; null for a run with given parameters or without a repeat.
std::shared_ptr<const RunSelection> selectionOf(
    const Plan::Run& planned, const std::vector<const RunOutcome*>& outcomes)
{
    if (!planned.asked)
        return nullptr;
    auto selection = std::make_shared<RunSelection>();
    selection->asked = *planned.asked;
    std::map<std::size_t, int> times;
    for (const RunOutcome* const outcome : outcomes) {
        selection->repeats.push_back(outcome->choice);
        ++times[outcome->choice->chosen];
    }
    for (const auto& [configuration, count] : times)
        if (count > selection->timesChosen) {
            selection->mostFrequent = configuration;
            selection->timesChosen = count;
        }
    return selection;
}

RunResult resultOf(
    const Plan& plan, const Outcomes& outcomes, const Prepared& prepared, Task task, std::size_t run)
{
    const Plan::Run& planned = plan.runs[run];
    const LearnerJob& job = plan.learners[planned.learnerJob];
    const RunRepeats done = repeatsOf(plan, outcomes, run);
    RunResult result;
    result.learner = job.learner->id;
    result.learnerParams = job.search ? job.search->learnerSettings.front() : job.params;
    result.learnerIndex = static_cast<int>(planned.base);
    result.method = planned.method != nullptr ? planned.method->id : std::string_view {};
    result.decides = givesDecisions(planned.method, task);
    result.methodParams = planned.methodParams;
    result.selection = selectionOf(planned, done.outcomes);
    if (result.selection && !result.selection->repeats.empty()) {
        const auto& shown = result.selection->repeats.front()->configurations[result.selection->mostFrequent];
        result.learnerParams = shown.learnerParams;
        result.methodParams = shown.methodParams;
    }
    result.repeatsDone = static_cast<int>(done.outcomes.size());
    result.warnings = mergedWarnings(done.outcomes);
    double testToTrain = 0.0;
    for (const RepeatOutcome* const repeat : done.repeats)
        testToTrain += repeat->testToTrain / static_cast<double>(done.repeats.size());
    for (const RunOutcome* const outcome : done.outcomes) {
        result.seconds += outcome->seconds;
        result.scores.push_back(outcome->scores);
        result.insights.push_back(outcome->insight.constraint);
        result.representations.push_back(outcome->insight.representation);
    }
    const MetricSelection selection = metricsFor(task);
    const auto summaries = [&](const std::vector<const MetricInfo*>& chosen, const auto& valueOf) {
        std::vector<RepeatedMetric> list;
        for (std::size_t m = 0; m < chosen.size(); ++m) {
            std::vector<const MetricValue*> values;
            for (const RunOutcome* const outcome : done.outcomes)
                values.push_back(&valueOf(outcome->evaluation, m));
            list.push_back(overRepeats(*chosen[m], values, testToTrain));
        }
        return list;
    };
    result.metrics = summaries(selection.overall,
        [](const Evaluation& e, std::size_t m) -> const MetricValue& { return e.overall[m]; });
    for (std::size_t g = 0; g < prepared.groups.names.size(); ++g) {
        GroupResult& group = result.groups.emplace_back();
        group.group = prepared.groups.names[g];
        group.count = meanOf(done.repeats, &RepeatOutcome::groupCount, g);
        group.weight = meanOf(done.repeats, &RepeatOutcome::groupWeight, g);
        group.metrics = summaries(selection.group,
            [g](const Evaluation& e, std::size_t m) -> const MetricValue& { return e.byGroup[g][m]; });
    }
    return result;
}

std::optional<double> meanOf(const RunResult& run, const std::string& metric)
{
    const auto found = std::ranges::find(run.metrics, metric, &RepeatedMetric::id);
    return found == run.metrics.end() ? std::nullopt : found->mean;
}

} // namespace

std::string errorMetricOf(const Study& study)
{
    if (!study.errorMetric.empty())
        return study.errorMetric;
    return study.roles.task == Task::Classification ? "accuracy" : "mean_squared_error";
}

std::string unfairnessMetricOf(const Study& study)
{
    if (!study.unfairnessMetric.empty())
        return study.unfairnessMetric;
    return study.roles.task == Task::Classification ? "demographic_parity_difference" : "ks_distance";
}

std::vector<int> paretoFront(
    const std::vector<RunResult>& runs, const std::string& errorMetric, const std::string& unfairnessMetric)
{
    const auto cost = [](const RunResult& run, const std::string& id) -> std::optional<double> {
        const auto value = meanOf(run, id);
        const auto info = findMetric(id);
        if (!value || info.has_error())
            return std::nullopt;
        return badness(**info, *value);
    };
    std::vector<int> front;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto error = cost(runs[i], errorMetric);
        const auto unfairness = cost(runs[i], unfairnessMetric);
        if (!error || !unfairness)
            continue;
        const bool isBeaten = std::ranges::any_of(runs, [&](const RunResult& other) {
            const auto otherError = cost(other, errorMetric);
            const auto otherUnfairness = cost(other, unfairnessMetric);
            return otherError && otherUnfairness && *otherError <= *error && *otherUnfairness <= *unfairness
                && (*otherError < *error || *otherUnfairness < *unfairness);
        });
        if (!isBeaten)
            front.push_back(static_cast<int>(i));
    }
    return front;
}

std::shared_ptr<Report> assemble(const Study& study, const Dataset& data, const Prepared& prepared,
    const Plan& plan, const Outcomes& outcomes)
{
    auto report = std::make_shared<Report>();
    report->study = study;
    report->groups = prepared.groups;
    report->dataName = data.name;
    report->tableRows = data.table->rows();
    report->usedRows = prepared.rows.size();
    report->warnings = prepared.warnings;
    for (std::size_t run = 0; run < plan.runs.size(); ++run)
        report->runs.push_back(resultOf(plan, outcomes, prepared, study.roles.task, run));
    report->baseScores.resize(plan.bases);
    for (std::size_t run = 0; run < plan.runs.size(); ++run) {
        auto& kept = report->baseScores[plan.runs[run].base];
        const std::vector<const RunOutcome*> done = repeatsOf(plan, outcomes, run).outcomes;
        for (std::size_t repeat = kept.size(); repeat < done.size(); ++repeat)
            kept.push_back(done[repeat]->test);
    }
    report->pareto = paretoFront(report->runs, errorMetricOf(study), unfairnessMetricOf(study));
    return report;
}

} // namespace evenhand
