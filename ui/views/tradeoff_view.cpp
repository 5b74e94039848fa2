#include "ui/views/tradeoff_view.h"

#include "engine/figures/tradeoff_figure.h"
#include "engine/figures/tradeoff_words.h"
#include "engine/pipeline/assemble.h"
#include "ui/charts/figure_view.h"
#include "ui/explain/explain_text.h"
#include "ui/explain/explain_tradeoff.h"
#include "ui/models/ranking_model.h"
#include "ui/session/session_controller.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/views/target_pane.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {

enum Page : std::uint8_t { SelectedRun, SetTarget, RankMethods };

QCheckBox* makeSwitch(const QString& name, const QString& tip, bool isOn, QWidget* parent)
{
    auto* const box = new QCheckBox(name, parent);
    box->setChecked(isOn);
    box->setToolTip(tip);
    return box;
}

} // namespace

TradeoffView::TradeoffView(SessionController* session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_error(new QComboBox(this))
    , m_unfairness(new QComboBox(this))
    , m_frontier(makeSwitch(tr("Fr&ontier"),
          tr("The best that thresholds per group can do on the scores of the best model without repair"),
          true, this))
    , m_single(makeSwitch(tr("O&ne threshold"),
          tr("One threshold for everybody, moved over all scores: what needs nobody's group"), true, this))
    , m_bars(makeSwitch(tr("&Bars"), tr("95 % intervals over the repeats"), true, this))
    , m_onlyFront(makeSwitch(tr("Front onl&y"), tr("Hides runs that another run beats in both"), false, this))
    , m_figure(new FigureView(this))
    , m_page(new QButtonGroup(this))
    , m_judgement(new QLabel(this))
    , m_target(new TargetPane(this))
    , m_ranking(new QTableView(this))
    , m_rankingModel(new RankingModel(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(makeAxes());
    layout->addLayout(makeControls());
    layout->addWidget(m_figure, 1);
    layout->addWidget(makeStrip());
    layout->addWidget(makeRanking(), 1);
    showPage(SelectedRun);
    connect(m_figure, &FigureView::pointActivated, this, &View::runSelected);
    connect(m_target, &TargetPane::runWanted, this, &View::runSelected);
    connect(m_ranking, &QTableView::activated, this,
        [this](const QModelIndex& index) { emit runSelected(m_rankingModel->runOf(index.row())); });
    connect(&m_source, &TradeoffSource::changed, this, [this] {
        if (!isVisible()) {
            refreshWhenShown();
            return;
        }
        showFigure();
        showStrip();
        emit explanationChanged();
    });
    for (const QCheckBox* const box : {m_frontier, m_single, m_bars, m_onlyFront})
        connect(box, &QCheckBox::toggled, this, &TradeoffView::showFigure);
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

QLayout* TradeoffView::makeAxes()
{
    auto* const bar = new QHBoxLayout;
    bar->setContentsMargins(12, 8, 12, 0);
    bar->setSpacing(8);
    bar->addWidget(fieldLabel(tr("&Error"), m_error));
    bar->addWidget(m_error, 2);
    bar->addSpacing(8);
    bar->addWidget(fieldLabel(tr("&Unfairness"), m_unfairness));
    bar->addWidget(m_unfairness, 3);
    bar->addStretch();
    m_error->setToolTip(tr("What is on the vertical axis"));
    m_unfairness->setToolTip(tr("What is on the horizontal axis"));
    for (QComboBox* const combo : {m_error, m_unfairness}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(12);
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        combo->setMaximumWidth(320);
    }
    return bar;
}

QLayout* TradeoffView::makeControls()
{
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(12, 2, 12, 0);
    row->setSpacing(12);
    auto* const pages
        = makeSegments({tr("Run"), tr("T&arget"), tr("Ran&king")}, tr("Shown below"), m_page, this);
    for (QAbstractButton* const button : m_page->buttons())
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_page->button(SelectedRun)->setToolTip(tr("What group thresholds would do in the selected run's place"));
    m_page->button(SetTarget)->setToolTip(
        tr("Set a target: the run that meets what you want, chosen honestly"));
    m_page->button(RankMethods)->setToolTip(tr("Methods by hypervolume"));
    row->addWidget(pages);
    row->addStretch();
    for (QCheckBox* const box : {m_frontier, m_single, m_bars, m_onlyFront})
        row->addWidget(box);
    connect(m_page, &QButtonGroup::idClicked, this, &TradeoffView::showPage);
    return row;
}

QWidget* TradeoffView::makeStrip()
{
    auto* const strip = new QWidget(this);
    auto* const layout = new QVBoxLayout(strip);
    layout->setContentsMargins(12, 2, 12, 8);
    layout->setSpacing(6);
    m_judgement->setObjectName(QStringLiteral("judgement"));
    m_judgement->setWordWrap(true);
    m_judgement->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_judgement);
    layout->addWidget(m_target);
    return strip;
}

QWidget* TradeoffView::makeRanking()
{
    m_ranking->setModel(m_rankingModel);
    m_ranking->setObjectName(QStringLiteral("ranking"));
    m_ranking->setAccessibleName(tr("Methods by hypervolume"));
    m_ranking->setToolTip(tr("Enter selects a method's first run"));
    m_ranking->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_ranking->setSelectionMode(QAbstractItemView::SingleSelection);
    m_ranking->setTabKeyNavigation(false);
    m_ranking->setShowGrid(false);
    m_ranking->verticalHeader()->hide();
    m_ranking->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_ranking->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_ranking->horizontalHeader()->setSectionResizeMode(RankingModel::Method, QHeaderView::Stretch);
    return m_ranking;
}

QSize TradeoffView::minimumSizeHint() const
{
    constexpr int kNarrowest = 480; // between the docks of a window of 1280 pixels
    return {kNarrowest, View::minimumSizeHint().height()};
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
    m_onlyFront->setToolTip(tr("Hides runs that another run beats in both; %1 of %2 are on the front")
                                .arg(context().report->pareto.size())
                                .arg(context().report->runs.size()));
    m_source.request(context(), error, unfairness);
    showFigure();
    showStrip();
}

const TradeoffAnswers* TradeoffView::answers() const
{
    return m_source.answers().get();
}

void TradeoffView::showFigure()
{
    if (!context().report)
        return;
    const TradeoffAnswers* const behind = answers();
    TradeoffOptions options;
    options.frontier = behind != nullptr ? behind->frontier.get() : nullptr;
    options.dominated = behind != nullptr ? behind->dominated.get() : nullptr;
    options.withFrontier = m_frontier->isChecked();
    options.withSingleThreshold = m_single->isChecked();
    options.withErrorBars = m_bars->isChecked();
    options.onlyFront = m_onlyFront->isChecked();
    const Study& study = context().report->study;
    Figure figure = tradeoffFigure(
        *context().report, errorMetricOf(study), unfairnessMetricOf(study), context().run, options);
    if (behind != nullptr && !behind->frontier.reason.empty() && m_frontier->isChecked())
        figure.notes.push_back(text("No frontier: %1.", behind->frontier.reason.english()));
    m_figure->setFigure(figure);
}

QString TradeoffView::judgement() const
{
    const RunResult* const run = context().selected();
    if (run == nullptr)
        return tr("No run is selected: click a point.");
    const QString name = runLabel(*run).toHtmlEscaped();
    const TradeoffAnswers* const behind = answers();
    if (behind == nullptr)
        return tr("<b>%1</b>: comparing it with group thresholds…").arg(name);
    if (!behind->dominated) {
        const Text& reason
            = behind->frontier.reason.empty() ? behind->dominated.reason : behind->frontier.reason;
        return reason.empty() ? tr("<b>%1</b>: comparing it with group thresholds…").arg(name)
                              : tr("<b>%1</b> is not compared with group thresholds: %2.")
                                    .arg(name, translate(reason).toHtmlEscaped());
    }
    const auto index = static_cast<std::size_t>(context().run);
    if (index >= behind->dominated->runs.size())
        return tr("<b>%1</b>: comparing it with group thresholds…").arg(name);
    const RunDominance& own = behind->dominated->runs[index];
    QString sentence = tr("<b>%1</b>: %2.").arg(name, translate(own.label).toHtmlEscaped());
    if (own.heldOut.mean)
        sentence += QLatin1Char(' ')
            + tr("Thresholds picked at its gap on other test rows change %1 by %2 and the gap by %3.")
                  .arg(metricInSentence(behind->error),
                      QString::fromStdString(differenceWords(own.heldOut, behind->error)),
                      QString::fromStdString(differenceWords(own.excessGap, behind->unfairness)));
    if (!own.note.empty())
        sentence += QLatin1Char(' ') + translate(own.note).toHtmlEscaped();
    return sentence;
}

void TradeoffView::showStrip()
{
    const TradeoffAnswers* const behind = answers();
    m_judgement->setText(judgement());
    m_target->setAnswers(context(), m_source.answers());
    const auto measures = behind != nullptr && behind->measures
        ? std::make_shared<const FrontMeasures>(*behind->measures)
        : nullptr;
    const bool fits = measures && context().report
        && std::ranges::all_of(measures->paths, [this](const FrontMeasure& path) {
               return std::ranges::all_of(
                   path.path.runs, [this](std::size_t run) { return run < context().report->runs.size(); });
           });
    m_rankingModel->set(
        context().report, fits ? measures : nullptr, behind != nullptr ? behind->error : std::string());
}

void TradeoffView::showPage(int page)
{
    m_judgement->setVisible(page == SelectedRun);
    m_target->setVisible(page == SetTarget);
    // A table of many methods and a figure have no room above each other in a window of 800 pixels.
    m_figure->setVisible(page != RankMethods);
    m_ranking->setVisible(page == RankMethods);
    for (QCheckBox* const box : {m_frontier, m_single, m_bars, m_onlyFront})
        box->setVisible(page != RankMethods);
}

QString TradeoffView::explanation() const
{
    return explainTradeoff(context()) + explainBehindPoints(context(), answers());
}

} // namespace evenhand::ui
