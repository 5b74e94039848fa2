#include "ui/views/subgroups_view.h"

#include "engine/audit/subgroup_audit.h"
#include "engine/figures/audit_rates.h"
#include "engine/figures/figure_parts.h"
#include "engine/figures/subgroup_gaps.h"
#include "ui/charts/figure_view.h"
#include "ui/models/subgroups_model.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/views/subgroup_text.h"
#include "ui/views/table_pages.h"
#include "ui/widgets/section.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

SubgroupsView::SubgroupsView(QWidget* parent)
    : View(parent)
    , m_metric(new QComboBox(this))
    , m_searched(smallLabel({}, this))
    , m_progress(new QProgressBar(this))
    , m_figure(new FigureView(this))
    , m_model(new SubgroupsModel(this))
    , m_rows(new QTableView(this))
    , m_detail(new QLabel(this))
{
    auto* const splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_figure);
    m_list = makeList();
    splitter->addWidget(m_list);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({400, 250});
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(splitter, 1);
    m_figure->installEventFilter(this);
    m_figure->setFigure(emptyFigure(
        "subgroup_gaps", text("The worst subgroups"), {}, text("Nothing has been searched yet.")));
    connect(m_metric, &QComboBox::activated, this, [this] { search(); });
    connect(m_figure, &FigureView::pointActivated, this, [this](int id) {
        m_rows->setCurrentIndex(m_model->index(id, 0));
        m_rows->scrollTo(m_rows->currentIndex());
    });
    connect(
        m_rows->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SubgroupsView::showDetail);
    connect(&m_job, &JobRunner::progressed, this, [this](JobRunner::Id, double fraction, const Text&) {
        m_progress->setValue(static_cast<int>(fraction * m_progress->maximum()));
    });
    connect(&m_job, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        showReport(jobValue<SubgroupReport>(value));
    });
    connect(
        &m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) { showFailure(error); });
    connect(&m_detailJob, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        const auto row = static_cast<std::size_t>(m_rows->currentIndex().row());
        if (!m_report || row >= m_report->found.size())
            return;
        m_detail->setText(
            detailHtml(m_report->found[row], *jobValue<SubgroupDetail>(value), !m_audit->rows->y.empty()));
        setDetailShown(true);
    });
    connect(&m_detailJob, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
        m_detail->setText(errorSentences(error).what.toHtmlEscaped());
        setDetailShown(true);
    });
}

