#pragma once

#include "ui/session/session_controller.h"

namespace evenhand::ui {

/// Writes the table that a pre-processing makes, for whatever other program trains on it. The latest request
/// wins. All on the window's thread; the work goes through a JobRunner.
class TableExport final : public QObject {
    Q_OBJECT
public:
    /// What is exported: a copy, so that the file is what the person asked for, whatever they choose next.
    struct Request {
        std::shared_ptr<const LoadedTable> table;
        PreprocessSpec spec;
    };
    struct Written {
        QString path;
        std::size_t rows = 0, features = 0;
        std::vector<Text> warnings;
    };

    explicit TableExport(SessionController* session, QObject* parent = nullptr);

    /// The table of the selected run; nothing if that run repairs something else than the features.
    [[nodiscard]] std::optional<Request> available() const;
    [[nodiscard]] bool isBusy() const { return m_job.isBusy(); }
    void start(const Request& request, const QString& path);
    void stop() { m_job.stop(); }

    /// "study-transformed.csv"
    [[nodiscard]] static QString proposedName(const Request& request);
    /// Where the file is, how large, and what is to be known about it.
    [[nodiscard]] static QString sentences(const Written& written);

signals:
    void busyChanged();
    void progressed(double fraction);
    void written(const evenhand::ui::TableExport::Written& written);
    void failed(const evenhand::Error& error);

private:
    SessionController* m_session;
    JobRunner m_job;
};

} // namespace evenhand::ui
