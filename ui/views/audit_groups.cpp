#include "ui/views/audit_groups.h"

#include "engine/figures/figure_parts.h"
#include "ui/charts/figure_view.h"
#include "ui/explain/explain_audit_groups.h"
#include "ui/models/confusion_model.h"
#include "ui/models/pair_matrix_model.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/views/audit_captions.h"
#include "ui/views/table_pages.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace evenhand::ui {

AuditGroups::AuditGroups(QWidget* parent)
    : QWidget(parent)
    , m_attribute(new QComboBox(this))
    , m_metric(new QComboBox(this))
    , m_order(new QComboBox(this))
    , m_kind(new QButtonGroup(this))
    , m_state(smallLabel({}, this))
    , m_stack(new QStackedWidget(this))
    , m_figure(new FigureView(this))
    , m_confusion(new ConfusionModel(this))
    , m_pairs(new PairMatrixModel(this))
    , m_confusionTable(new QTableView(this))
    , m_pairsTable(new QTableView(this))
    , m_confusionText(smallLabel({}, this))
    , m_pairsText(smallLabel({}, this))
{
    m_attribute->setObjectName(QStringLiteral("attribute"));
    m_metric->setObjectName(QStringLiteral("rate"));
    m_order->setObjectName(QStringLiteral("order"));
    prepareTable(m_confusionTable, m_confusion, tr("Confusion table of every group"));
    prepareTable(m_pairsTable, m_pairs, tr("Differences between all pairs of groups"));
    for (QLabel* const label : {m_confusionText, m_pairsText})
        label->setTextFormat(Qt::PlainText); // name the data's groups
    m_pairsTable->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_pairsTable->horizontalHeader()->setTextElideMode(Qt::ElideRight);
    m_pairsTable->verticalHeader()->show();
    m_pairsTable->setAlternatingRowColors(false);
    m_pairsTable->setShowGrid(true);
    m_stack->addWidget(m_figure);
    m_stack->addWidget(tablePage(m_confusionTable, m_confusionText, m_stack));
    m_stack->addWidget(tablePage(m_pairsTable, m_pairsText, m_stack));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_stack, 1);
    // Named from the beginning, for whoever walks through the window before there is an audit.
    m_figure->setFigure(emptyFigure("audit", text("Groups"), {}, text("There is no audit yet.")));
    showChoices();
    connectChoices();
}

void AuditGroups::putFirst(QWidget* widget)
{
    if (widget->parentWidget() != m_bar->parentWidget())
        m_bar->insertWidget(0, widget);
}

void AuditGroups::connectChoices()
{
    connect(m_attribute, &QComboBox::activated, this, [this](int index) {
        m_request.attribute = static_cast<std::size_t>(index);
        emit pagesChanged();
        draw();
        emit explanationChanged();
    });
    connect(m_metric, &QComboBox::activated, this, [this] {
        m_request.metricId = m_metric->currentData().toString().toStdString();
        draw();
        emit explanationChanged();
    });
    connect(m_order, &QComboBox::activated, this, [this](int index) {
        m_request.order = static_cast<GroupOrder>(index);
        draw();
    });
    connect(m_kind, &QButtonGroup::idClicked, this, [this](int kind) {
        m_request.kind = static_cast<DistributionKind>(kind);
        draw();
    });
    connect(&m_job, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        m_state->hide();
        showContent(*jobValue<PageContent>(value));
    });
    connect(
        &m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) { showFailure(error); });
}

QWidget* AuditGroups::makeBar()
{
    auto* const bar = new QWidget(this);
    auto* const layout = new QHBoxLayout(bar);
    m_bar = layout;
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(8);
    for (QComboBox* const combo : {m_attribute, m_metric, m_order}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(combo == m_metric ? 8 : 6);
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        combo->setMaximumWidth(210);
    }
    m_order->addItems({tr("Data order"), tr("By value"), tr("By size")});
    m_attribute->setAccessibleName(tr("Groups by"));
    m_attributeLabel = fieldLabel(tr("&By"), m_attribute);
    m_metricLabel = fieldLabel(tr("&Rate"), m_metric);
    m_orderLabel = fieldLabel(tr("Sort"), m_order);
    m_kinds
        = makeSegments({tr("&Density"), tr("&Histogram"), tr("E&CDF")}, tr("Distributions as"), m_kind, bar);
    layout->addWidget(m_attributeLabel);
    layout->addWidget(m_attribute, 3);
    layout->addWidget(m_metricLabel);
    layout->addWidget(m_metric, 4);
    layout->addWidget(m_orderLabel);
    layout->addWidget(m_order, 2);
    layout->addWidget(m_kinds);
    layout->addStretch(1);
    layout->addWidget(m_state);
    m_state->setWordWrap(false);
    m_state->hide();
    return bar;
}

