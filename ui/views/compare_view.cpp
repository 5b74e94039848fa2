#include "ui/views/compare_view.h"

#include "ui/charts/figure_view.h"
#include "ui/explain/explain_compare.h"
#include "ui/models/comparison_model.h"
#include "ui/session/session_controller.h"
#include "ui/text/labels.h"
#include "ui/theme/theme.h"
#include "ui/views/table_pages.h"
#include "ui/widgets/data_label.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {
enum Page : int { ReasonPage, ResultPage };
} // namespace

CompareView::CompareView(SessionController* session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_names(dataLabel(this))
    , m_people(new QButtonGroup(this))
    , m_stack(new QStackedWidget(this))
    , m_reason(dataLabel(m_stack, QStringLiteral("muted")))
    , m_figure(new FigureView(this))
    , m_model(new ComparisonModel(this))
    , m_table(new QTableView(this))
{
    m_reason->setAlignment(Qt::AlignCenter);
    m_reason->setMargin(24);
    m_stack->addWidget(m_reason);
    m_stack->addWidget(makeResults());
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(makeBar());
    layout->addWidget(m_stack, 1);
    connect(m_people, &QButtonGroup::idClicked, this, [this] {
        showPeople();
        emit explanationChanged();
    });
    connect(&m_job, &JobRunner::finished, this,
        [this](JobRunner::Id, const JobRunner::Value& value) { onCompared(jobValue<RunComparison>(value)); });
    connect(&m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
        m_comparison.reset();
        const ErrorSentences sentences = errorSentences(error);
        m_reason->setText(QStringList {sentences.what, sentences.hint}.join(QLatin1Char('\n')));
        m_stack->setCurrentIndex(ReasonPage);
        emit explanationChanged();
    });
}

QWidget* CompareView::makeBar()
{
    auto* const bar = new QWidget(this);
    m_names->setWordWrap(false);
    m_names->setAccessibleName(tr("Compared runs"));
    auto* const swapped = new QPushButton(tr("S&wap"), bar);
    swapped->setToolTip(tr("Compare in the other direction"));
    swapped->setObjectName(QStringLiteral("swap"));
    auto* const close = new QPushButton(tr("C&lose"), bar);
    close->setToolTip(tr("End the comparison; its page goes away"));
    close->setObjectName(QStringLiteral("close_comparison"));
    connect(swapped, &QPushButton::clicked, this, &CompareView::swap);
    connect(close, &QPushButton::clicked, m_session, &SessionController::endComparison);
    m_segments = makeSegments(
        {tr("&Everybody"), tr("&Favourable"), tr("&Unfavourable")}, tr("People"), m_people, bar);
    m_people->button(0)->setToolTip(tr("Of all test rows of each group"));
    m_people->button(1)->setToolTip(tr("Of those whose outcome turned out favourable"));
    m_people->button(2)->setToolTip(tr("Of those whose outcome turned out unfavourable"));
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(8);
    layout->addWidget(m_segments);
    layout->addStretch(1);
    layout->addWidget(m_names);
    layout->addWidget(swapped);
    layout->addWidget(close);
    return bar;
}

QWidget* CompareView::makeResults()
{
    m_table->setObjectName(QStringLiteral("differences"));
    prepareTable(m_table, m_model, tr("Paired differences of the two runs"));
    return figureAboveTable(m_figure, m_table, this);
}

bool CompareView::isFor(const ViewContext& context) const
{
    return context.report && !context.auditsTable && m_session->comparedRuns();
}

FigureView* CompareView::currentFigure() const
{
    return m_comparison ? m_figure : nullptr;
}

ChangedPeople CompareView::people() const
{
    return static_cast<ChangedPeople>(m_people->checkedId());
}

/// What the numbers of the runs stand for.
QString CompareView::names(std::size_t first, std::size_t second) const
{
    const auto name = [this](std::size_t run) {
        const RunResult& result = m_report->runs[run];
        return tr("Run %1: %2, %3", "number, learner and method of a run")
            .arg(run + 1)
            .arg(learnerName(result.learner), runLabel(result));
    };
    return name(first) + QLatin1Char('\n') + name(second);
}

void CompareView::refresh()
{
    const auto runs = m_session->comparedRuns();
    if (!context().report || !runs)
        return;
    if (m_report == context().report && m_runs == *runs)
        return;
    if (m_job.isBusy() && m_runs == *runs)
        return; // a report that grows is looked at again when this one is compared
    const bool isOther = m_runs != *runs || !m_report
        || m_report->groups.names != context().report->groups.names
        || m_report->study.roles.task != context().report->study.roles.task;
    m_report = context().report;
    m_runs = *runs;
    const auto first = static_cast<std::size_t>(m_runs.first);
    const auto second = static_cast<std::size_t>(m_runs.second);
    m_names->setText(tr("Run %1 → run %2").arg(first + 1).arg(second + 1));
    m_names->setToolTip(names(first, second));
    m_segments->setVisible(m_report->study.roles.task == Task::Classification);
    // What is shown of the same runs stays until the newer repeats are counted.
    if (isOther) {
        m_comparison.reset();
        m_reason->setText(tr("Comparing…"));
        m_stack->setCurrentIndex(ReasonPage);
    }
    m_job.start([report = m_report, first, second](
                    const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        EH_TRY(RunComparison comparison, evenhand::compareRuns(*report, first, second, ctx));
        return JobRunner::Value(std::make_shared<const RunComparison>(std::move(comparison)));
    });
}

void CompareView::onCompared(const std::shared_ptr<const RunComparison>& comparison)
{
    m_comparison = comparison;
    m_model->setComparison(m_report, m_comparison);
    fitColumns(m_table, ComparisonModel::Metric);
    m_stack->setCurrentIndex(ResultPage);
    showPeople();
    emit explanationChanged();
    if (m_report != context().report)
        refresh();
}

void CompareView::showPeople()
{
    if (m_comparison)
        m_figure->setFigure(runChanges(*m_report, *m_comparison, people()));
}

void CompareView::swap()
{
    if (const auto runs = m_session->comparedRuns())
        m_session->compareRuns(runs->second, runs->first);
}

QString CompareView::explanation() const
{
    return explainCompare(m_report.get(), m_comparison.get());
}

} // namespace evenhand::ui
