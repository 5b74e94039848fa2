#include "ui/views/run_groups.h"

#include "engine/figures/build.h"
#include "ui/charts/figure_view.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/views/score_source.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

namespace evenhand::ui {

RunGroups::RunGroups(ScoreSource* source, QWidget* parent)
    : QWidget(parent)
    , m_source(source)
    , m_kind(new QButtonGroup(this))
    , m_when(new QButtonGroup(this))
    , m_metric(new QComboBox(this))
    , m_distributions(new FigureView(this))
    , m_rates(new FigureView(this))
{
    auto* const splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_distributions);
    splitter->addWidget(m_rates);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeBar());
    layout->addWidget(splitter, 1);
    connect(m_kind, &QButtonGroup::idClicked, this, [this] { drawDistributions(); });
    connect(m_when, &QButtonGroup::idClicked, this, [this] { drawDistributions(); });
    connect(m_metric, &QComboBox::activated, this, [this] {
        drawRates();
        emit metricChosen();
    });
    connect(source, &ScoreSource::changed, this, &RunGroups::scoresChanged);
}

QWidget* RunGroups::makeBar()
{
    auto* const bar = new QWidget(this);
    auto* const layout = new QHBoxLayout(bar);
    m_bar = layout;
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(10);
    layout->addWidget(
        makeSegments({tr("&Density"), tr("&Histogram"), tr("E&CDF")}, tr("Distributions as"), m_kind, bar));
    layout->addWidget(makeSegments({tr("&After"), tr("&Before")}, tr("Shown"), m_when, bar));
    layout->addStretch();
    layout->addWidget(fieldLabel(tr("&Rate"), m_metric));
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_metric->setMinimumContentsLength(14);
    layout->addWidget(m_metric);
    return bar;
}

void RunGroups::putFirst(QWidget* widget)
{
    if (widget->parentWidget() != m_bar->parentWidget())
        m_bar->insertWidget(0, widget);
}

void RunGroups::fillMetrics()
{
    const Task task = m_context.report->study.roles.task;
    if (m_filledFor == static_cast<int>(task))
        return;
    m_filledFor = static_cast<int>(task);
    m_metric->clear();
    for (const MetricInfo& info : metrics()) {
        if (info.role == MetricRole::Unfairness || info.id == "count"
            || !(task == Task::Classification ? info.classification : info.regression))
            continue;
        const QString id = QString::fromUtf8(info.id.data(), static_cast<qsizetype>(info.id.size()));
        const auto& groups = m_context.report->runs.front().groups;
        const bool present = !groups.empty()
            && std::any_of(groups.front().metrics.begin(), groups.front().metrics.end(),
                [&](const RepeatedMetric& metric) { return metric.id == info.id; });
        if (present)
            m_metric->addItem(translate(info.name), id);
    }
    const int preferred = m_metric->findData(
        task == Task::Classification ? QStringLiteral("selection_rate") : QStringLiteral("mean_prediction"));
    m_metric->setCurrentIndex(std::max(preferred, 0));
}

void RunGroups::setContext(const ViewContext& context)
{
    m_context = context;
    if (m_context.selected() == nullptr)
        return;
    fillMetrics();
    m_source->request(m_context);
    drawDistributions();
    drawRates();
}

void RunGroups::drawDistributions()
{
    const auto& scores = m_source->scores();
    if (!scores)
        return;
    const bool after = m_when->checkedId() == 0;
    const auto kind = static_cast<DistributionKind>(m_kind->checkedId());
    if (!after && scores->view.before) {
        ScoreView unrepaired = scores->view;
        unrepaired.path = std::exchange(unrepaired.before, nullptr);
        m_distributions->setFigure(groupDistributions(unrepaired, kind, 0.0));
        return;
    }
    m_distributions->setFigure(groupDistributions(scores->view, kind, after ? scores->strength : 0.0));
}

void RunGroups::drawRates()
{
    if (m_context.selected() == nullptr || m_metric->currentIndex() < 0)
        return;
    m_rates->setFigure(groupRates(*m_context.report, static_cast<std::size_t>(m_context.run), metricId()));
}

FigureView* RunGroups::currentFigure() const
{
    return m_rates->isAncestorOf(focusWidget()) || focusWidget() == m_rates ? m_rates : m_distributions;
}

std::string RunGroups::metricId() const
{
    return m_metric->currentData().toString().toStdString();
}

} // namespace evenhand::ui
