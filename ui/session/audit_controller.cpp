#include "ui/session/audit_controller.h"

namespace evenhand::ui {

AuditController::AuditController(SessionController* session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    constexpr int kDelayMs = 150;
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &AuditController::start);
    connect(&m_job, &JobRunner::finished, this,
        [this](JobRunner::Id, const JobRunner::Value& value) { finish(*jobValue<Outcome>(value)); });
    connect(&m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) { fail(error); });
    connect(session, &SessionController::stateChanged, this, &AuditController::follow);
    connect(session, &SessionController::tableChanged, this, &AuditController::follow);
    connect(session, &SessionController::reportChanged, this, &AuditController::follow);
    connect(session, &SessionController::selectionChanged, this, &AuditController::follow);
}

std::optional<AuditController::Wanted> AuditController::wantedNow() const
{
    if (!m_session->table())
        return {};
    Wanted wanted;
    wanted.table = m_session->table();
    const SessionState& state = m_session->state();
    wanted.spec = state.study.audit;
    if (auditsTable(state)) {
        wanted.roles = state.study.roles;
        // No audit depends on what a model may learn from.
        wanted.roles.exclude.clear();
        wanted.roles.features.clear();
        wanted.roles.sensitiveAsFeature = false;
        wanted.roles.tasks.clear();
        wanted.roles.taskColumn.clear();
        return wanted;
    }
    const auto& report = m_session->report();
    const int selected = m_session->selectedRun();
    if (!report || selected < 0)
        return {};
    // The first repeat: it is there before all others, and it stays while the report grows.
    const RunResult& run = report->runs[static_cast<std::size_t>(selected)];
    for (std::size_t repeat = 0; repeat < run.scores.size(); ++repeat)
        if (run.scores[repeat]) {
            wanted.scores = run.scores[repeat];
            wanted.repeat = repeat;
            wanted.hasBefore = !run.method.empty();
            return wanted;
        }
    return {};
}

void AuditController::follow()
{
    std::optional<Wanted> wanted = wantedNow();
    if (wanted == m_wanted)
        return;
    const bool isOtherKind = !wanted || !m_shown || wanted->table != m_shown->table
        || (wanted->scores == nullptr) != (m_shown->scores == nullptr);
    m_wanted = std::move(wanted);
    m_error.reset();
    m_delay.stop();
    m_job.abandon();
    if (isOtherKind) {
        m_audit.reset();
        m_before.reset();
        m_shown.reset();
    }
    // Going back to what is shown needs no work. Nothing shown yet: nothing to wait for either.
    if (m_wanted && m_wanted != m_shown) {
        if (m_audit)
            m_delay.start();
        else
            start();
    }
    emit changed();
    emit busyChanged();
}

void AuditController::start()
{
    if (!m_wanted)
        return;
    m_job.start([services = m_session->services(), wanted = *m_wanted, report = m_session->report(),
                    run = static_cast<std::size_t>(std::max(m_session->selectedRun(), 0))](
                    const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        auto outcome = std::make_shared<Outcome>();
        const Dataset& data = wanted.table->data;
        if (wanted.scores == nullptr) {
            EH_TRY(outcome->audit, services.audit(wanted.roles, wanted.spec, data, ctx));
            return JobRunner::Value(std::move(outcome));
        }
        EH_TRY(outcome->audit,
            services.auditRun(*report, run, wanted.repeat, false, wanted.spec, data, ctx.slice(0.0, 0.5)));
        if (wanted.hasBefore) {
            EH_TRY(outcome->before,
                services.auditRun(*report, run, wanted.repeat, true, wanted.spec, data, ctx.slice(0.5, 1.0)));
        }
        return JobRunner::Value(std::move(outcome));
    });
}

void AuditController::finish(const Outcome& outcome)
{
    m_audit = outcome.audit;
    m_before = outcome.before;
    m_shown = m_wanted;
    emit changed();
    emit busyChanged();
}

void AuditController::fail(const Error& error)
{
    m_audit.reset();
    m_before.reset();
    m_shown.reset();
    m_error = error;
    emit changed();
    emit busyChanged();
}

} // namespace evenhand::ui
