#include "ui/session/result_store.h"

#include "engine/pipeline/assemble.h"

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

/// Whether two runs have the same base model in every repeat. A run that chooses its parameters has one of
/// its own.
bool isSameBase(const RunResult& a, const RunResult& b)
{
    if (a.selection || b.selection)
        return keyOf(a) == keyOf(b);
    return a.learner == b.learner && a.learnerParams == b.learnerParams;
}

/// Number of the run's base model in @p into; the base scores come along when they are new or more complete.
int adoptLearner(Report& into, const Report& from, const RunResult& run)
{
    const auto source = static_cast<std::size_t>(run.learnerIndex);
    static const std::vector<std::shared_ptr<const RepeatScores>> kNone;
    const auto& scores = source < from.baseScores.size() ? from.baseScores[source] : kNone;
    for (const RunResult& other : into.runs) {
        if (!isSameBase(other, run))
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
    if (run.selection)
        return {run.learner, run.method, {}, {}, run.selection->asked};
    return {run.learner, run.method, run.learnerParams, run.methodParams, {}};
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
