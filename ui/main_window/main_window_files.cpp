#include "ui/main_window/main_window.h"

#include "engine/io/samples.h"
#include "ui/charts/figure_view.h"
#include "ui/main_window/actions.h"
#include "ui/session/table_export.h"
#include "ui/session/transfer_controller.h"
#include "ui/study_panel/import_dialog.h"
#include "ui/text/translate.h"
#include "ui/welcome/welcome_page.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace evenhand::ui {

void MainWindow::connectActions()
{
    const Actions& a = *m_actions;
    connect(a.open, &QAction::triggered, this, &MainWindow::chooseFileToOpen);
    connect(a.save, &QAction::triggered, this, &MainWindow::save);
    connect(a.saveAs, &QAction::triggered, this, &MainWindow::chooseFileToSave);
    connect(a.exportTable, &QAction::triggered, this, &MainWindow::chooseFileToExport);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.run, &QAction::triggered, m_session, &SessionController::run);
    connect(a.pause, &QAction::triggered, m_session, &SessionController::pause);
    connect(a.stop, &QAction::triggered, m_session, &SessionController::stop);
    connect(a.stop, &QAction::triggered, m_tableExport, &TableExport::stop);
    connect(a.stop, &QAction::triggered, m_transfer, &TransferController::stop);
    connect(a.about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(a.copyFigure, &QAction::triggered, this, [this] {
        if (FigureView* const figure = currentFigure()) {
            figure->copy();
            statusBar()->showMessage(tr("Figure copied"), 3000);
        }
    });
    connect(a.saveFigure, &QAction::triggered, this, [this] {
        if (FigureView* const figure = currentFigure())
            figure->save();
    });
    connect(a.explain, &QAction::triggered, m_explainDock, &QDockWidget::setVisible);
    connect(m_explainDock->toggleViewAction(), &QAction::toggled, this, [this](bool shown) {
        m_actions->explain->setChecked(shown);
        refreshExplanation();
    });
    connect(m_welcome, &WelcomePage::openWanted, this, &MainWindow::chooseFileToOpen);
    connect(m_welcome, &WelcomePage::recentWanted, this, &MainWindow::openPath);
    connect(m_welcome, &WelcomePage::sampleWanted, this, &MainWindow::openSample);
}

void MainWindow::fillMenus()
{
    for (const SampleInfo& sample : samples()) {
        const QString id = QString::fromUtf8(sample.id.data(), static_cast<qsizetype>(sample.id.size()));
        QAction* const action = m_actions->samples->addAction(translate(sample.title));
        action->setToolTip(translate(sample.description));
        connect(action, &QAction::triggered, this, [this, id] { openSample(id); });
    }
    m_actions->samples->setToolTipsVisible(true);
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto* const action = new QAction(m_tabs->tabIcon(i), m_tabs->tabText(i), this);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)));
        m_actions->view->addAction(action);
        connect(action, &QAction::triggered, this, [this, i] {
            if (m_tabs->isTabVisible(i))
                m_tabs->setCurrentIndex(i);
        });
    }
    m_actions->view->addSeparator();
    QAction* const next = m_actions->view->addAction(tr("&Next panel"), this, &MainWindow::focusNextPanel);
    next->setShortcut(QKeySequence(Qt::Key_F6));
    m_actions->view->addSeparator();
    for (const QDockWidget* const dock : {m_studyDock, m_runsDock, m_explainDock})
        m_actions->view->addAction(dock->toggleViewAction());
    fillRecent();
}

void MainWindow::fillRecent()
{
    const QStringList recent = m_session->folder().recent();
    m_actions->recent->clear();
    m_actions->recent->setEnabled(!recent.isEmpty());
    for (const QString& path : recent)
        connect(m_actions->recent->addAction(QFileInfo(path).fileName()), &QAction::triggered, this,
            [this, path] { openPath(path); });
    m_welcome->setRecent(recent);
}

void MainWindow::openPath(const QString& path)
{
    m_messages->clear();
    m_session->open({path, {}, {}});
}

void MainWindow::showError(const Error& error)
{
    // A line number says that the content was understood up to there: other options may take it further.
    const auto& refused = m_session->refusedTable();
    if (refused && error.where.line)
        m_messages->showError(
            error, tr("Import options…"), [this, request = *refused] { chooseImportOptions(request); });
    else
        m_messages->showError(error);
}

void MainWindow::chooseImportOptions(const OpenRequest& refused)
{
    auto* const dialog = new ImportDialog(refused.import, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ImportDialog::chosen, this, [this, path = refused.path](const ImportOptions& options) {
        m_messages->clear();
        m_session->open({path, {}, options});
    });
    dialog->open();
}

