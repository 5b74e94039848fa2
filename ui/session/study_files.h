#pragma once

#include "ui/session/session_state.h"

#include "engine/audit/audit.h"
#include "engine/io/study_json.h"
#include "engine/pipeline/preprocess.h"
#include "engine/pipeline/run.h"
#include "engine/pipeline/transfer.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>

namespace evenhand::ui {

/// What to open: a file (table or study) or a sample table by its id.
struct OpenRequest {
    QString path;
    QString sampleId;
    ImportOptions import;
};

/// What came of it; immutable.
struct Opened {
    std::shared_ptr<const LoadedTable> table;
    std::optional<StudyFile> study; ///< absent: a bare table
    QString studyPath;              ///< of a study file that may be saved to again
    std::vector<Text> notes;
};

/// Whether a file is a study rather than a table: by its name, else by how it begins.
[[nodiscard]] bool isStudyFile(const QString& path);

/// What the window asks the engine for; tests put their own in.
struct Services {
    std::function<Result<std::shared_ptr<const Opened>>(const OpenRequest&, const RunContext&)> open;
    std::function<Result<std::shared_ptr<const Report>>(
        const Study&, const Dataset&, const RunContext&, const PartialReport&)>
        run;
    std::function<std::vector<Text>(const LoadedTable&, const Roles&, const RunContext&)> check;
    std::function<Result<std::shared_ptr<const AuditReport>>(
        const Roles&, const AuditSpec&, const Dataset&, const RunContext&)>
        audit;
    /// Report, run, repeat, whether of the unrepaired model; see evenhand::auditRun.
    std::function<Result<std::shared_ptr<const AuditReport>>(
        const Report&, std::size_t, std::size_t, bool, const AuditSpec&, const Dataset&, const RunContext&)>
        auditRun;
    /// The features that a pre-processing makes; see evenhand::preprocess.
    std::function<Result<TransformedTable>(const PreprocessSpec&, const Table&, const RunContext&)>
        preprocess;

    /// How a representation serves tasks that it was not learned for; see evenhand::transfer.
    std::function<Result<std::shared_ptr<const TransferReport>>(
        const Study&, const Dataset&, const TransferSpec&, const RunContext&, const PartialTransfer&)>
        transfer;

    [[nodiscard]] static Services engine();
};

/// A path as the system spells it.
[[nodiscard]] std::filesystem::path nativePath(const QString& path);

/// Path prefix of a table that comes with the program: "sample:hmda".
inline constexpr const char* kSamplePrefix = "sample:";

/// Writes a study so that it can be replayed from there. A sample table is put beside it.
/// @param view  how it was looked at; the run ignores it
[[nodiscard]] Result<void> saveStudy(const SessionState& state, const LoadedTable& table, const QString& path,
    const std::map<std::string, std::string>& view);

/// The folder that keeps settings, autosave and log.
class StateFolder {
public:
    explicit StateFolder(QString path);

    [[nodiscard]] QString file(const QString& name) const;
    [[nodiscard]] QStringList recent() const;
    void addRecent(const QString& path);

    [[nodiscard]] QString autosavePath() const { return file(QStringLiteral("autosave.evenhand")); }
    [[nodiscard]] QString recoveryPath() const { return file(QStringLiteral("recovery.evenhand")); }
    /// To be called at start: puts aside what a session that did not end properly has left.
    /// @return whether there is something to recover
    [[nodiscard]] bool claimRecovery() const;
    void dropRecovery() const;
    void autosave(const SessionState& state, const LoadedTable& table,
        const std::map<std::string, std::string>& view) const;
    void dropAutosave() const;

    [[nodiscard]] QByteArray value(const QString& key) const;
    void setValue(const QString& key, const QByteArray& value) const;

private:
    QString m_path;
};

} // namespace evenhand::ui
