#include "ui/session/result_store.h"

#include <algorithm>

namespace evenhand::ui {

namespace {

bool isFinished(const RunResult& run, int wantedRepeats)
{
    return run.repeatsDone >= wantedRepeats;
}

int wantedRepeats(const Study& study)
{
    switch (study.split.kind) {
    case SplitKind::Holdout:
        return study.split.repeats;
    case SplitKind::KFold:
        return study.split.folds;
    case SplitKind::Column:
        return 1;
    }
    return 1;
}

/// Number of the run's learner setting in @p into; the base scores come along when they are new or more
/// complete.
int adoptLearner(Report& into, const Report& from, const RunResult& run)
{
    const auto source = static_cast<std::size_t>(run.learnerIndex);
    static const std::vector<std::shared_ptr<const RepeatScores>> kNone;
    const auto& scores = source < from.baseScores.size() ? from.baseScores[source] : kNone;
    for (const RunResult& other : into.runs) {
        if (other.learner != run.learner || other.learnerParams != run.learnerParams)
            continue;
        auto& mine = into.baseScores[static_cast<std::size_t>(other.learnerIndex)];
        if (mine.size() < scores.size())
            mine = scores;
        else
            for (std::size_t i = 0; i < scores.size(); ++i)
                if (!mine[i])
                    mine[i] = scores[i];
        return other.learnerIndex;
    }
    into.baseScores.push_back(scores);
    return static_cast<int>(into.baseScores.size()) - 1;
}

void mergeRun(Report& into, const Report& from, const RunResult& run)
{
    RunResult adopted = run;
    adopted.learnerIndex = adoptLearner(into, from, run);
    const auto same = std::find_if(into.runs.begin(), into.runs.end(),
        [key = keyOf(run)](const RunResult& other) { return keyOf(other) == key; });
    if (same == into.runs.end())
        into.runs.push_back(std::move(adopted));
    else if (run.repeatsDone >= same->repeatsDone)
        *same = std::move(adopted);
}

} // namespace

RunKey keyOf(const RunResult& run)
{
    return {run.learner, run.method, run.learnerParams, run.methodParams};
}

const RepeatedMetric* findMetricOf(const RunResult& run, const std::string& id)
{
    const auto found = std::find_if(
        run.metrics.begin(), run.metrics.end(), [&](const RepeatedMetric& m) { return m.id == id; });
    return found == run.metrics.end() ? nullptr : &*found;
}

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
    struct Point {
        int run;
        double error, unfairness; ///< both the smaller the better
    };
    const auto sign = [](const std::string& id) {
        const auto& all = metrics();
        const auto found
            = std::find_if(all.begin(), all.end(), [&](const MetricInfo& info) { return info.id == id; });
        return found != all.end() && found->higherIsBetter ? -1.0 : 1.0;
    };
    const double errorSign = sign(errorMetric);
    const double unfairnessSign = sign(unfairnessMetric);
    std::vector<Point> points;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const RepeatedMetric* const error = findMetricOf(runs[i], errorMetric);
        const RepeatedMetric* const unfairness = findMetricOf(runs[i], unfairnessMetric);
        if (error != nullptr && unfairness != nullptr && error->mean && unfairness->mean)
            points.push_back(
                {static_cast<int>(i), errorSign * *error->mean, unfairnessSign * *unfairness->mean});
    }
    std::vector<int> front;
    for (const Point& point : points) {
        const bool beaten = std::any_of(points.begin(), points.end(), [&](const Point& other) {
            return other.error <= point.error && other.unfairness <= point.unfairness
                && (other.error < point.error || other.unfairness < point.unfairness);
        });
        if (!beaten)
            front.push_back(point.run);
    }
    return front;
}

void ResultStore::add(const Study& study, const Report& report)
{
    auto& slot = m_reports[comparableKey(study)];
    auto merged = slot ? std::make_shared<Report>(*slot) : std::make_shared<Report>(report);
    if (slot) {
        for (const RunResult& run : report.runs)
            mergeRun(*merged, report, run);
        for (const Text& warning : report.warnings)
            if (std::find(merged->warnings.begin(), merged->warnings.end(), warning)
                == merged->warnings.end())
                merged->warnings.push_back(warning);
        merged->seconds += report.seconds;
    }
    slot = std::move(merged);
}

std::shared_ptr<const Report> ResultStore::find(const Study& study) const
{
    const auto slot = m_reports.find(comparableKey(study));
    if (slot == m_reports.end())
        return nullptr;
    auto visible = std::make_shared<Report>(*slot->second);
    visible->study = study;
    visible->runs.clear();
    visible->complete = true;
    for (const RunKey& key : expectedRuns(study)) {
        const auto& all = slot->second->runs;
        const auto run = std::find_if(
            all.begin(), all.end(), [&](const RunResult& other) { return keyOf(other) == key; });
        if (run == all.end() || run->repeatsDone == 0) {
            visible->complete = false;
            continue;
        }
        visible->complete = visible->complete && isFinished(*run, wantedRepeats(study));
        visible->runs.push_back(*run);
    }
    if (visible->runs.empty())
        return nullptr;
    visible->pareto = paretoFront(visible->runs, errorMetricOf(study), unfairnessMetricOf(study));
    return visible;
}

Study ResultStore::missing(const Study& study) const
{
    Study rest = study;
    const auto slot = m_reports.find(comparableKey(study));
    if (slot == m_reports.end())
        return rest;
    const auto& all = slot->second->runs;
    std::erase_if(rest.runs, [&](const RunSpec& spec) {
        Study one = study;
        one.runs = {spec};
        const std::vector<RunKey> keys = expectedRuns(one);
        return !keys.empty() && std::all_of(keys.begin(), keys.end(), [&](const RunKey& key) {
            const auto run = std::find_if(
                all.begin(), all.end(), [&](const RunResult& other) { return keyOf(other) == key; });
            return run != all.end() && isFinished(*run, wantedRepeats(study));
        });
    });
    return rest;
}

} // namespace evenhand::ui
