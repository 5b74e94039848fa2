#pragma once

#include "engine/figures/score_view.h"
#include "ui/jobs/job_runner.h"
#include "ui/views/view.h"

#include <QObject>

#include <memory>

namespace evenhand::ui {

/// Keeps the prepared scores of the selected run and repeat for the views that draw them.
class ScoreSource final : public QObject {
    Q_OBJECT
public:
    explicit ScoreSource(QObject* parent = nullptr);

    /// Called by a visible view; prepares anew only when run or repeat differ from what is there.
    void request(const ViewContext& context);
    void setRepeat(int repeat);
    [[nodiscard]] int repeat() const { return m_repeat; }
    [[nodiscard]] int repeats() const;
    [[nodiscard]] const std::shared_ptr<const SelectedScores>& scores() const { return m_scores; }
    /// scores() are still those of what was requested before.
    [[nodiscard]] bool isPreparing() const { return m_job.isBusy(); }

signals:
    void changed();
    void repeatChanged();

private:
    void prepare();

    ViewContext m_context;
    std::shared_ptr<const SelectedScores> m_scores;
    std::shared_ptr<const Eigen::VectorXd> m_ofScores; ///< what m_scores was made from
    std::shared_ptr<const RepeatScores> m_ofBase;
    int m_ofRepeats = 0; ///< how many there were; the figures name it
    int m_repeat = 0;
    JobRunner m_job;
};

} // namespace evenhand::ui
