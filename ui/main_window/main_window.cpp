#include "ui/main_window/main_window.h"

#include "ui/charts/figure_view.h"
#include "ui/explain/explain_panel.h"
#include "ui/explain/explain_text.h"
#include "ui/main_window/actions.h"
#include "ui/runs/runs_panel.h"
#include "ui/session/audit_controller.h"
#include "ui/session/table_export.h"
#include "ui/session/transfer_controller.h"
#include "ui/study_panel/study_panel.h"
#include "ui/text/remaining_text.h"
#include "ui/theme/theme.h"
#include "ui/views/barycenter_view.h"
#include "ui/views/compare_view.h"
#include "ui/views/constraint_view.h"
#include "ui/views/data_view.h"
#include "ui/views/groups_view.h"
#include "ui/views/overview_view.h"
#include "ui/views/representation_view.h"
#include "ui/views/score_source.h"
#include "ui/views/subgroups_view.h"
#include "ui/views/threshold_view.h"
#include "ui/views/tradeoff_view.h"
#include "ui/welcome/welcome_page.h"
#include "ui/widgets/dock.h"
#include "ui/widgets/fitting_tabs.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

// The window and what follows what; its menus, files and closing are in main_window_files.cpp.

namespace evenhand::ui {

namespace {
enum Tab : int {
    OverviewTab,
    DataTab,
    GroupsTab,
    SubgroupsTab,
    BarycenterTab,
    TradeoffTab,
    ThresholdTab,
    ConstraintTab,
    RepresentationTab,
    CompareTab
};
/// Names of the tabs in a study file.
const std::array<std::string, CompareTab + 1> kTabNames {"overview", "data", "groups", "subgroups",
    "barycenter", "tradeoff", "threshold", "constraint", "representation", "compare"};
} // namespace

MainWindow::MainWindow(Services services, const QString& stateFolder, QWidget* parent)
    : QMainWindow(parent)
    , m_session(new SessionController(std::move(services), StateFolder(stateFolder), this))
    , m_audit(new AuditController(m_session, this))
    , m_tableExport(new TableExport(m_session, this))
    , m_transfer(new TransferController(m_session, this))
    , m_actions(std::make_unique<Actions>(this, m_session->undoStack()))
    , m_scores(new ScoreSource(this))
{
    setAcceptDrops(true);
    setWindowIcon(QIcon(QStringLiteral(":/icons/evenhand.svg")));
    setDockOptions(QMainWindow::AnimatedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    // In this order so that Tab goes from the choices over the view to the runs.
    makeStudyDock();
    makeCentre();
    makeDocks();
    makeStatusBar();
    connectActions();
    connectSession();
    connectTableExport();
    fillMenus();
    restoreLayout();
    refreshViews();
    refreshTitle();
    refreshExplanation();
    offerRecovery();
    m_welcome->setFocus();
}

MainWindow::~MainWindow()
{
    // A visible window closes while it is destroyed; the signals of its docks would find members already
    // gone.
    hide();
}

void MainWindow::makeCentre()
{
    auto* const centre = new QWidget(this);
    auto* const layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_messages = new MessageBar(centre);
    m_stack = new QStackedWidget(centre);
    m_welcome = new WelcomePage(m_stack);
    m_tabs = new FittingTabs(m_stack);
    m_tabs->setDocumentMode(true);
    m_tabs->setIconSize({16, 16});
    m_tabs->setAccessibleName(tr("Views"));
    m_tabs->tabBar()->setAccessibleName(tr("Views"));
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setFocusPolicy(Qt::TabFocus);
    m_tabs->tabBar()->setElideMode(Qt::ElideNone);
    addView(new OverviewView(m_tabs), QStringLiteral("overview"), tr("Overview"));
    addView(new DataView(m_tabs), QStringLiteral("table"), tr("Data"));
    addView(new GroupsView(m_scores, m_tabs), QStringLiteral("groups"), tr("Groups"));
    addView(new SubgroupsView(m_tabs), QStringLiteral("subgroups"), tr("Subgroups"));
    m_barycenter = new BarycenterView(m_scores, m_tabs);
    addView(m_barycenter, QStringLiteral("barycenter"), tr("Barycenter"));
    addView(new TradeoffView(m_session, m_tabs), QStringLiteral("tradeoff"), tr("Trade-off"));
    addView(new ThresholdView(m_tabs), QStringLiteral("threshold"), tr("Threshold"));
    addView(new ConstraintView(m_tabs), QStringLiteral("constraint"), tr("Constraint"));
    m_representation = new RepresentationView(m_transfer, m_tabs);
    addView(m_representation, QStringLiteral("representation"), tr("Representation"));
    addView(new CompareView(m_session, m_tabs), QStringLiteral("compare"), tr("Compare"));
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_tabs);
    layout->addWidget(m_messages);
    layout->addWidget(m_stack, 1);
    setCentralWidget(centre);
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::refreshActions);
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::refreshExplanation);
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::rememberTab);
    connect(m_barycenter, &BarycenterView::strengthChanged, this, [this](double t) {
        m_session->setViewValue("strength", QByteArray::number(t, 'f', 2).toStdString());
    });
}

