#include "ui/views/transfer_page.h"

#include "engine/figures/representation.h"
#include "engine/figures/transfer_names.h"
#include "ui/charts/figure_view.h"
#include "ui/models/transfer_model.h"
#include "ui/session/transfer_controller.h"
#include "ui/views/table_pages.h"
#include "ui/widgets/number_box.h"
#include "ui/widgets/section.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace evenhand::ui {

namespace {
constexpr int kRepeats = 5;
constexpr int kMostRepeats = 100;
} // namespace

TransferPage::TransferPage(TransferController* transfer, QWidget* parent)
    : QWidget(parent)
    , m_transfer(transfer)
    , m_leaveOut(new QComboBox(this))
    , m_repeats(new QSpinBox(this))
    , m_start(new QPushButton(tr("&Compare on a new task"), this))
    , m_stop(new QPushButton(tr("Stop"), this))
    , m_progress(new QProgressBar(this))
    , m_doing(smallLabel({}, this))
    , m_task(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_invitation(new QLabel(this))
    , m_figure(new FigureView(this))
    , m_model(new TransferModel(this))
    , m_table(new QTableView(this))
{
    m_invitation->setTextFormat(Qt::PlainText);
    m_invitation->setWordWrap(true);
    m_invitation->setAlignment(Qt::AlignCenter);
    m_invitation->setMargin(40);
    m_invitation->setProperty("role", QStringLiteral("muted"));
    m_stack->addWidget(m_invitation);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(makeBar());
    m_stack->addWidget(makeResults());
    layout->addWidget(m_stack, 1);
    connect(m_start, &QPushButton::clicked, this,
        [this] { m_transfer->start(m_leaveOut->currentData().toString(), m_repeats->value()); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_transfer->stop(); });
    connect(m_task, &QComboBox::activated, this, &TransferPage::showTask);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& row) {
            const QString task = row.siblingAtColumn(TransferModel::Task).data().toString();
            const int found = m_task->findText(task, Qt::MatchExactly | Qt::MatchCaseSensitive);
            if (found < 0 || found == m_task->currentIndex())
                return;
            m_task->setCurrentIndex(found);
            showTask();
        });
    connect(transfer, &TransferController::changed, this, &TransferPage::refresh);
    connect(transfer, &TransferController::busyChanged, this, &TransferPage::refresh);
    connect(transfer, &TransferController::progressed, this, [this](double fraction, const QString& doing) {
        m_progress->setValue(static_cast<int>(1000.0 * fraction));
        m_doing->setText(doing);
    });
    refresh();
}

QWidget* TransferPage::makeBar()
{
    auto* const bar = new QWidget(this);
    m_leaveOut->setObjectName(QStringLiteral("leave_out"));
    m_leaveOut->setToolTip(tr("The task that the representation is not told about. Afterwards a plain head "
                              "learns it from the finished representation."));
    m_leaveOut->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_leaveOut->setMinimumContentsLength(14);
    m_repeats->setObjectName(QStringLiteral("transfer_repeats"));
    m_repeats->setRange(1, kMostRepeats);
    m_repeats->setValue(kRepeats);
    m_repeats->setToolTip(tr("Random splits; with two or more there are intervals"));
    m_start->setObjectName(QStringLiteral("compare"));
    m_start->setToolTip(tr("Train representations without the new task, with and without fairness, and serve "
                           "it from each of them"));
    m_stop->setObjectName(QStringLiteral("stop_transfer"));
    m_stop->setToolTip(tr("Stop at once; finished repeats are kept (Esc)"));
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setFixedWidth(120);
    m_progress->setAccessibleName(tr("Progress of the comparison"));
    m_doing->setTextFormat(Qt::PlainText);
    m_doing->setWordWrap(false);
    m_doing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* const choices = new QHBoxLayout;
    choices->setSpacing(8);
    QLabel* const novel = fieldLabel(tr("&New task"), m_leaveOut);
    novel->setWordWrap(false);
    choices->addWidget(novel);
    choices->addWidget(m_leaveOut, 1);
    choices->addWidget(fieldLabel(tr("R&epeats"), m_repeats));
    choices->addWidget(m_repeats);
    choices->addWidget(m_start);
    choices->addWidget(m_stop);
    m_task->setObjectName(QStringLiteral("shown_task"));
    m_task->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_task->setMinimumContentsLength(24);
    m_task->setAccessibleName(tr("Task that the figure shows"));
    m_task->setToolTip(m_task->accessibleName());
    auto* const state = new QHBoxLayout;
    state->setSpacing(8);
    state->addWidget(m_task);
    state->addWidget(m_progress);
    state->addWidget(m_doing, 1);
    auto* const layout = new QVBoxLayout(bar);
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(4);
    layout->addLayout(choices);
    layout->addLayout(state);
    return bar;
}

