#include "ui/session/session_controller.h"

#include "ui/session/session_command.h"
#include "ui/text/translate.h"

#include <QFileInfo>

#include <algorithm>

namespace evenhand::ui {

SessionController::SessionController(Services services, StateFolder folder, QObject* parent)
    : QObject(parent)
    , m_services(std::move(services))
    , m_folder(std::move(folder))
{
    connect(&m_openJob, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        onOpened(jobValue<Opened>(value));
        emit busyChanged();
    });
    connect(&m_runJob, &JobRunner::partial, this,
        [this](JobRunner::Id, const JobRunner::Value& value) { onReport(jobValue<Report>(value), false); });
    connect(&m_runJob, &JobRunner::trained, this,
        [this](JobRunner::Id, const std::shared_ptr<const TrainingCurve>& curve) { showTraining(curve); });
    connect(&m_runJob, &JobRunner::failed, this, [this] { showTraining(nullptr); });
    connect(&m_runJob, &JobRunner::cancelled, this, [this] { showTraining(nullptr); });
    connect(&m_runJob, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        onReport(jobValue<Report>(value), true);
        showTraining(nullptr); // after its result: a view that shows either stays
        onRunEnded();
        emit busyChanged();
    });
    connect(&m_checkJob, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        m_checks = *jobValue<std::vector<Text>>(value);
        emit checksChanged();
    });
    connect(&m_openJob, &JobRunner::failed, this, [this](JobRunner::Id, const Error&) {
        const bool isTable = !m_opening->path.isEmpty() && !isStudyFile(m_opening->path);
        m_refused = isTable ? m_opening : std::nullopt;
    });
    connect(&m_runJob, &JobRunner::failed, this, &SessionController::onRunEnded);
    connect(&m_runJob, &JobRunner::cancelled, this, &SessionController::onRunEnded);
    connect(&m_runJob, &JobRunner::progressed, this,
        [this](JobRunner::Id, double fraction, const Text& doing) { onProgress(fraction, doing); });
    connect(
        &m_openJob, &JobRunner::progressed, this, [this](JobRunner::Id, double fraction, const Text& doing) {
            emit progressed(fraction, translate(doing));
        });
    for (JobRunner* const job : {&m_openJob, &m_runJob}) {
        connect(job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
            emit busyChanged();
            emit reportChanged();
            emit errorRaised(error);
        });
        connect(job, &JobRunner::cancelled, this, [this](JobRunner::Id) {
            emit busyChanged();
            emit reportChanged();
        });
    }
    m_autosave.setInterval(60000);
    connect(&m_autosave, &QTimer::timeout, this, &SessionController::keepForNextStart);
    m_autosave.start();
}

std::string SessionController::viewValue(const std::string& key) const
{
    const auto found = m_view.find(key);
    return found == m_view.end() ? std::string() : found->second;
}

// What runs and what came of it is in session_runs.cpp.

/// The selected run as its place among the runs that the study asks for, counted from 1.
void SessionController::rememberSelection()
{
    m_view.erase("run");
    const std::vector<RunKey> runs = expectedRuns(wantedStudy(m_state));
    const auto found = m_selected ? std::find(runs.begin(), runs.end(), *m_selected) : runs.end();
    if (found != runs.end())
        m_view["run"] = std::to_string(found - runs.begin() + 1);
}

void SessionController::restoreSelection()
{
    const std::vector<RunKey> runs = expectedRuns(wantedStudy(m_state));
    const int run = QString::fromStdString(viewValue("run")).toInt();
    if (run >= 1 && run <= static_cast<int>(runs.size()))
        m_selected = runs[static_cast<std::size_t>(run) - 1];
}

void SessionController::edit(
    const QString& what, const QString& key, const std::function<void(SessionState&)>& change)
{
    SessionState after = m_state;
    change(after);
    if (after == m_state)
        return;
    m_undo.push(new SessionCommand(this, what, key, m_state, std::move(after)));
}

