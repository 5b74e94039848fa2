#pragma once

#include "engine/figures/run_changes.h"
#include "ui/jobs/job_runner.h"
#include "ui/views/view.h"

class QButtonGroup;
class QLabel;
class QStackedWidget;
class QTableView;

namespace evenhand::ui {

class ComparisonModel;
class SessionController;

/// Who is decided otherwise by a second run, group by group, and by how much every number differs. There only
/// while two runs are chosen to be compared.
class CompareView final : public View {
    Q_OBJECT
public:
    CompareView(SessionController* session, QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override;
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override;
    /// Of what is shown; null while it is being made.
    [[nodiscard]] std::shared_ptr<const RunComparison> comparison() const { return m_comparison; }

protected:
    void refresh() override;

private:
    QWidget* makeBar();
    QWidget* makeResults();
    void onCompared(const std::shared_ptr<const RunComparison>& comparison);
    void showPeople();
    void swap();
    [[nodiscard]] ChangedPeople people() const;
    [[nodiscard]] QString names(std::size_t first, std::size_t second) const;

    SessionController* m_session;
    QLabel* m_names;
    QButtonGroup* m_people;
    QWidget* m_segments = nullptr;
    QStackedWidget* m_stack;
    QLabel* m_reason;
    FigureView* m_figure;
    ComparisonModel* m_model;
    QTableView* m_table;
    std::shared_ptr<const Report> m_report; ///< whose runs are compared
    std::pair<int, int> m_runs {-1, -1};
    std::shared_ptr<const RunComparison> m_comparison;
    JobRunner m_job;
};

} // namespace evenhand::ui