QWidget* SubgroupsView::makeBar()
{
    auto* const bar = new QWidget(this);
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(10);
    m_metric->setObjectName(QStringLiteral("rate"));
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_metric->setToolTip(tr("The rate of which the largest gaps are searched"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(160);
    m_progress->setAccessibleName(tr("Progress of the search"));
    m_progress->hide();
    m_searched->setTextFormat(Qt::PlainText); // names the data's columns
    m_searched->setObjectName(QStringLiteral("searched"));
    layout->addWidget(fieldLabel(tr("&Rate"), m_metric), 0, Qt::AlignTop);
    layout->addWidget(m_metric, 0, Qt::AlignTop);
    layout->addWidget(m_searched, 1);
    layout->addWidget(m_progress);
    return bar;
}

QWidget* SubgroupsView::makeList()
{
    prepareTable(m_rows, m_model, tr("Subgroups, the largest gap first"));
    m_detail->setTextFormat(Qt::RichText);
    m_detail->setObjectName(QStringLiteral("detail"));
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    QFont font = m_detail->font();
    font.setPointSizeF(0.92 * font.pointSizeF());
    m_detail->setFont(font);
    auto* const close = new QAction(tr("Close the detail"), m_rows);
    close->setObjectName(QStringLiteral("closeDetail"));
    close->setShortcut(Qt::Key_Escape);
    close->setShortcutContext(Qt::WidgetShortcut);
    m_rows->addAction(close);
    connect(close, &QAction::triggered, this, [this] {
        m_detailJob.abandon();
        setDetailShown(false);
        m_rows->setCurrentIndex({});
    });
    m_detail->setContentsMargins(12, 4, 8, 8);
    m_detail->setAccessibleName(tr("The chosen subgroup beside everyone else"));
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(m_detail);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("The chosen subgroup"));
    scroll->hide();
    m_detailPane = scroll;
    auto* const splitter = new QSplitter(this);
    splitter->addWidget(m_rows);
    splitter->addWidget(scroll);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({300, 400});
    splitter->setChildrenCollapsible(false);
    m_rows->setMinimumWidth(260);
    scroll->setMinimumWidth(200);
    return splitter;
}

bool SubgroupsView::isFor(const ViewContext& context) const
{
    return context.audit && context.audit->task == Task::Classification;
}

void SubgroupsView::fillMetrics()
{
    const QVariant kept = m_metric->currentData();
    m_metric->clear();
    for (const std::string& id : mainRates(*context().audit))
        m_metric->addItem(metricName(id), QString::fromStdString(id));
    if (m_metric->count() == 0)
        m_metric->addItem(metricName("selection_rate"), QStringLiteral("selection_rate"));
    m_metric->setCurrentIndex(std::max(m_metric->findData(kept), 0));
}

void SubgroupsView::refresh()
{
    if (!context().audit || !context().table || (context().audit == m_audit && context().table == m_loaded))
        return;
    m_audit = context().audit;
    m_loaded = context().table;
    fillMetrics();
    search();
}

void SubgroupsView::search()
{
    m_metricId = m_metric->currentData().toString().toStdString();
    m_report.reset();
    m_detailJob.abandon();
    m_search.confidence = m_audit->spec.confidence;
    m_searched->setText(tr("Searching…"));
    m_progress->setValue(0);
    m_progress->show();
    m_job.start([audit = m_audit, table = m_loaded, metricId = m_metricId, search = m_search](
                    const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        EH_TRY(SubgroupReport report, worstSubgroups(*audit, *table->data.table, metricId, {}, search, ctx));
        return JobRunner::Value(std::make_shared<const SubgroupReport>(std::move(report)));
    });
}

void SubgroupsView::showReport(const std::shared_ptr<const SubgroupReport>& report)
{
    m_report = report;
    m_progress->hide();
    setDetailShown(false);
    m_model->setReport(report, m_metricId);
    const bool isEmpty = report->found.empty();
    m_list->setVisible(!isEmpty);
    fitColumns(m_rows, SubgroupsModel::Conditions);
    m_searched->setText(isEmpty ? nothingFoundText(*report, m_search) : searchedText(*report, m_search));
    drawReport();
    emit explanationChanged();
}

/// As many subgroups as have room for their names.
void SubgroupsView::drawReport()
{
    constexpr int kAroundThePlot = 190; // title, legend, axis and notes
    constexpr int kRow = 22;
    m_drawn = std::clamp((m_figure->height() - kAroundThePlot) / kRow, 3, 12);
    m_figure->setFigure(subgroupGaps(*m_report, m_metricId,
        text("%1 · %2 · %3 rows", m_audit->dataName, m_audit->source.english(),
            shortNumber(m_report->rows, 12)),
        static_cast<std::size_t>(m_drawn)));
}

bool SubgroupsView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_figure && event->type() == QEvent::Resize && m_report && m_audit)
        drawReport();
    return View::eventFilter(watched, event);
}

void SubgroupsView::showFailure(const Error& error)
{
    m_progress->hide();
    setDetailShown(false);
    m_model->setReport(nullptr, m_metricId);
    m_list->hide();
    const ErrorSentences sentences = errorSentences(error);
    m_searched->setText(QStringList {sentences.what, sentences.hint}.join(QLatin1Char(' ')).trimmed());
    m_figure->setFigure(emptyFigure("subgroup_gaps", text("The worst subgroups"), {}, error.what));
    emit explanationChanged();
}

void SubgroupsView::showDetail(const QModelIndex& subgroup)
{
    if (!subgroup.isValid() || !m_report)
        return;
    m_detailJob.start(
        [audit = m_audit, table = m_loaded, metricId = m_metricId, report = m_report, row = subgroup.row()](
            const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
            EH_TRY(SubgroupDetail detail,
                subgroupDetail(*audit, *table->data.table, metricId, *report,
                    report->found[static_cast<std::size_t>(row)], ctx));
            return JobRunner::Value(std::make_shared<const SubgroupDetail>(std::move(detail)));
        });
}

/// Beside the detail the list has room for what tells the subgroups apart; the detail has the rest.
void SubgroupsView::setDetailShown(bool shown)
{
    m_detailPane->setVisible(shown);
    for (const SubgroupsModel::Column column :
        {SubgroupsModel::Rows, SubgroupsModel::Rate, SubgroupsModel::Shrunken})
        m_rows->setColumnHidden(column, shown);
}

QString SubgroupsView::explanation() const
{
    return explainSearch(m_report.get(), m_metricId);
}

} // namespace evenhand::ui
