#pragma once

#include "engine/audit/subgroup_detail.h"
#include "ui/jobs/job_runner.h"
#include "ui/views/view.h"

class QComboBox;
class QLabel;
class QModelIndex;
class QProgressBar;
class QTableView;

namespace evenhand::ui {

class SubgroupsModel;

/// Who is hidden inside a group? The subgroups with the largest gaps, found by search.
class SubgroupsView final : public View {
    Q_OBJECT
public:
    explicit SubgroupsView(QWidget* parent = nullptr);
    [[nodiscard]] bool isFor(const ViewContext& context) const override;
    [[nodiscard]] QString explanation() const override;
    [[nodiscard]] FigureView* currentFigure() const override { return m_figure; }

protected:
    void refresh() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeList();
    void fillMetrics();
    void search();
    void showReport(const std::shared_ptr<const SubgroupReport>& report);
    void drawReport();
    void showFailure(const Error& error);
    void showDetail(const QModelIndex& subgroup);
    void setDetailShown(bool shown);

    std::shared_ptr<const AuditReport> m_audit; ///< what is searched or was searched
    std::shared_ptr<const LoadedTable> m_loaded;
    std::shared_ptr<const SubgroupReport> m_report; ///< null while searching
    std::string m_metricId;
    SubgroupSearch m_search;
    int m_drawn = 0; ///< subgroups in the figure
    QComboBox* m_metric;
    QLabel* m_searched;
    QProgressBar* m_progress;
    FigureView* m_figure;
    SubgroupsModel* m_model;
    QTableView* m_rows;
    QLabel* m_detail;
    QWidget* m_detailPane = nullptr;
    QWidget* m_list = nullptr;
    JobRunner m_job;
    JobRunner m_detailJob;
};

} // namespace evenhand::ui
