#pragma once

#include "engine/figures/threshold_subject.h"
#include "ui/jobs/job_runner.h"
#include "ui/views/view.h"

#include <QObject>

#include <memory>

namespace evenhand::ui {

/// Whether thresholds can be tried on what a view is shown: scores with decisions and outcomes.
[[nodiscard]] bool hasThresholds(const ViewContext& context);

/// Prepares the scores that thresholds are tried on: of the selected run in one repeat, or of the table's own
/// predictions by one attribute. Sorting goes on beside the window.
class ThresholdSource final : public QObject {
    Q_OBJECT
public:
    explicit ThresholdSource(QObject* parent = nullptr);

    /// @param index  repeat of a run, or attribute of an audit
    void request(const ViewContext& context, int index);
    [[nodiscard]] const std::shared_ptr<const ThresholdSubject>& subject() const { return m_subject; }
    /// Why there is none.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] bool isPreparing() const { return m_job.isBusy(); }

signals:
    void changed();

private:
    void clear();

    std::shared_ptr<const ThresholdSubject> m_subject;
    std::optional<Error> m_error;
    std::vector<const void*> m_madeOf; ///< what the subject belongs to; the pointers below keep it alive
    std::shared_ptr<const Report> m_report;
    std::shared_ptr<const AuditReport> m_audit;
    JobRunner m_job;
};

} // namespace evenhand::ui