void MainWindow::addView(View* view, const QString& icon, const QString& title)
{
    m_tabs->addTab(view, themeIcon(icon), title);
    connect(view, &View::runSelected, m_session, &SessionController::selectRun);
    connect(view, &View::explanationChanged, this, [this, view] {
        if (view != currentView())
            return;
        refreshFigureActions(); // what is new to explain may have a figure, or have lost it
        if (!m_explainTimer.isActive())
            m_explainTimer.start();
    });
    for (FigureView* const figure : view->findChildren<FigureView*>())
        connect(figure, &FigureView::exportFailed, this, &MainWindow::showError);
}

void MainWindow::makeStudyDock()
{
    auto* const study = new StudyPanel(m_session, this);
    study->setProperty("role", QStringLiteral("panel"));
    connect(study, &StudyPanel::openWanted, this, &MainWindow::chooseFileToOpen);
    m_studyDock = makeDock(tr("Study"), QStringLiteral("study"), study, this);
    study->setMinimumWidth(282);
    addDockWidget(Qt::LeftDockWidgetArea, m_studyDock);
}

void MainWindow::makeDocks()
{
    m_runs = new RunsPanel(m_session, this);
    m_runsDock = makeDock(tr("Runs"), QStringLiteral("runs"), m_runs, this);
    addToDockTitle(m_runsDock, m_runs->titleWidget());
    m_actions->study->addAction(m_runs->compareAction());
    addAction(m_runs->compareAction());
    m_explain = new ExplainPanel(this);
    m_explainDock = makeDock(tr("Explain"), QStringLiteral("explain"), m_explain, this);
    m_explain->setMinimumWidth(220);
    addDockWidget(Qt::BottomDockWidgetArea, m_runsDock);
    addDockWidget(Qt::RightDockWidgetArea, m_explainDock);
    resizeDocks({m_studyDock, m_explainDock}, {296, 250}, Qt::Horizontal);
    m_explainTimer.setSingleShot(true);
    m_explainTimer.setInterval(80);
    connect(&m_explainTimer, &QTimer::timeout, this, &MainWindow::refreshExplanation);
}

void MainWindow::makeStatusBar()
{
    m_status = new QLabel(this);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->hide();
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(m_status, 1);
    statusBar()->addPermanentWidget(m_progress);
}

