#include "ui/session/transfer_controller.h"

#include "engine/data/task_targets.h"
#include "engine/figures/representation_parts.h"
#include "ui/text/translate.h"

namespace evenhand::ui {

TransferController::TransferController(SessionController* session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&m_job, &JobRunner::partial, this,
        [this](JobRunner::Id, const JobRunner::Value& value) { keep(jobValue<TransferReport>(value)); });
    connect(&m_job, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        keep(jobValue<TransferReport>(value));
        emit busyChanged();
    });
    connect(&m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
        emit busyChanged();
        emit failed(error);
    });
    connect(&m_job, &JobRunner::cancelled, this, &TransferController::busyChanged);
    connect(&m_job, &JobRunner::progressed, this, [this](JobRunner::Id, double fraction, const Text& doing) {
        emit progressed(fraction, translate(doing));
    });
    connect(session, &SessionController::tableChanged, this, [this] {
        m_job.abandon();
        m_reports.clear();
        emit changed();
    });
}

const RunResult* TransferController::selected() const
{
    const auto& report = m_session->report();
    const int run = m_session->selectedRun();
    // Results stay behind an audit of the table's predictions, where no run is shown or can be selected.
    if (!m_session->table() || !report || run < 0 || auditsTable(m_session->state()))
        return nullptr;
    const RunResult& result = report->runs[static_cast<std::size_t>(run)];
    return hasRepresentation(result) ? &result : nullptr;
}

bool TransferController::isAvailable() const
{
    if (selected() == nullptr)
        return false;
    const Roles& roles = m_session->report()->study.roles;
    return !roles.tasks.empty() || !roles.taskColumn.empty();
}

std::string TransferController::key() const
{
    const RunResult* const run = selected();
    if (run == nullptr)
        return {};
    std::string text = comparableKey(m_session->report()->study);
    for (const auto& [id, value] : run->methodParams)
        text += '\n' + id + '='
            + (std::holds_alternative<double>(value) ? exactNumber(std::get<double>(value))
                                                     : std::get<std::string>(value));
    return text;
}

std::shared_ptr<const TransferReport> TransferController::report() const
{
    const auto found = m_reports.find(key());
    return found == m_reports.end() ? nullptr : found->second;
}

bool TransferController::isBusyForSelected() const
{
    return isBusy() && m_running == key();
}

QStringList TransferController::tasks() const
{
    QStringList names;
    if (!isAvailable())
        return names;
    const Roles& roles = m_session->report()->study.roles;
    if (!roles.taskColumn.empty())
        return names;
    names << QString::fromStdString(ownTaskName(roles));
    for (const TaskTarget& task : roles.tasks)
        names << QString::fromStdString(taskName(task));
    return names;
}

void TransferController::start(const QString& leaveOut, int repeats)
{
    if (!isAvailable())
        return;
    TransferSpec spec;
    if (!leaveOut.isEmpty())
        spec.leaveOut = {leaveOut.toStdString()};
    spec.params = selected()->methodParams;
    spec.repeats = repeats;
    m_running = key();
    m_job.start([transfer = m_session->services().transfer, study = m_session->report()->study,
                    table = m_session->table(), spec](
                    const RunContext& ctx, const JobRunner::Publish& publish) -> Result<JobRunner::Value> {
        EH_TRY(std::shared_ptr<const TransferReport> report,
            transfer(study, table->data, spec, ctx,
                [&publish](std::shared_ptr<const TransferReport> partial) { publish(partial); }));
        return JobRunner::Value(std::move(report));
    });
    emit busyChanged();
}

void TransferController::keep(const std::shared_ptr<const TransferReport>& report)
{
    m_reports[m_running] = report;
    emit changed();
}

} // namespace evenhand::ui
