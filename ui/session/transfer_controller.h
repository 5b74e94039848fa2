#pragma once

#include "ui/session/session_controller.h"

namespace evenhand::ui {

/// Compares representations on tasks that they were not learned for, for the selected run, and keeps what
/// came of it for as long as the table is open. All on the window's thread; the work goes through a
/// JobRunner.
class TransferController final : public QObject {
    Q_OBJECT
public:
    explicit TransferController(SessionController* session, QObject* parent = nullptr);

    /// Whether the selected run learned a representation and its study has more tasks than one.
    [[nodiscard]] bool isAvailable() const;
    /// The newest comparison with the settings of the selected run; may be null, may still grow.
    [[nodiscard]] std::shared_ptr<const TransferReport> report() const;
    [[nodiscard]] bool isBusy() const { return m_job.isBusy(); }
    /// The comparison that is being made is that of the selected run.
    [[nodiscard]] bool isBusyForSelected() const;
    /// Names of the tasks that may be left out one by one; none with a task column.
    [[nodiscard]] QStringList tasks() const;

    /// @param leaveOut  one task; empty: as TransferSpec says
    void start(const QString& leaveOut, int repeats);
    /// Finished repeats stay.
    void stop() { m_job.stop(); }

signals:
    /// There is another report, or none any more.
    void changed();
    void busyChanged();
    void progressed(double fraction, const QString& doing);
    void failed(const evenhand::Error& error);

private:
    [[nodiscard]] const RunResult* selected() const;
    [[nodiscard]] std::string key() const;
    void keep(const std::shared_ptr<const TransferReport>& report);

    SessionController* m_session;
    std::map<std::string, std::shared_ptr<const TransferReport>> m_reports; ///< by the settings of a run
    std::string m_running;
    JobRunner m_job;
};

} // namespace evenhand::ui