void MainWindow::connectSession()
{
    connect(m_session, &SessionController::tableChanged, this, &MainWindow::showTable);
    connect(m_session, &SessionController::stateChanged, this, &MainWindow::refreshTitle);
    connect(m_session, &SessionController::stateChanged, this, &MainWindow::refreshViews);
    connect(m_session, &SessionController::reportChanged, this, &MainWindow::refreshViews);
    connect(m_session, &SessionController::selectionChanged, this, &MainWindow::refreshViews);
    connect(m_session, &SessionController::comparisonChanged, this, &MainWindow::showComparison);
    connect(m_session, &SessionController::tableChanged, this, &MainWindow::refreshViews);
    connect(m_session, &SessionController::liveTrainingChanged, this, &MainWindow::showTraining);
    connect(m_transfer, &TransferController::busyChanged, this, &MainWindow::refreshActions);
    connect(m_transfer, &TransferController::changed, this, &MainWindow::refreshActions);
    connect(m_transfer, &TransferController::failed, this, &MainWindow::showError);
    connect(m_audit, &AuditController::changed, this, &MainWindow::refreshViews);
    connect(m_audit, &AuditController::busyChanged, this, &MainWindow::refreshActions);
    connect(m_session, &SessionController::busyChanged, this, &MainWindow::refreshActions);
    connect(m_session, &SessionController::recentChanged, this, &MainWindow::fillRecent);
    connect(m_session, &SessionController::errorRaised, this, &MainWindow::showError);
    connect(m_session, &SessionController::noteRaised, m_messages,
        [this](const QString& note) { m_messages->showMessage(MessageBar::Level::Note, note); });
    connect(m_session, &SessionController::progressed, this, [this](double fraction, const QString& doing) {
        const QString left = remainingText(m_session->remainingSeconds());
        m_status->setText(
            left.isEmpty() ? doing : tr("%1 · %2", "what is done and how long it takes").arg(doing, left));
        m_progress->setRange(0, 1000);
        m_progress->setValue(static_cast<int>(fraction * 1000.0));
    });
}

void MainWindow::showTable()
{
    m_showFirstResult = true; // before the tab changes: what the study file says of it is still needed
    m_stack->setCurrentWidget(m_tabs);
    m_tabs->setCurrentIndex(DataTab);
    bool isNumber = false;
    const double strength = QString::fromStdString(m_session->viewValue("strength")).toDouble(&isNumber);
    m_barycenter->restoreStrength(isNumber ? std::optional(strength) : std::nullopt);
}

/// The tab comes with the first epoch and may go after the last; in between only its curves grow.
void MainWindow::showTraining(const std::shared_ptr<const TrainingCurve>& curve)
{
    const bool wasShown = m_representation->context().training != nullptr;
    if (wasShown != (curve != nullptr))
        refreshViews();
    else
        m_representation->showTraining(curve);
}

void MainWindow::rememberTab()
{
    const auto tab = static_cast<std::size_t>(m_tabs->currentIndex());
    if (!m_showFirstResult && tab < kTabNames.size())
        m_session->setViewValue("tab", kTabNames[tab]);
}

/// Where a first result is looked at: several methods in the plot that has them all.
int MainWindow::firstTab(const ViewContext& context) const
{
    if (context.auditsTable)
        return OverviewTab;
    if (m_session->state().draft.methods.size() > 1 && m_tabs->isTabVisible(TradeoffTab))
        return TradeoffTab;
    return m_tabs->isTabVisible(RepresentationTab) ? RepresentationTab : BarycenterTab;
}

void MainWindow::refreshViews()
{
    ViewContext context {m_session->table(), m_session->report(), m_session->state().study.roles,
        m_session->selectedRun(), m_session->isRunning(), {}, {}, {}, {}, {}, {}};
    context.auditsTable = auditsTable(m_session->state());
    context.audit = m_audit->audit();
    context.before = m_audit->before();
    context.auditStale = m_audit->isStale();
    context.auditError = m_audit->error();
    context.training = m_session->liveTraining();
    refreshRunsDock();
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto* const view = static_cast<View*>(m_tabs->widget(i));
        m_tabs->setTabVisible(i, view->isFor(context));
        view->setContext(context);
    }
    static_cast<FittingTabs*>(m_tabs)->fit();
    const bool hasResults
        = context.auditsTable ? context.audit || context.auditError : context.report != nullptr;
    if (hasResults && std::exchange(m_showFirstResult, false)) {
        const auto saved = std::find(kTabNames.begin(), kTabNames.end(), m_session->viewValue("tab"));
        const auto tab = static_cast<int>(saved - kTabNames.begin());
        if (saved != kTabNames.end() && m_tabs->isTabVisible(tab))
            m_tabs->setCurrentIndex(tab);
        else
            m_tabs->setCurrentIndex(firstTab(context));
    }
    refreshActions();
}

