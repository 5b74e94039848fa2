#pragma once

#include "ui/session/session_controller.h"

#include "engine/audit/audit_report.h"

namespace evenhand::ui {

/// Keeps the audit of what is chosen: of the table's own predictions, or of the selected run. It follows
/// every choice by itself; the latest one wins. All on the window's thread; the work goes through a
/// JobRunner.
class AuditController final : public QObject {
    Q_OBJECT
public:
    explicit AuditController(SessionController* session, QObject* parent = nullptr);

    /// Of the table's predictions or of the selected run; may be null.
    [[nodiscard]] const std::shared_ptr<const AuditReport>& audit() const { return m_audit; }
    /// Of the unrepaired model behind the selected run; null unless that run repairs something.
    [[nodiscard]] const std::shared_ptr<const AuditReport>& before() const { return m_before; }
    /// They belong to earlier choices; those of the present ones are being made.
    [[nodiscard]] bool isStale() const { return m_audit && m_wanted != m_shown; }
    /// Why there is no audit of the present choices.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] bool isBusy() const { return m_delay.isActive() || m_job.isBusy(); }

signals:
    void changed();
    void busyChanged();

private:
    /// What an audit is made from. Equal ones have equal results.
    struct Wanted {
        std::shared_ptr<const LoadedTable> table;
        Roles roles; ///< of an audit of the table; empty otherwise
        AuditSpec spec;
        std::shared_ptr<const Eigen::VectorXd> scores; ///< of the run; null: the table's predictions
        bool hasBefore = false;
        std::size_t repeat = 0;

        friend bool operator==(const Wanted&, const Wanted&) = default;
    };
    struct Outcome {
        std::shared_ptr<const AuditReport> audit, before;
    };

    [[nodiscard]] std::optional<Wanted> wantedNow() const;
    void follow();
    void start();
    void finish(const Outcome& outcome);
    void fail(const Error& error);

    SessionController* m_session;
    std::optional<Wanted> m_wanted, m_shown;
    std::shared_ptr<const AuditReport> m_audit, m_before;
    std::optional<Error> m_error;
    QTimer m_delay; ///< a control that is dragged asks for one audit, not for twenty
    JobRunner m_job;
};

} // namespace evenhand::ui
