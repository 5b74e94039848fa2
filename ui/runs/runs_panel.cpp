#include "ui/runs/runs_panel.h"

#include "ui/models/runs_model.h"
#include "ui/session/session_controller.h"
#include "ui/text/remaining_text.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace evenhand::ui {

namespace {

/// The state of a run: words, over a bar while it runs.
class StateDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant done = index.data(RunsModel::kDoneRole);
        if (!done.isValid())
            return;
        const QRect bar(option.rect.left() + 8, option.rect.bottom() - 4, option.rect.width() - 16, 3);
        painter->fillRect(bar, currentColours().grid);
        painter->fillRect(QRectF(bar.left(), bar.top(), bar.width() * done.toDouble(), bar.height()),
            currentColours().accent);
    }
};

} // namespace

RunsPanel::RunsPanel(SessionController* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new RunsModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_table(new QTableView(this))
    , m_empty(new QLabel(tr("No runs yet. Every run of this session is listed here."), this))
    , m_remove(new QAction(themeIcon(QStringLiteral("trash")), tr("Remove selected runs"), this))
    , m_compare(new QAction(themeIcon(QStringLiteral("compare")), tr("Compare two runs"), this))
    , m_title(new QWidget(this))
    , m_progress(new QProgressBar(m_title))
    , m_state(new QLabel(m_title))
    , m_pause(new QToolButton(m_title))
    , m_stop(new QToolButton(m_title))
    , m_compareButton(new QToolButton(m_title))
{
    makeTable();
    makeActions();
    makeTitle();
    m_empty->setProperty("role", QStringLiteral("muted"));
    m_empty->setAlignment(Qt::AlignCenter);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    layout->addWidget(m_empty, 1);
    connectSession();
    refresh();
}

void RunsPanel::makeTable()
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(RunsModel::kSortRole);
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunsModel::Number, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setStyleSheet(QStringLiteral("QTableView { border: none; border-radius: 0; }"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 9);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setMinimumSectionSize(36);
    // The style sheet's padding is in no size hint: without this the letters lose their lower part.
    m_table->horizontalHeader()->setFixedHeight(m_table->fontMetrics().height() + 18);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Runs"));
    m_table->setItemDelegateForColumn(RunsModel::State, new StateDelegate(m_table));
    for (int i = 0; i < RunsModel::ColumnCount; ++i)
        m_table->horizontalHeader()->setSectionResizeMode(
            i, i == RunsModel::Method ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
}

void RunsPanel::makeActions()
{
    m_remove->setShortcut(QKeySequence::Delete);
    m_remove->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_compare->setShortcut(QKeySequence(QStringLiteral("Ctrl+D")));
    m_compare->setObjectName(QStringLiteral("compare"));
    addAction(m_remove);
    m_table->addActions({m_compare, m_remove});
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_remove, &QAction::triggered, this, [this] { m_session->removeRuns(selectedRuns()); });
    connect(m_compare, &QAction::triggered, this, [this] {
        if (const std::vector<int> runs = selectedRuns(); runs.size() == 2)
            m_session->compareRuns(runs[0], runs[1]);
    });
    connect(
        m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPanel::refreshTitle);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& current) {
            const int row = m_sorted->mapToSource(current).row();
            if (!m_following && m_model->isRun(row))
                m_session->selectRun(row);
        });
}

void RunsPanel::makeTitle()
{
    auto* const layout = new QHBoxLayout(m_title);
    layout->setContentsMargins(10, 0, 6, 0);
    layout->setSpacing(6);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setFixedWidth(130);
    m_progress->setAccessibleName(tr("Progress of all runs"));
    m_state->setProperty("role", QStringLiteral("small"));
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_pause->setObjectName(QStringLiteral("pause_runs"));
    m_stop->setObjectName(QStringLiteral("stop_runs"));
    m_stop->setText(tr("Stop"));
    m_stop->setIcon(themeIcon(QStringLiteral("stop")));
    m_stop->setToolTip(tr("Stop at once; finished repeats stay (Esc)"));
    m_compareButton->setDefaultAction(m_compare);
    m_compareButton->setText(tr("Compare"));
    layout->addWidget(m_progress);
    layout->addWidget(m_state, 1);
    for (QToolButton* const button : {m_pause, m_stop, m_compareButton}) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIconSize({13, 13});
        button->setFocusPolicy(Qt::TabFocus);
        button->setStyleSheet(QStringLiteral("QToolButton { padding: 2px 6px; font-size: 8.5pt; }"));
        button->setAccessibleName(button->text());
        layout->addWidget(button);
    }
    connect(m_pause, &QToolButton::clicked, this, [this] {
        if (m_session->isRunning())
            m_session->pause();
        else
            m_session->run();
    });
    connect(m_stop, &QToolButton::clicked, m_session, &SessionController::stop);
}