QWidget* TransferPage::makeResults()
{
    m_table->setObjectName(QStringLiteral("transfer_table"));
    prepareTable(m_table, m_model, tr("New tasks under every representation"));
    return figureAboveTable(m_figure, m_table, this);
}

std::shared_ptr<const TransferReport> TransferPage::report() const
{
    return m_transfer->report();
}

void TransferPage::refreshBar()
{
    const QString kept = m_leaveOut->currentData().toString();
    const QStringList tasks = m_transfer->tasks();
    m_leaveOut->clear();
    m_leaveOut->addItem(
        tasks.isEmpty() ? tr("a quarter of the tasks, at random") : tr("each task in turn"), QString());
    for (const QString& task : tasks)
        m_leaveOut->addItem(task, task);
    m_leaveOut->setCurrentIndex(std::max(m_leaveOut->findData(kept), 0));
    const bool isBusy = m_transfer->isBusy();
    const bool isAvailable = m_transfer->isAvailable();
    m_start->parentWidget()->setVisible(isAvailable || isBusy);
    m_start->setVisible(!isBusy);
    m_leaveOut->setEnabled(!isBusy);
    m_repeats->setEnabled(!isBusy);
    m_stop->setVisible(isBusy);
    m_progress->setVisible(isBusy);
    m_doing->setVisible(isBusy);
    if (!isBusy) {
        m_progress->setValue(0);
        m_doing->clear();
    }
}

void TransferPage::refresh()
{
    refreshBar();
    const auto shown = report();
    m_model->setReport(shown);
    if (!shown || shown->rows.empty()) {
        m_invitation->setText(!m_transfer->isAvailable()
                ? tr("To see how a representation serves a new task there must be at least two tasks. Choose "
                     "further targets under Roles and run again.")
                : m_transfer->isBusyForSelected()
                ? tr("The representations are being trained. The first finished repeat appears here.")
                : tr("Will the representation treat people alike in a task that nobody has thought of yet? "
                     "One of this study's tasks is kept from it; afterwards a plain head learns that task "
                     "from it, as a stranger would."));
        m_stack->setCurrentIndex(0);
        m_task->hide();
    } else {
        fillTasks(*shown);
        fitColumns(m_table, TransferModel::Task);
        m_stack->setCurrentIndex(1);
        showTask();
    }
    emit changed();
}

void TransferPage::fillTasks(const TransferReport& report)
{
    const QString kept = m_task->currentText();
    m_task->clear();
    for (const std::string& task : transferTasks(report))
        m_task->addItem(QString::fromStdString(task));
    m_task->setCurrentIndex(std::max(m_task->findText(kept, Qt::MatchExactly | Qt::MatchCaseSensitive), 0));
    m_task->setVisible(m_task->count() > 1);
}

void TransferPage::showTask()
{
    if (const auto shown = report())
        m_figure->setFigure(transferFigure(*shown, m_task->currentText().toStdString()));
}

} // namespace evenhand::ui
