#include "ui/runs/runs_panel.h"

#include "ui/models/runs_model.h"
#include "ui/session/session_controller.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

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
    m_remove->setShortcut(QKeySequence::Delete);
    m_remove->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_remove);
    m_table->addAction(m_remove);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_empty->setProperty("role", QStringLiteral("muted"));
    m_empty->setAlignment(Qt::AlignCenter);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    layout->addWidget(m_empty, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& current) {
            if (!m_following && current.isValid())
                m_session->selectRun(m_sorted->mapToSource(current).row());
        });
    connect(m_remove, &QAction::triggered, this, [this] {
        std::vector<int> runs;
        for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
            runs.push_back(m_sorted->mapToSource(index).row());
        m_session->removeRuns(runs);
    });
    connect(session, &SessionController::reportChanged, this, &RunsPanel::refresh);
    connect(session, &SessionController::busyChanged, this, &RunsPanel::refresh);
    connect(session, &SessionController::selectionChanged, this, &RunsPanel::followSelection);
    refresh();
}

void RunsPanel::refresh()
{
    {
        const QScopedValueRollback guard(m_following, true);
        m_model->setReport(
            m_session->report(), m_session->isRunning(), m_session->freshness() == Freshness::Outdated);
    }
    const bool empty = m_model->rowCount() == 0;
    m_table->setVisible(!empty);
    m_empty->setVisible(empty);
    followSelection();
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
