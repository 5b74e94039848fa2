#include "ui/main_window/actions.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Actions", text);
}

QAction* make(QMainWindow* window, const char* icon, const QString& text, const QList<QKeySequence>& keys,
    const QString& tip)
{
    auto* const action
        = new QAction(icon == nullptr ? QIcon() : themeIcon(QString::fromLatin1(icon)), text, window);
    action->setShortcuts(keys);
    QString shown = tip;
    if (!keys.isEmpty())
        shown += QStringLiteral(" (%1)").arg(keys.front().toString(QKeySequence::NativeText));
    action->setToolTip(shown);
    window->addAction(action);
    return action;
}

void addToolBar(const Actions& actions, QMainWindow* window)
{
    auto* const bar = window->addToolBar(tr("Toolbar"));
    bar->setObjectName(QStringLiteral("toolbar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize({18, 18});
    bar->addAction(actions.open);
    bar->addWidget(actions.samplesButton);
    bar->addSeparator();
    bar->addAction(actions.run);
    bar->addAction(actions.stop);
    bar->addSeparator();
    bar->addAction(actions.copyFigure);
    bar->addAction(actions.saveFigure);
    auto* const space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    bar->addAction(actions.explain);
    for (QToolButton* const button : bar->findChildren<QToolButton*>()) {
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(
            button->text().isEmpty() ? tr("More") : button->text().remove(QLatin1Char('&')));
    }
}

void addMenus(const Actions& actions, QMainWindow* window)
{
    QMenuBar* const bar = window->menuBar();
    QMenu* const file = bar->addMenu(tr("&File"));
    file->addAction(actions.open);
    file->addMenu(actions.samples);
    file->addMenu(actions.recent);
    file->addSeparator();
    file->addAction(actions.save);
    file->addAction(actions.saveAs);
    file->addAction(actions.exportTable);
    file->setToolTipsVisible(true);
    file->addSeparator();
    file->addAction(actions.quit);
    QMenu* const edit = bar->addMenu(tr("&Edit"));
    edit->addAction(actions.undo);
    edit->addAction(actions.redo);
    QMenu* const study = actions.study;
    bar->addMenu(study);
    study->addAction(actions.run);
    study->addAction(actions.pause);
    study->addAction(actions.stop);
    study->addSeparator();
    QMenu* const figure = bar->addMenu(tr("Fi&gure"));
    figure->addAction(actions.copyFigure);
    figure->addAction(actions.saveFigure);
    bar->addMenu(actions.view);
    QMenu* const help = bar->addMenu(tr("&Help"));
    help->addAction(actions.explain);
    help->addAction(actions.about);
}

} // namespace

Actions::Actions(QMainWindow* window, QUndoStack* undoStack)
    : open(make(window, "open", tr("&Open…"), {QKeySequence::Open}, tr("Open a table or a study file")))
    , save(make(
          window, nullptr, tr("&Save study"), {QKeySequence::Save}, tr("Save the choices as a study file")))
    , saveAs(make(window, nullptr, tr("Save study &as…"), {QKeySequence(QStringLiteral("Ctrl+Shift+S"))},
          tr("Save the choices under another name")))
    , exportTable(make(window, nullptr, tr("Export transformed &table…"), {},
          tr("Save the features of the selected pre-processing run as CSV, for any other program")))
    , quit(make(window, nullptr, tr("&Quit"), {QKeySequence(QStringLiteral("Ctrl+Q"))}, tr("Quit")))
    , undo(undoStack->createUndoAction(window, tr("&Undo")))
    , redo(undoStack->createRedoAction(window, tr("&Redo")))
    , run(make(window, "run", tr("&Run"), {QKeySequence(Qt::Key_F5), QKeySequence(QStringLiteral("Ctrl+R"))},
          tr("Compute every run that the choices ask for")))
    , pause(make(window, "pause", tr("&Pause"), {QKeySequence(QStringLiteral("Shift+F5"))},
          tr("Stop for now; Run then continues with what is missing")))
    , stop(make(window, "stop", tr("S&top"), {QKeySequence(Qt::Key_Escape)},
          tr("Stop at once; finished repeats stay")))
    , copyFigure(make(window, "copy", tr("&Copy figure"), {QKeySequence::Copy},
          tr("Copy the figure with its numbers to the clipboard")))
    , saveFigure(make(window, "save", tr("Save &figure…"), {QKeySequence(QStringLiteral("Ctrl+E"))},
          tr("Save the figure as PNG, SVG or PDF, or its numbers as CSV")))
    , explain(make(window, "help", tr("E&xplain"), {QKeySequence(Qt::Key_F1)},
          tr("Show or hide what the view means, in plain words")))
    , about(make(window, nullptr, tr("&About Evenhand"), {}, tr("Version and licences")))
    , samples(new QMenu(tr("Sample &data"), window))
    , recent(new QMenu(tr("Re&cent"), window))
    , study(new QMenu(tr("S&tudy"), window))
    , view(new QMenu(tr("&View"), window))
    , samplesButton(new QToolButton(window))
{
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcuts(
        {QKeySequence(QStringLiteral("Ctrl+Y")), QKeySequence(QStringLiteral("Ctrl+Shift+Z"))});
    undo->setIcon(themeIcon(QStringLiteral("undo")));
    redo->setIcon(themeIcon(QStringLiteral("redo")));
    window->addActions({undo, redo});
    exportTable->setObjectName(QStringLiteral("exportTable"));
    exportTable->setStatusTip(exportTable->toolTip());
    explain->setCheckable(true);
    samplesButton->setIcon(themeIcon(QStringLiteral("samples")));
    samplesButton->setText(tr("Sample data"));
    samplesButton->setToolTip(tr("Load a sample table and run a study on it"));
    samplesButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    samplesButton->setPopupMode(QToolButton::InstantPopup);
    samplesButton->setMenu(samples);
    addMenus(*this, window);
    addToolBar(*this, window);
}

} // namespace evenhand::ui