/// Opens the page of the comparison when one is asked for; it closes by itself when it ends.
void MainWindow::showComparison()
{
    refreshViews();
    if (m_session->comparedRuns())
        m_tabs->setCurrentIndex(CompareTab);
    else if (!m_tabs->isTabVisible(m_tabs->currentIndex()))
        m_tabs->setCurrentIndex(TradeoffTab);
}

/// An audit of the table's predictions has no runs to list.
void MainWindow::refreshRunsDock()
{
    const bool audits = auditsTable(m_session->state());
    m_runsDock->toggleViewAction()->setVisible(!audits);
    if (audits && !m_showRunsLater) {
        m_showRunsLater = !m_runsDock->isHidden();
        m_runsDock->hide();
    } else if (!audits && m_showRunsLater) {
        m_runsDock->setVisible(*std::exchange(m_showRunsLater, std::nullopt));
    }
}

void MainWindow::refreshFigureActions()
{
    const bool hasFigure = currentFigure() != nullptr;
    m_actions->copyFigure->setEnabled(hasFigure);
    m_actions->saveFigure->setEnabled(hasFigure);
}

void MainWindow::refreshActions()
{
    const bool busy = m_session->isRunning() || m_session->isLoading();
    const bool hasTable = m_session->table() != nullptr;
    const bool audits = auditsTable(m_session->state());
    m_actions->run->setVisible(!audits);
    m_actions->run->setEnabled(!busy && m_session->runsToCompute() > 0);
    m_actions->run->setText(m_session->isPaused() ? tr("&Continue") : tr("&Run"));
    m_actions->pause->setVisible(!audits);
    m_actions->pause->setEnabled(m_session->isRunning());
    m_actions->stop->setEnabled(busy || m_tableExport->isBusy() || m_transfer->isBusy());
    m_actions->save->setEnabled(hasTable);
    m_actions->saveAs->setEnabled(hasTable);
    m_actions->exportTable->setEnabled(m_tableExport->available().has_value());
    refreshFigureActions();
    m_progress->setVisible(busy || m_tableExport->isBusy());
    if (busy)
        return;
    if (m_tableExport->isBusy())
        m_status->setText(tr("Making the transformed table…"));
    else if (!hasTable)
        m_status->setText(tr("No table is open"));
    else if (audits)
        m_status->setText(m_audit->isBusy() ? tr("Auditing…")
                : m_audit->error()          ? tr("No audit")
                                            : tr("Audited"));
    else if (m_session->freshness() == Freshness::Outdated)
        m_status->setText(tr("Choices changed since this run"));
    else if (const auto& report = m_session->report())
        m_status->setText(tr("Runs: %1").arg(report->runs.size()));
    else
        m_status->setText(tr("Ready to run"));
}

void MainWindow::refreshExplanation()
{
    if (!m_explainDock->isHidden())
        m_explain->setPage(currentView() == nullptr ? explainWelcome() : currentView()->explanation());
}

void MainWindow::refreshTitle()
{
    const QString file = !m_session->studyPath().isEmpty() ? QFileInfo(m_session->studyPath()).fileName()
        : m_session->table() ? QString::fromStdString(m_session->table()->data.name)
                             : QString();
    setWindowTitle(file.isEmpty() ? tr("Evenhand") : tr("%1[*] – Evenhand").arg(file));
    setWindowModified(m_session->isDirty());
}

View* MainWindow::currentView() const
{
    return m_stack->currentWidget() == m_tabs ? qobject_cast<View*>(m_tabs->currentWidget()) : nullptr;
}

FigureView* MainWindow::currentFigure() const
{
    const View* const view = currentView();
    return view != nullptr ? view->currentFigure() : nullptr;
}

} // namespace evenhand::ui
