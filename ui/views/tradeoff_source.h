#pragma once

#include "engine/tradeoff/tradeoff_answers.h"
#include "ui/jobs/job_runner.h"
#include "ui/views/view.h"

namespace evenhand::ui {

/// Works the answers out off the window's thread, anew when report or axes differ.
class TradeoffSource final : public QObject {
    Q_OBJECT
public:
    explicit TradeoffSource(QObject* parent = nullptr);

    void request(const ViewContext& context, const std::string& error, const std::string& unfairness);
    /// Null until they are there.
    [[nodiscard]] const std::shared_ptr<const TradeoffAnswers>& answers() const { return m_answers; }
    [[nodiscard]] bool isWorking() const { return m_job.isBusy(); }

signals:
    void changed();

private:
    std::shared_ptr<const Report> m_report; ///< what is asked about
    std::string m_error, m_unfairness;
    std::shared_ptr<const TradeoffAnswers> m_answers;
    JobRunner m_job;
};

} // namespace evenhand::ui
