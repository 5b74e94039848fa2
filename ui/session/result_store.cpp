#include "ui/session/result_store.h"

#include "engine/pipeline/assemble.h"

#include <algorithm>

namespace evenhand::ui {

namespace {

/// Whether a network of the run was taken as far as its training had come when somebody stopped it.
bool isCutShort(const RunResult& run)
{
    return std::ranges::any_of(run.representations, [](const auto& insight) {
        return insight && insight->after.training && insight->after.training->stoppedByPerson;
    });
}

bool isFinished(const RunResult& run, int wantedRepeats)
{
    return run.repeatsDone >= wantedRepeats && !isCutShort(run);
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

/// The runs of a report by what was asked for.
std::map<RunKey, std::size_t> placesOf(const Report& report)
{
    std::map<RunKey, std::size_t> places;
    for (std::size_t i = 0; i < report.runs.size(); ++i)
        places.emplace(keyOf(report.runs[i]), i);
    return places;
}

void mergeRuns(Report& into, const Report& from)
{
    std::map<RunKey, std::size_t> places = placesOf(into);
    std::map<int, int> learners; // base models of the report that came, to those here
    for (const RunResult& run : from.runs) {
        RunResult adopted = run;
        const auto [known, isNewLearner] = learners.emplace(run.learnerIndex, 0);
        if (isNewLearner)
            known->second = adoptLearner(into, from, run);
        adopted.learnerIndex = known->second;
        const auto [same, isNew] = places.emplace(keyOf(run), into.runs.size());
        if (isNew)
            into.runs.push_back(std::move(adopted));
        else if (run.repeatsDone >= into.runs[same->second].repeatsDone
            && (isCutShort(into.runs[same->second]) || !isCutShort(run)))
            into.runs[same->second] = std::move(adopted);
    }
}

} // namespace

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
        mergeRuns(*merged, report);
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
    const std::map<RunKey, std::size_t> places = placesOf(*slot->second);
    for (const RunKey& key : expectedRuns(study)) {
        const auto place = places.find(key);
        if (place == places.end() || slot->second->runs[place->second].repeatsDone == 0) {
            visible->complete = false;
            continue;
        }
        const RunResult& run = slot->second->runs[place->second];
        visible->complete = visible->complete && isFinished(run, wantedRepeats(study));
        visible->runs.push_back(run);
    }
    if (visible->runs.empty())
        return nullptr;
    visible->pareto = paretoFront(visible->runs, errorMetricOf(study), unfairnessMetricOf(study));
    return visible;
}

Study ResultStore::missing(const Study& study) const
{
    const auto slot = m_reports.find(comparableKey(study));
    if (slot == m_reports.end())
        return study;
    std::set<RunKey> finished;
    for (const RunResult& run : slot->second->runs)
        if (isFinished(run, wantedRepeats(study)))
            finished.insert(keyOf(run));
    return withoutRuns(study, finished);
}

} // namespace evenhand::ui
