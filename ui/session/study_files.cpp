#include "ui/session/study_files.h"

#include "engine/io/atomic_file.h"
#include "engine/io/samples.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace evenhand::ui {

std::filesystem::path nativePath(const QString& path)
{
    return {QFile::encodeName(path).toStdString()};
}

namespace {

Result<std::string> resource(std::string_view name)
{
    QFile file(
        QStringLiteral(":/samples/") + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorCode::Internal, text("the sample %1 is missing from the program", name), {}, {}};
    return file.readAll().toStdString();
}

Result<const SampleInfo*> findSample(const std::string& id)
{
    const auto& all = samples();
    // A simulated table carries its settings in its id: "simulated:rows=3000,…".
    const std::string_view name = std::string_view(id).substr(0, id.find(':'));
    const auto found
        = std::find_if(all.begin(), all.end(), [&](const SampleInfo& info) { return info.id == name; });
    if (found == all.end())
        return Error {ErrorCode::Unreadable, text("there is no sample table called %1", id), {}, {}};
    return &*found;
}

Result<Dataset> sampleTable(const SampleInfo& sample, const std::string& id, const RunContext& ctx)
{
    if (sample.tableFile.empty()) {
        SimulationSpec spec;
        if (isSimulationPath(id)) {
            EH_TRY(spec, parseSimulationPath(id));
        }
        return simulateTable(spec);
    }
    EH_TRY(const std::string bytes, resource(sample.tableFile));
    EH_TRY(Dataset data, readTable(bytes, std::string(sample.tableFile), ImportOptions {}, ctx));
    return data;
}

Result<std::shared_ptr<const LoadedTable>> finishTable(
    Dataset data, const ImportOptions& import, std::string sampleId, const RunContext& ctx)
{
    auto loaded = std::make_shared<LoadedTable>();
    loaded->data = std::move(data);
    loaded->import = import;
    loaded->sampleId = std::move(sampleId);
    ctx.say(text("Looking at the columns"));
    EH_TRY(loaded->profiles, profileColumns(*loaded->data.table, ctx));
    loaded->proposal = proposeRoles(*loaded->data.table, loaded->profiles);
    return std::shared_ptr<const LoadedTable>(std::move(loaded));
}

Result<std::shared_ptr<const LoadedTable>> loadSample(const std::string& id, const RunContext& ctx)
{
    EH_TRY(const SampleInfo* const sample, findSample(id));
    EH_TRY(Dataset data, sampleTable(*sample, id, ctx));
    return finishTable(std::move(data), {}, id, ctx);
}

Result<std::shared_ptr<const LoadedTable>> loadFile(
    const std::filesystem::path& path, const ImportOptions& import, const RunContext& ctx)
{
    ctx.say(text("Reading %1", path.filename().string()));
    EH_TRY(Dataset data, readTable(path, import, ctx));
    return finishTable(std::move(data), import, {}, ctx);
}

Result<std::shared_ptr<const Opened>> openSample(const std::string& id, const RunContext& ctx)
{
    auto opened = std::make_shared<Opened>();
    EH_TRY(opened->table, loadSample(id, ctx));
    EH_TRY(const SampleInfo* const sample, findSample(id));
    if (sample->studyFile.empty()) {
        opened->study = StudyFile {simulatedStudy(), {}};
    } else {
        EH_TRY(const std::string bytes, resource(sample->studyFile));
        EH_TRY(opened->study, parseStudyFile(bytes, std::string(sample->studyFile)));
    }
    opened->study->study.dataPath = kSamplePrefix + id;
    return std::shared_ptr<const Opened>(std::move(opened));
}

Result<std::shared_ptr<const Opened>> openStudy(const QString& path, const RunContext& ctx)
{
    auto opened = std::make_shared<Opened>();
    EH_TRY(opened->study, loadStudyFile(nativePath(path)));
    Study& study = opened->study->study;
    if (study.dataPath.starts_with(kSamplePrefix)) {
        EH_TRY(opened->table, loadSample(study.dataPath.substr(std::string_view(kSamplePrefix).size()), ctx));
    } else if (isSimulationPath(study.dataPath)) {
        EH_TRY(opened->table, loadSample(study.dataPath, ctx));
        study.dataPath = kSamplePrefix + study.dataPath;
    } else {
        const std::filesystem::path table = dataPathOf(study, nativePath(path));
        EH_TRY(opened->table, loadFile(table, study.import, ctx));
        study.dataPath = std::filesystem::absolute(table).string();
    }
    const std::string& now = opened->table->data.sha256;
    if (!study.dataSha256.empty() && !now.empty() && now != study.dataSha256)
        opened->notes.push_back(text(
            "%1 has changed since this study was saved: its results may differ.", opened->table->data.name));
    if (!now.empty() && !opened->table->sampleId.empty())
        study.dataSha256.clear();
    else
        study.dataSha256 = now;
    opened->studyPath = path;
    return std::shared_ptr<const Opened>(std::move(opened));
}

} // namespace