void AuditGroups::setContext(const ViewContext& context)
{
    const bool isSame = m_request.audit == context.audit && m_request.table == context.table;
    if (context.auditStale) {
        m_state->setText(tr("Being computed anew…"));
        m_state->show();
    } else if (!m_job.isBusy()) {
        m_state->hide();
    }
    if (isSame || !context.audit)
        return;
    m_request.audit = context.audit;
    m_request.table = context.table;
    fillAttributes();
    draw();
}

void AuditGroups::fillAttributes()
{
    const QString kept = m_attribute->currentData().toString();
    m_attribute->clear();
    for (const AttributeAudit& attribute : m_request.audit->attributes) {
        QString name = QString::fromStdString(attribute.name);
        m_attribute->addItem(
            attribute.isIntersection ? name.split(QLatin1Char(',')).join(QStringLiteral(" × ")) : name, name);
    }
    m_attribute->setCurrentIndex(std::max(m_attribute->findData(kept), 0));
    m_request.attribute = static_cast<std::size_t>(m_attribute->currentIndex());
    const std::vector<AuditPage> offered = pages();
    if (std::ranges::find(offered, m_request.page) == offered.end())
        m_request.page = AuditPage::Rates;
    emit pagesChanged();
}

void AuditGroups::fillMetrics()
{
    const QString kept = QString::fromStdString(m_request.metricId);
    m_metric->clear();
    if (showsMainRates(*m_request.audit, m_request.page))
        m_metric->addItem(tr("Main rates"), QString());
    for (const std::string& id : metricsFor(*m_request.audit, m_request.page)) {
        m_metric->addItem(metricName(id), QString::fromStdString(id));
        if (const MetricInfo* const info = metricInfo(id))
            m_metric->setItemData(m_metric->count() - 1, translate(info->description), Qt::ToolTipRole);
    }
    if (m_metric->count() == 0)
        return; // the page has no rate to choose; the choice waits for the next one that has
    m_metric->setCurrentIndex(std::max(m_metric->findData(kept), 0));
    m_request.metricId = m_metric->currentData().toString().toStdString();
}

std::vector<AuditPage> AuditGroups::pages() const
{
    return m_request.audit ? pagesFor(*m_request.audit, m_request.table.get(), m_request.attribute)
                           : std::vector<AuditPage> {};
}

void AuditGroups::setPage(AuditPage page)
{
    if (page == m_request.page)
        return;
    m_request.page = page;
    draw();
    emit explanationChanged();
}

void AuditGroups::showChoices()
{
    const bool hasAttributes = m_attribute->count() > 1;
    m_attribute->setVisible(hasAttributes);
    m_attributeLabel->setVisible(hasAttributes);
    const bool hasMetric = m_metric->count() > 0;
    m_metric->setVisible(hasMetric);
    m_metricLabel->setVisible(hasMetric);
    m_order->setVisible(m_request.page == AuditPage::Rates);
    m_orderLabel->setVisible(m_request.page == AuditPage::Rates);
    m_kinds->setVisible(m_request.page == AuditPage::Distributions);
}

void AuditGroups::draw()
{
    if (!m_request.audit)
        return;
    fillMetrics();
    showChoices();
    m_shown = m_request;
    m_job.start(
        [request = m_request](const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
            EH_TRY(PageContent content, makePage(request, ctx));
            return JobRunner::Value(std::make_shared<const PageContent>(std::move(content)));
        });
}

void AuditGroups::showContent(const PageContent& content)
{
    const AttributeAudit& attribute = m_shown.audit->attributes[m_shown.attribute];
    if (m_shown.page == AuditPage::Confusion) {
        m_confusion->setAudit(m_shown.audit, m_shown.attribute);
        fitColumns(m_confusionTable);
        m_confusionText->setText(confusionCaption(*m_shown.audit, m_shown.attribute));
        m_stack->setCurrentIndex(1);
    } else if (m_shown.page == AuditPage::Pairs) {
        m_pairs->setMatrix(content.pairs, attribute.readable());
        fitSquareCells(m_pairsTable);
        m_pairsText->setText(pairsCaption(*content.pairs));
        m_stack->setCurrentIndex(2);
    } else {
        m_figure->setFigure(content.figure);
        m_stack->setCurrentIndex(0);
    }
}

void AuditGroups::showFailure(const Error& error)
{
    m_state->hide();
    const ErrorSentences sentences = errorSentences(error);
    m_figure->setFigure(emptyFigure("audit", {pageName(m_shown.page).toStdString(), {}},
        auditSubtitle(*m_shown.audit, m_shown.attribute), error.what));
    m_figure->setToolTip(sentences.hint);
    m_stack->setCurrentIndex(0);
}

FigureView* AuditGroups::currentFigure() const
{
    return m_stack->currentIndex() == 0 ? m_figure : nullptr;
}

QString AuditGroups::explanation() const
{
    return m_request.audit
        ? explainAuditGroups(*m_request.audit, m_request.attribute, m_request.page, m_request.metricId)
        : QString();
}

} // namespace evenhand::ui
