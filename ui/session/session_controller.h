#pragma once

#include "engine/pipeline/remaining_time.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/result_store.h"
#include "ui/session/session_state.h"
#include "ui/session/study_files.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QUndoStack>

namespace evenhand::ui {

/// What is shown of the present choices.
enum class Freshness : std::uint8_t {
    Nothing,    ///< no results yet
    Current,    ///< the results belong to the present choices
    Incomplete, ///< they do, but some of the runs asked for are missing
    Outdated,   ///< data, roles or split were changed since
};

/// Holds the session: choices with undo, the table, the results, and the jobs that make them. All on the
/// window's thread; whatever takes time goes through a JobRunner.
class SessionController final : public QObject {
    Q_OBJECT
public:
    SessionController(Services services, StateFolder folder, QObject* parent = nullptr);

    [[nodiscard]] const SessionState& state() const { return m_state; }
    [[nodiscard]] const std::shared_ptr<const LoadedTable>& table() const { return m_table; }
    [[nodiscard]] const std::shared_ptr<const Report>& report() const { return m_report; }
    [[nodiscard]] Freshness freshness() const;
    [[nodiscard]] int selectedRun() const;
    [[nodiscard]] bool isRunning() const { return m_runJob.isBusy(); }
    /// A run was paused and waits to be continued.
    [[nodiscard]] bool isPaused() const { return m_isPaused && !isRunning(); }
    /// How many runs pressing Run would compute.
    [[nodiscard]] int runsToCompute() const;
    /// What is being computed or paused and has no finished repeat yet, in its order.
    [[nodiscard]] const std::vector<RunKey>& waitingRuns() const { return m_waiting; }
    /// Share of the running job that is done, as of now; 0 if none runs.
    [[nodiscard]] double runFraction() const { return m_fraction; }
    /// Seconds that the running job will still take; absent while nothing can be said.
    [[nodiscard]] std::optional<double> remainingSeconds() const { return m_remaining.seconds(); }
    /// The two runs that are compared, by their places in the report: the earlier and the later choice.
    [[nodiscard]] std::optional<std::pair<int, int>> comparedRuns() const;
    /// The network that is being trained at the moment; null if none is.
    [[nodiscard]] const std::shared_ptr<const TrainingCurve>& liveTraining() const { return m_training; }
    [[nodiscard]] bool isLoading() const { return m_openJob.isBusy(); }
    /// The table that could not be read as it was asked for; nothing if the last thing opened is open.
    [[nodiscard]] const std::optional<OpenRequest>& refusedTable() const { return m_refused; }
    [[nodiscard]] bool isDirty() const { return m_dirty; }
    [[nodiscard]] const QString& studyPath() const { return m_studyPath; }
    [[nodiscard]] const std::vector<Text>& checks() const { return m_checks; }
    [[nodiscard]] QUndoStack* undoStack() { return &m_undo; }
    [[nodiscard]] StateFolder& folder() { return m_folder; }
    [[nodiscard]] const Services& services() const { return m_services; }

    /// Changes the choices as one undo step; changes with the same @p key within 0.8 s are one step.
    void edit(const QString& what, const QString& key, const std::function<void(SessionState&)>& change);

    void open(const OpenRequest& request);
    /// Brings back what the last session left unsaved.
    void recover();
    bool save(const QString& path);
    /// Writes what is unsaved where the next start finds it.
    void keepForNextStart();
    void run();
    /// Stops what is running, loading included; finished repeats stay.
    void stop();
    /// As above, to go on later: run() then computes what is missing.
    void pause();
    void selectRun(int run);
    void removeRuns(const std::vector<int>& runs);
    /// Chooses the two runs to be compared.
    void compareRuns(int first, int second);
    void endComparison();
    /// How the study is looked at: saved with it, ignored by a run.
    void setViewValue(const std::string& key, const std::string& value) { m_view[key] = value; }
    [[nodiscard]] std::string viewValue(const std::string& key) const;

    /// Used by undo commands only.
    void setState(const SessionState& state);

signals:
    void stateChanged();
    void tableChanged();
    void checksChanged();
    void reportChanged();
    void selectionChanged();
    void comparisonChanged();
    void busyChanged();
    void progressed(double fraction, const QString& doing);
    /// A network has done another epoch, or null: none is trained any more.
    void liveTrainingChanged(const std::shared_ptr<const evenhand::TrainingCurve>& curve);
    void errorRaised(const evenhand::Error& error);
    void noteRaised(const QString& note);
    void recentChanged();

private:
    void onOpened(const std::shared_ptr<const Opened>& opened);
    void onReport(const std::shared_ptr<const Report>& report, bool isLast);
    void refreshReport();
    void showTraining(const std::shared_ptr<const TrainingCurve>& curve);
    void startRun();
    void onRunEnded();
    void onProgress(double fraction, const Text& doing);
    void refreshWaiting();
    [[nodiscard]] bool runsWhatIsWanted() const;
    [[nodiscard]] int placeOf(const RunKey& key) const;
    void startChecks();
    void rememberSelection();
    void restoreSelection();
    void setDirty(bool dirty);

    Services m_services;
    StateFolder m_folder;
    SessionState m_state;
    std::shared_ptr<const LoadedTable> m_table;
    std::shared_ptr<const Report> m_report;
    std::shared_ptr<const TrainingCurve> m_training;
    ResultStore m_store;
    std::vector<Text> m_checks;
    std::optional<RunKey> m_selected;
    std::optional<std::pair<RunKey, RunKey>> m_compared;
    std::optional<OpenRequest> m_opening, m_refused;
    Study m_runningStudy; ///< what the running job computes
    std::vector<RunKey> m_waiting;
    RemainingTime m_remaining;
    QElapsedTimer m_runClock;
    double m_fraction = 0.0;
    QUndoStack m_undo;
    QTimer m_autosave;
    QString m_studyPath;
    std::map<std::string, std::string> m_view;
    bool m_dirty = false;
    bool m_isPaused = false;
    bool m_runAfterOpening = false;
    JobRunner m_openJob, m_runJob, m_checkJob;
};

} // namespace evenhand::ui