void SessionController::setState(const SessionState& state)
{
    const bool rolesChanged = !(state.study.roles == m_state.study.roles);
    m_state = state;
    setDirty(true);
    // A running job that no longer computes what is asked for is replaced by one that does.
    // One that was paused is left to come to its end.
    if (isRunning() && !m_isPaused && !runsWhatIsWanted())
        startRun();
    refreshReport();
    if (rolesChanged)
        startChecks();
    emit stateChanged();
}

void SessionController::open(const OpenRequest& request)
{
    m_runAfterOpening = !request.sampleId.isEmpty();
    m_opening = request;
    m_refused.reset();
    m_openJob.start([open = m_services.open, request](
                        const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        EH_TRY(std::shared_ptr<const Opened> opened, open(request, ctx));
        return JobRunner::Value(std::move(opened));
    });
    emit busyChanged();
}

void SessionController::recover()
{
    open({m_folder.recoveryPath(), {}, {}});
}

void SessionController::onOpened(const std::shared_ptr<const Opened>& opened)
{
    m_runJob.abandon();
    m_checkJob.abandon();
    m_store.clear();
    m_report.reset();
    m_selected.reset();
    m_compared.reset();
    m_isPaused = false;
    m_checks.clear();
    m_view.clear();
    m_undo.clear();
    m_table = opened->table;
    const bool recovered = opened->studyPath == m_folder.recoveryPath();
    m_studyPath = recovered ? QString() : opened->studyPath;

    SessionState state;
    state.import = m_table->import;
    if (opened->study) {
        state.study = opened->study->study;
        m_view = opened->study->view;
        state.draft = draftOf(state.study.runs, state.study.roles.task);
        state.confirmed = {"target", "favourable", "sensitive", "audit"};
    } else {
        state.study.roles = m_table->proposal.roles;
        state.study.audit = m_table->proposal.audit;
        state.study.dataPath
            = QFileInfo(QString::fromStdString(m_table->data.path)).absoluteFilePath().toStdString();
        state.study.dataSha256 = m_table->data.sha256;
    }
    if (state.draft.learners.empty())
        state.draft = defaultDraft(state.study.roles.task);
    m_state = std::move(state);
    restoreSelection();
    setDirty(recovered);
    if (recovered)
        m_folder.dropRecovery();

    const QString path = m_studyPath.isEmpty() ? QString::fromStdString(m_table->data.path) : m_studyPath;
    if (m_table->sampleId.empty() && !recovered && !path.isEmpty()) {
        m_folder.addRecent(QFileInfo(path).absoluteFilePath());
        emit recentChanged();
    }
    startChecks();
    emit tableChanged();
    emit stateChanged();
    emit reportChanged();
    emit selectionChanged();
    for (const Text& note : opened->notes)
        emit noteRaised(translate(note));
    if ((m_runAfterOpening || opened->study) && !auditsTable(m_state))
        run();
}

bool SessionController::save(const QString& path)
{
    if (!m_table)
        return false;
    rememberSelection();
    const auto saved = saveStudy(m_state, *m_table, path, m_view);
    if (saved.has_error()) {
        emit errorRaised(saved.error());
        return false;
    }
    m_studyPath = path;
    m_folder.dropAutosave();
    m_folder.addRecent(QFileInfo(path).absoluteFilePath());
    setDirty(false);
    emit recentChanged();
    emit stateChanged();
    return true;
}

void SessionController::keepForNextStart()
{
    if (!m_dirty || !m_table)
        return;
    rememberSelection();
    m_folder.autosave(m_state, *m_table, m_view);
}

void SessionController::startChecks()
{
    m_checks.clear();
    emit checksChanged();
    if (!m_table || m_state.study.roles.sensitive.empty())
        return;
    m_checkJob.start([check = m_services.check, table = m_table, roles = m_state.study.roles](
                         const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        return JobRunner::Value(std::make_shared<const std::vector<Text>>(check(*table, roles, ctx)));
    });
}

void SessionController::setDirty(bool dirty)
{
    m_dirty = dirty;
    if (!dirty)
        m_folder.dropAutosave();
}

} // namespace evenhand::ui