void RunsPanel::connectSession()
{
    connect(m_session, &SessionController::reportChanged, this, &RunsPanel::refresh);
    connect(m_session, &SessionController::busyChanged, this, &RunsPanel::refresh);
    connect(m_session, &SessionController::selectionChanged, this, &RunsPanel::followSelection);
    connect(m_session, &SessionController::progressed, this, &RunsPanel::refreshTitle);
    connect(m_session, &SessionController::stateChanged, this, &RunsPanel::refreshTitle);
}

void RunsPanel::refresh()
{
    {
        const QScopedValueRollback guard(m_following, true);
        m_model->setReport(m_session->report(),
            {m_session->isRunning(), m_session->freshness() == Freshness::Outdated, m_session->isPaused(),
                m_session->waitingRuns()});
    }
    const bool empty = m_model->rowCount() == 0;
    m_table->setVisible(!empty);
    m_empty->setVisible(empty);
    followSelection();
    refreshTitle();
}

void RunsPanel::refreshTitle()
{
    const bool running = m_session->isRunning();
    const bool paused = m_session->isPaused();
    m_progress->setVisible(running);
    m_pause->setVisible(running || paused);
    m_stop->setVisible(running || paused);
    m_pause->setText(paused ? tr("Continue") : tr("Pause"));
    m_pause->setIcon(themeIcon(paused ? QStringLiteral("run") : QStringLiteral("pause")));
    m_pause->setToolTip(paused ? tr("Compute what is missing (F5)")
                               : tr("Stop for now; Continue computes what is missing (Shift+F5)"));
    m_pause->setAccessibleName(m_pause->text());
    const std::size_t selected = selectedRuns().size();
    m_compare->setEnabled(selected == 2);
    m_compareButton->setVisible(m_model->rowCount() > 1);
    m_compare->setToolTip(selected == 2
            ? tr("Who is decided otherwise, group by group, and by how much every number differs (Ctrl+D)")
            : tr("Select two runs with Ctrl+click, then compare them (Ctrl+D)"));
    if (running) {
        const double fraction = m_session->runFraction();
        m_progress->setValue(static_cast<int>(fraction * 1000.0));
        const QString percent = tr("%1 %").arg(static_cast<int>(fraction * 100.0));
        const QString left = remainingText(m_session->remainingSeconds());
        m_state->setText(
            left.isEmpty() ? percent : tr("%1 · %2", "percentage and remaining time").arg(percent, left));
    } else if (paused) {
        const int runs = m_session->runsToCompute();
        m_state->setText(runs == 1 ? tr("Paused; 1 run is not finished")
                                   : tr("Paused; %1 runs are not finished").arg(runs));
    } else {
        m_state->setText(m_model->rowCount() > 1 ? tr("Ctrl+click a second run to compare two") : QString());
    }
}

/// Places in the report, ascending.
std::vector<int> RunsPanel::selectedRuns() const
{
    std::vector<int> runs;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        if (const int row = m_sorted->mapToSource(index).row(); m_model->isRun(row))
            runs.push_back(row);
    std::sort(runs.begin(), runs.end());
    return runs;
}

void RunsPanel::followSelection()
{
    const QScopedValueRollback guard(m_following, true);
    const QModelIndex index = m_sorted->mapFromSource(m_model->index(m_session->selectedRun(), 0));
    if (!index.isValid() || m_table->currentIndex().row() == index.row())
        return;
    m_table->selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(index);
}

} // namespace evenhand::ui
