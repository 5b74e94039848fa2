#include "ui/session/table_export.h"

#include "engine/io/atomic_file.h"
#include "engine/io/transformed_csv.h"
#include "engine/methods/method.h"
#include "ui/text/translate.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace evenhand::ui {

TableExport::TableExport(SessionController* session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&m_job, &JobRunner::progressed, this,
        [this](JobRunner::Id, double fraction, const Text&) { emit progressed(fraction); });
    connect(&m_job, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        emit busyChanged();
        emit written(*jobValue<Written>(value));
    });
    connect(&m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
        emit busyChanged();
        emit failed(error);
    });
    connect(&m_job, &JobRunner::cancelled, this, &TableExport::busyChanged);
}

std::optional<TableExport::Request> TableExport::available() const
{
    const auto& report = m_session->report();
    const int selected = m_session->selectedRun();
    // Results stay behind an audit of the table's predictions, where no run is shown or can be selected.
    if (!m_session->table() || !report || selected < 0 || auditsTable(m_session->state()))
        return {};
    const RunResult& run = report->runs[static_cast<std::size_t>(selected)];
    const auto method = findMethod(run.method);
    if (run.method.empty() || method.has_error() || (*method)->family != Family::Pre)
        return {};
    return Request {m_session->table(),
        {report->study.roles, report->study.encoding, run.methodParams, run.method,
            report->study.split.seed}};
}

void TableExport::start(const Request& request, const QString& path)
{
    m_job.start([preprocess = m_session->services().preprocess, request, path](
                    const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        const Table& table = *request.table->data.table;
        constexpr double kShareOfFit = 0.7;
        EH_TRY(const TransformedTable made, preprocess(request.spec, table, ctx.slice(0.0, kShareOfFit)));
        EH_CHECK(ctx.checkpoint(kShareOfFit));
        const std::string csv = transformedCsv(table, request.spec.roles, made);
        // The last moment to hear a stop: a file that nobody waits for any more is not written.
        EH_CHECK(ctx.checkpoint());
        EH_CHECK(writeFileAtomically(nativePath(path), csv));
        return JobRunner::Value(std::make_shared<const Written>(
            Written {path, made.rows.size(), made.names.size(), made.warnings}));
    });
    emit busyChanged();
}

QString TableExport::proposedName(const Request& request)
{
    const QString name = QFileInfo(QString::fromStdString(request.table->data.name)).completeBaseName();
    return (name.isEmpty() ? tr("table") : name) + QStringLiteral("-transformed.csv");
}

QString TableExport::sentences(const Written& written)
{
    const auto count = [](std::size_t n) { return QLocale().toString(static_cast<qulonglong>(n)); };
    // The bar stands above the view and must not push it out of the window.
    constexpr std::size_t kMostWarnings = 4;
    QStringList lines {
        tr("The transformed table was written to %1 (rows: %2, features: %3).")
            .arg(QDir::toNativeSeparators(written.path), count(written.rows), count(written.features))};
    for (std::size_t i = 0; i < std::min(written.warnings.size(), kMostWarnings); ++i) {
        QString line = translate(written.warnings[i]);
        if (!line.isEmpty())
            line[0] = line[0].toUpper();
        lines << line;
    }
    if (written.warnings.size() > kMostWarnings)
        lines << tr("And more of this kind: %1").arg(count(written.warnings.size() - kMostWarnings));
    return lines.join(QLatin1Char('\n'));
}

} // namespace evenhand::ui