/// F6: from the choices to the view, the runs and the explanation, and back.
void MainWindow::focusNextPanel()
{
    const std::array<QWidget*, 4> panels {m_studyDock, m_stack->parentWidget(), m_runsDock, m_explainDock};
    const QWidget* const focus = focusWidget();
    const auto isIn = [focus](const QWidget* panel) { return panel->isAncestorOf(focus); };
    const auto here = std::find_if(panels.begin(), panels.end(), isIn) - panels.begin();
    for (std::size_t step = 1; step <= panels.size(); ++step) {
        const QWidget* const panel = panels[(static_cast<std::size_t>(here) + step) % panels.size()];
        for (QWidget* const child : panel->findChildren<QWidget*>()) {
            if (child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus) != 0
                && qobject_cast<QToolButton*>(child) == nullptr) {
                child->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    }
}

void MainWindow::openSample(const QString& id)
{
    m_messages->clear();
    m_session->open({{}, id, {}});
}

void MainWindow::chooseFileToOpen()
{
    auto* const dialog = new QFileDialog(this, tr("Open a table or a study"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Tables and studies (*.csv *.tsv *.txt *.data *.gz *.evenhand)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openPath);
    dialog->open();
}

void MainWindow::chooseFileToSave()
{
    auto* const dialog = new QFileDialog(this, tr("Save the study"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("evenhand"));
    dialog->setNameFilter(tr("Studies (*.evenhand)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { m_session->save(path); });
    dialog->open();
}

void MainWindow::connectTableExport()
{
    connect(m_tableExport, &TableExport::busyChanged, this, &MainWindow::refreshActions);
    connect(m_tableExport, &TableExport::failed, this, &MainWindow::showError);
    connect(m_tableExport, &TableExport::written, this, [this](const TableExport::Written& written) {
        m_messages->showMessage(
            written.warnings.empty() ? MessageBar::Level::Note : MessageBar::Level::Warning,
            TableExport::sentences(written));
    });
    connect(m_tableExport, &TableExport::progressed, this, [this](double fraction) {
        if (m_session->isRunning() || m_session->isLoading())
            return; // the bar shows how far those are
        m_progress->setRange(0, 1000);
        m_progress->setValue(static_cast<int>(fraction * 1000.0));
    });
}

void MainWindow::chooseFileToExport()
{
    const auto request = m_tableExport->available();
    if (!request)
        return;
    auto* const dialog = new QFileDialog(this, tr("Export the transformed table"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilters({tr("Tables as CSV (*.csv)"), tr("All files (*)")});
    dialog->selectFile(TableExport::proposedName(*request));
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, asked = *request](const QString& path) { m_tableExport->start(asked, path); });
    dialog->open();
}

void MainWindow::save()
{
    if (m_session->studyPath().isEmpty())
        chooseFileToSave();
    else
        m_session->save(m_session->studyPath());
}

void MainWindow::offerRecovery()
{
    if (!m_session->folder().claimRecovery())
        return;
    m_messages->showOffer(
        tr("The last session ended with choices that were not saved."), tr("Bring them back"),
        [this] { m_session->recover(); }, [this] { m_session->folder().dropRecovery(); });
}

void MainWindow::restoreLayout()
{
    const QByteArray geometry = m_session->folder().value(QStringLiteral("geometry"));
    const QByteArray layout = m_session->folder().value(QStringLiteral("layout"));
    if (geometry.isEmpty() || !restoreGeometry(geometry)) {
        const QSize screen = QGuiApplication::primaryScreen()->availableSize();
        const QSize wanted = QSize(1760, 1000).boundedTo(screen * 0.92).expandedTo({1280, 800});
        resize(wanted.boundedTo(screen));
        // Title bar and frame do not fit around a window as large as the screen.
        if (screen.width() <= wanted.width() || screen.height() <= wanted.height() + 40)
            setWindowState(Qt::WindowMaximized);
    }
    if (layout.isEmpty() || !restoreState(layout))
        resizeDocks({m_runsDock}, {height() < 900 ? 116 : 190}, Qt::Vertical);
    m_actions->explain->setChecked(!m_explainDock->isHidden());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_session->stop();
    m_session->folder().setValue(QStringLiteral("geometry"), saveGeometry());
    if (m_showRunsLater) // what an audit hid is no wish of the person's
        m_runsDock->setVisible(*std::exchange(m_showRunsLater, std::nullopt));
    m_session->folder().setValue(QStringLiteral("layout"), saveState());
    // Nothing is asked on the way out: what is not saved is offered at the next start.
    m_session->keepForNextStart();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().front().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openPath(event->mimeData()->urls().front().toLocalFile());
}

void MainWindow::showAbout()
{
    auto* const box = new QMessageBox(QMessageBox::NoIcon, tr("About Evenhand"),
        tr("<b>Evenhand %1</b><br>Find, repair and weigh unequal treatment by models.")
            .arg(QCoreApplication::applicationVersion()),
        QMessageBox::Close, this);
    box->setInformativeText(
        tr("This program draws with Qt Charts and is distributed as a whole under the GNU General Public "
           "License, version 3. It uses Qt (LGPL-3.0), Eigen (MPL-2.0), Boost (BSL-1.0), and the font "
           "Inter (SIL OFL 1.1). It opens no network connection."));
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace evenhand::ui
