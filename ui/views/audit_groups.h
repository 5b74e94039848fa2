#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/views/audit_pages.h"

class QButtonGroup;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QTableView;

namespace evenhand::ui {

class ConfusionModel;
class FigureView;
class PairMatrixModel;

/// One page about the groups of an audit: a figure or a table, with the choices that it needs.
class AuditGroups final : public QWidget {
    Q_OBJECT
public:
    explicit AuditGroups(QWidget* parent = nullptr);

    /// Puts @p widget before the choices of the page.
    void putFirst(QWidget* widget);

    /// @p context has an audit.
    void setContext(const ViewContext& context);
    void setPage(AuditPage page);
    [[nodiscard]] AuditPage page() const { return m_request.page; }
    [[nodiscard]] std::vector<AuditPage> pages() const;
    /// Null while a table is shown.
    [[nodiscard]] FigureView* currentFigure() const;
    [[nodiscard]] QString explanation() const;
    [[nodiscard]] bool isBusy() const { return m_job.isBusy(); }

signals:
    void pagesChanged();       ///< another attribute has other pages
    void explanationChanged(); ///< a choice was made

private:
    QWidget* makeBar();
    void connectChoices();
    void fillAttributes();
    void fillMetrics();
    void showChoices();
    void draw();
    void showContent(const PageContent& content);
    void showFailure(const Error& error);

    PageRequest m_request; ///< what is chosen now
    PageRequest m_shown;   ///< what is on the screen
    QComboBox* m_attribute;
    QComboBox* m_metric;
    QComboBox* m_order;
    QHBoxLayout* m_bar = nullptr;
    QLabel* m_attributeLabel = nullptr;
    QLabel* m_metricLabel = nullptr;
    QLabel* m_orderLabel = nullptr;
    QWidget* m_kinds = nullptr;
    QButtonGroup* m_kind;
    QLabel* m_state;
    QStackedWidget* m_stack;
    FigureView* m_figure;
    ConfusionModel* m_confusion;
    PairMatrixModel* m_pairs;
    QTableView* m_confusionTable;
    QTableView* m_pairsTable;
    QLabel* m_confusionText;
    QLabel* m_pairsText;
    JobRunner m_job;
};

} // namespace evenhand::ui