bool isStudyFile(const QString& path)
{
    if (path.endsWith(QStringLiteral(".evenhand"), Qt::CaseInsensitive))
        return true;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    constexpr qint64 kHead = 1024; // the format is the first thing a study says
    const QByteArray head = file.read(kHead).trimmed();
    return head.startsWith('{') && head.contains("\"evenhand-study\"");
}

namespace {

Result<std::shared_ptr<const Opened>> openAny(const OpenRequest& request, const RunContext& ctx)
{
    if (!request.sampleId.isEmpty())
        return openSample(request.sampleId.toStdString(), ctx);
    if (isStudyFile(request.path))
        return openStudy(request.path, ctx);
    auto opened = std::make_shared<Opened>();
    EH_TRY(opened->table, loadFile(nativePath(request.path), request.import, ctx));
    return std::shared_ptr<const Opened>(std::move(opened));
}

} // namespace

Services Services::engine()
{
    loadResources();
    Services services;
    services.open = openAny;
    services.run = [](const Study& study, const Dataset& data, const RunContext& ctx,
                       const PartialReport& partial) { return evenhand::run(study, data, ctx, partial); };
    services.check = [](const LoadedTable& table, const Roles& roles, const RunContext& ctx) {
        return checkTable(*table.data.table, table.profiles, roles, ctx);
    };
    services.audit = evenhand::audit;
    services.auditRun = evenhand::auditRun;
    services.preprocess = evenhand::preprocess;
    services.transfer = [](const Study& study, const Dataset& data, const TransferSpec& spec,
                            const RunContext& ctx, const PartialTransfer& partial) {
        return evenhand::transfer(study, *data.table, spec, ctx, partial);
    };
    return services;
}

Result<void> saveStudy(const SessionState& state, const LoadedTable& table, const QString& path,
    const std::map<std::string, std::string>& view)
{
    Study study = wantedStudy(state);
    const QDir folder = QFileInfo(path).absoluteDir();
    if (table.sampleId.empty()) {
        const QString data = QString::fromStdString(study.dataPath);
        const QString relative = folder.relativeFilePath(data);
        study.dataPath = (relative.startsWith(QStringLiteral("../..")) ? data : relative).toStdString();
    } else if (isSimulationPath(table.data.path)) {
        study.dataPath = table.data.path; // made anew from its seed
    } else {
        const QString name = QString::fromStdString(table.sampleId) + QStringLiteral(".csv");
        EH_TRY(const SampleInfo* const sample, findSample(table.sampleId));
        EH_TRY(const std::string bytes, resource(sample->tableFile));
        EH_CHECK(writeFileAtomically(nativePath(folder.filePath(name)), bytes));
        study.dataPath = name.toStdString();
    }
    return writeFileAtomically(nativePath(path), writeStudy(study, view));
}

StateFolder::StateFolder(QString path)
    : m_path(std::move(path))
{
    QDir().mkpath(m_path);
}

QString StateFolder::file(const QString& name) const
{
    return QDir(m_path).filePath(name);
}

QByteArray StateFolder::value(const QString& key) const
{
    return QSettings(file(QStringLiteral("settings.ini")), QSettings::IniFormat).value(key).toByteArray();
}

void StateFolder::setValue(const QString& key, const QByteArray& value) const
{
    QSettings(file(QStringLiteral("settings.ini")), QSettings::IniFormat).setValue(key, value);
}

QStringList StateFolder::recent() const
{
    return QSettings(file(QStringLiteral("settings.ini")), QSettings::IniFormat)
        .value(QStringLiteral("recent"))
        .toStringList();
}

void StateFolder::addRecent(const QString& path)
{
    QStringList all = recent();
    all.removeAll(path);
    all.prepend(path);
    QSettings(file(QStringLiteral("settings.ini")), QSettings::IniFormat)
        .setValue(QStringLiteral("recent"), all.mid(0, 8));
}

bool StateFolder::claimRecovery() const
{
    if (QFile::exists(autosavePath())) {
        QFile::remove(recoveryPath());
        QFile::rename(autosavePath(), recoveryPath());
    }
    return QFile::exists(recoveryPath());
}

void StateFolder::dropRecovery() const
{
    QFile::remove(recoveryPath());
}

void StateFolder::autosave(
    const SessionState& state, const LoadedTable& table, const std::map<std::string, std::string>& view) const
{
    Study study = wantedStudy(state);
    if (!table.sampleId.empty())
        study.dataPath = kSamplePrefix + table.sampleId;
    // A failed autosave is tried again in a minute; there is nothing the person could do about it now.
    const auto written = writeFileAtomically(nativePath(autosavePath()), writeStudy(study, view));
    if (written.has_error())
        qWarning("autosave: %s", written.error().english().c_str());
}

void StateFolder::dropAutosave() const
{
    QFile::remove(autosavePath());
}

} // namespace evenhand::ui
