#include "ui/views/tradeoff_view.h"

#include "engine/figures/build.h"
#include "engine/pipeline/assemble.h"
#include "ui/charts/figure_view.h"
#include "ui/explain/explain_text.h"
#include "ui/session/session_controller.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace evenhand::ui {

TradeoffView::TradeoffView(SessionController* session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_error(new QComboBox(this))
    , m_unfairness(new QComboBox(this))
    , m_pareto(smallLabel({}, this))
    , m_figure(new FigureView(this))
{
    auto* const bar = new QHBoxLayout;
    bar->setContentsMargins(12, 8, 12, 0);
    bar->setSpacing(8);
    bar->addWidget(fieldLabel(tr("&Error"), m_error));
    bar->addWidget(m_error, 2);
    bar->addSpacing(8);
    bar->addWidget(fieldLabel(tr("&Unfairness"), m_unfairness));
    bar->addWidget(m_unfairness, 3);
    bar->addWidget(m_pareto, 1);
    m_pareto->setWordWrap(false);
    m_pareto->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_pareto->setMinimumWidth(60);
    for (QComboBox* const combo : {m_error, m_unfairness}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(12);
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        combo->setMaximumWidth(260);
    }
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(m_figure, 1);
    connect(m_figure, &FigureView::pointActivated, this, &View::runSelected);
    const auto chosen = [this](const QComboBox* combo, std::string Study::*metric, const QString& what) {
        m_session->edit(what, {}, [&](SessionState& state) {
            state.study.*metric = combo->currentData().toString().toStdString();
        });
    };
    connect(m_error, &QComboBox::activated, this,
        [=, this] { chosen(m_error, &Study::errorMetric, tr("Error metric")); });
    connect(m_unfairness, &QComboBox::activated, this,
        [=, this] { chosen(m_unfairness, &Study::unfairnessMetric, tr("Unfairness metric")); });
}

void TradeoffView::fillMetrics()
{
    const Task task = context().report->study.roles.task;
    if (m_filledFor == static_cast<int>(task))
        return;
    m_filledFor = static_cast<int>(task);
    m_error->clear();
    m_unfairness->clear();
    for (const MetricInfo& info : metrics()) {
        if (!(task == Task::Classification ? info.classification : info.regression))
            continue;
        QComboBox* const combo = info.role == MetricRole::Error ? m_error
            : info.role == MetricRole::Unfairness               ? m_unfairness
                                                                : nullptr;
        if (combo == nullptr)
            continue;
        combo->addItem(
            translate(info.name), QString::fromUtf8(info.id.data(), static_cast<qsizetype>(info.id.size())));
        combo->setItemData(combo->count() - 1, translate(info.description), Qt::ToolTipRole);
    }
}

void TradeoffView::refresh()
{
    if (!context().report)
        return;
    fillMetrics();
    const std::string error = errorMetricOf(context().report->study);
    const std::string unfairness = unfairnessMetricOf(context().report->study);
    m_error->setCurrentIndex(m_error->findData(QString::fromStdString(error)));
    m_unfairness->setCurrentIndex(m_unfairness->findData(QString::fromStdString(unfairness)));
    m_pareto->setText(tr("On the Pareto front: %1 of %2")
                          .arg(context().report->pareto.size())
                          .arg(context().report->runs.size()));
    m_figure->setFigure(tradeoff(*context().report, error, unfairness, context().run));
}

QString TradeoffView::explanation() const
{
    return explainTradeoff(context());
}

} // namespace evenhand::ui
