#include "ui/session/session_controller.h"

#include "engine/figures/constraint_parts.h"
#include "ui/text/translate.h"

#include <algorithm>

// The part of the controller that runs studies and keeps what came of it.

namespace evenhand::ui {

Freshness SessionController::freshness() const
{
    if (!m_report)
        return Freshness::Nothing;
    if (comparableKey(m_report->study) != comparableKey(m_state.study))
        return Freshness::Outdated;
    return m_store.missing(wantedStudy(m_state)).runs.empty() ? Freshness::Current : Freshness::Incomplete;
}

int SessionController::runsToCompute() const
{
    if (!m_table || auditsTable(m_state))
        return 0;
    return static_cast<int>(expectedRuns(m_store.missing(wantedStudy(m_state))).size());
}

int SessionController::placeOf(const RunKey& key) const
{
    for (std::size_t i = 0; m_report && i < m_report->runs.size(); ++i)
        if (keyOf(m_report->runs[i]) == key)
            return static_cast<int>(i);
    return -1;
}

int SessionController::selectedRun() const
{
    if (!m_report || m_report->runs.empty())
        return -1;
    if (const int place = m_selected ? placeOf(*m_selected) : -1; place >= 0)
        return place;
    // The strongest repair of the newest method: the last one, or the one of the smallest tolerance.
    return static_cast<int>(strictestRun(*m_report, m_report->runs.size() - 1));
}

std::optional<std::pair<int, int>> SessionController::comparedRuns() const
{
    if (!m_compared)
        return {};
    const std::pair places {placeOf(m_compared->first), placeOf(m_compared->second)};
    if (places.first < 0 || places.second < 0)
        return {};
    return places;
}

void SessionController::run()
{
    if (!m_table || auditsTable(m_state))
        return;
    m_state.study.runs = wantedStudy(m_state).runs;
    m_state.confirmed = {"target", "favourable", "sensitive", "audit"}; // who runs with a proposal accepts it
    startRun();
    refreshReport();
    emit stateChanged();
}

void SessionController::startRun()
{
    m_isPaused = false;
    m_fraction = 0.0;
    m_remaining = RemainingTime();
    m_runClock.start();
    m_runningStudy = m_store.missing(wantedStudy(m_state));
    if (m_runningStudy.runs.empty()) {
        m_runJob.abandon();
        refreshWaiting();
        emit busyChanged();
        return;
    }
    m_runJob.start([run = m_services.run, study = m_runningStudy, table = m_table](
                       const RunContext& ctx, const JobRunner::Publish& publish) -> Result<JobRunner::Value> {
        EH_TRY(std::shared_ptr<const Report> report,
            run(study, table->data, ctx,
                [&publish](std::shared_ptr<const Report> partial) { publish(partial); }));
        return JobRunner::Value(std::move(report));
    });
    refreshWaiting();
    emit busyChanged();
}

/// Whether the running job computes nothing that is no longer wanted and belongs to the present choices. What
/// was ticked since it began waits for the next press of Run: a long sweep is not begun anew for it.
bool SessionController::runsWhatIsWanted() const
{
    const Study wanted = wantedStudy(m_state);
    if (comparableKey(wanted) != comparableKey(m_runningStudy))
        return false;
    const std::vector<RunKey> keys = expectedRuns(wanted);
    const std::set<RunKey> known(keys.begin(), keys.end());
    return std::ranges::all_of(expectedRuns(m_store.missing(m_runningStudy)),
        [&](const RunKey& key) { return known.contains(key); });
}

void SessionController::refreshWaiting()
{
    m_waiting.clear();
    if (!isRunning() && !m_isPaused)
        return;
    std::set<RunKey> begun;
    for (std::size_t i = 0; m_report && i < m_report->runs.size(); ++i)
        begun.insert(keyOf(m_report->runs[i]));
    for (RunKey& key : expectedRuns(m_runningStudy))
        if (!begun.contains(key))
            m_waiting.push_back(std::move(key));
}

void SessionController::onProgress(double fraction, const Text& doing)
{
    m_fraction = fraction;
    m_remaining.add(static_cast<double>(m_runClock.elapsed()) / 1000.0, fraction);
    emit progressed(fraction, translate(doing));
}

void SessionController::onRunEnded()
{
    if (isRunning())
        return; // replaced by the next one
    m_fraction = 0.0;
    m_remaining = RemainingTime();
    m_isPaused = m_isPaused && runsToCompute() > 0;
    refreshWaiting();
}

void SessionController::onReport(const std::shared_ptr<const Report>& report, bool isLast)
{
    m_store.add(m_runningStudy, *report);
    refreshReport();
    if (!isLast || report->complete)
        return;
    emit noteRaised(m_isPaused
            ? tr("Paused. The repeats that were finished are kept; Continue computes the rest.")
            : tr("Stopped. The repeats that were finished are kept; Run computes the rest."));
}

void SessionController::refreshReport()
{
    const int before = selectedRun();
    const auto compared = comparedRuns();
    if (auto found = m_store.find(wantedStudy(m_state)))
        m_report = std::move(found);
    refreshWaiting();
    emit reportChanged();
    if (selectedRun() != before)
        emit selectionChanged();
    if (comparedRuns() != compared)
        emit comparisonChanged();
}

void SessionController::stop()
{
    if (m_openJob.isBusy())
        m_openJob.abandon();
    m_isPaused = false;
    m_runJob.stop();
    if (!isRunning()) {
        refreshWaiting();
        emit busyChanged();
    }
}

void SessionController::pause()
{
    if (!isRunning())
        return;
    m_isPaused = true;
    m_runJob.stop();
}

void SessionController::selectRun(int run)
{
    if (!m_report || run < 0 || run >= static_cast<int>(m_report->runs.size()) || run == selectedRun())
        return;
    m_selected = keyOf(m_report->runs[static_cast<std::size_t>(run)]);
    emit selectionChanged();
}

void SessionController::compareRuns(int first, int second)
{
    const int count = m_report ? static_cast<int>(m_report->runs.size()) : 0;
    if (first == second || std::min(first, second) < 0 || std::max(first, second) >= count)
        return;
    m_compared = {keyOf(m_report->runs[static_cast<std::size_t>(first)]),
        keyOf(m_report->runs[static_cast<std::size_t>(second)])};
    emit comparisonChanged();
}

void SessionController::endComparison()
{
    if (!std::exchange(m_compared, std::nullopt))
        return;
    emit comparisonChanged();
}

void SessionController::removeRuns(const std::vector<int>& runs)
{
    if (!m_report || runs.empty())
        return;
    std::set<RunKey> removed;
    for (const int run : runs)
        removed.insert(keyOf(m_report->runs.at(static_cast<std::size_t>(run))));
    edit(tr("Remove runs"), {}, [&](SessionState& state) {
        state.study.runs = withoutRuns(wantedStudy(state), removed).runs;
        // What is ticked and would bring them back is ticked no more.
        if (!state.study.runs.empty())
            state.draft = draftOf(state.study.runs, state.study.roles.task, &state.draft);
    });
}

void SessionController::showTraining(const std::shared_ptr<const TrainingCurve>& curve)
{
    if (curve == m_training)
        return;
    m_training = curve;
    emit liveTrainingChanged(curve);
}

} // namespace evenhand::ui
