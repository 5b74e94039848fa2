#pragma once

#include "engine/tradeoff/dominated.h"
#include "engine/tradeoff/front_measures.h"
#include "engine/tradeoff/target_choice.h"
#include "ui/jobs/job_runner.h"
#include "ui/views/view.h"

namespace evenhand::ui {

/// What the trade-off view shows behind and beside the runs. Each part is absent where it has no answer; the
/// sentence says why.
struct TradeoffAnswers {
    std::string error, unfairness; ///< metrics on the axes
    std::optional<ReportFrontier> frontier;
    Text noFrontier;
    std::optional<DominanceReport> dominated;
    Text noDominance; ///< why there is none, once that is known
    std::optional<FrontMeasures> measures;
    std::optional<HalfFigures> halves;
};

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
