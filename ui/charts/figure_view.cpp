#include "ui/charts/figure_view.h"

#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_table_model.h"
#include "ui/text/translate.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QStackedLayout>
#include <QTableView>

namespace evenhand::ui {

FigureView::FigureView(QWidget* parent)
    : QWidget(parent)
    , m_canvas(new FigureCanvas(this))
    , m_table(new QTableView(this))
    , m_model(new FigureTableModel(this))
    , m_stack(new QStackedLayout(this))
    , m_copy(new QAction(this))
    , m_save(new QAction(this))
    , m_showTable(new QAction(this))
{
    m_table->setModel(m_model);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setDefaultSectionSize(150);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setFixedHeight(
        m_table->fontMetrics().height() + 18); // padding of the style sheet
    m_stack->addWidget(m_canvas);
    m_stack->addWidget(m_table);
    setFocusProxy(m_canvas);
    makeActions();
    retranslate();
    connect(m_canvas, &FigureCanvas::pointActivated, this, &FigureView::pointActivated);
    connect(m_canvas, &FigureCanvas::pointHovered, this, &FigureView::pointHovered);
    connect(m_canvas, &FigureCanvas::drawingChanged, this, [this] {
        placeOverlay();
        emit drawingChanged();
    });
}

FigureView::~FigureView() = default;

void FigureView::makeActions()
{
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_showTable->setCheckable(true);
    connect(m_copy, &QAction::triggered, this, &FigureView::copy);
    connect(m_save, &QAction::triggered, this, &FigureView::save);
    connect(m_showTable, &QAction::toggled, this, &FigureView::setTableShown);
    addActions(figureActions());
}

void FigureView::retranslate()
{
    m_copy->setText(tr("&Copy figure"));
    m_copy->setToolTip(tr("Copies the picture and its numbers"));
    m_save->setText(tr("&Save figure as…"));
    m_save->setToolTip(tr("Saves the figure as PNG, SVG or PDF, or its numbers as CSV"));
    m_showTable->setText(tr("Show as &table"));
    m_showTable->setToolTip(tr("Shows the numbers of the figure instead of the drawing"));
}

void FigureView::setFigure(const evenhand::Figure& figure)
{
    m_canvas->setFigure(figure);
    m_tableIsStale = true;
    if (isTableShown()) {
        m_model->setFigure(exportedFigure());
        m_tableIsStale = false;
    }
    describe();
}

void FigureView::setOverlay(QWidget* overlay)
{
    m_overlay = overlay;
    overlay->setParent(m_canvas->viewport());
    m_canvas->setFocusPolicy(Qt::NoFocus);
    m_canvas->setFocusProxy(overlay);
    placeOverlay();
    overlay->show();
}

void FigureView::placeOverlay()
{
    if (m_overlay != nullptr)
        m_overlay->setGeometry(m_canvas->viewport()->rect());
}

void FigureView::setExportedFigure(std::function<evenhand::Figure()> make)
{
    m_makeExported = std::move(make);
}

evenhand::Figure FigureView::exportedFigure() const
{
    return m_makeExported ? m_makeExported() : figure();
}

void FigureView::describe()
{
    // A figure without a title of its own is called what its owner calls the view.
    const QString title = figure().title.empty() ? accessibleName() : translate(figure().title);
    const QString summary = translate(figure().summary);
    for (QWidget* widget : {static_cast<QWidget*>(this), static_cast<QWidget*>(m_canvas),
             m_canvas->viewport(), static_cast<QWidget*>(m_table)}) {
        widget->setAccessibleName(title);
        widget->setAccessibleDescription(summary);
    }
}

const evenhand::Figure& FigureView::figure() const
{
    return m_canvas->renderer().picture().figure;
}

bool FigureView::isTableShown() const
{
    return m_stack->currentWidget() == m_table;
}

void FigureView::setTableShown(bool shown)
{
    m_showTable->setChecked(shown);
    if (shown == isTableShown())
        return;
    // What an overlay has changed since is not known here.
    if (shown && (m_tableIsStale || m_makeExported)) {
        m_model->setLocale(locale());
        m_model->setFigure(exportedFigure());
        m_tableIsStale = false;
    }
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_stack->setCurrentWidget(shown ? static_cast<QWidget*>(m_table) : static_cast<QWidget*>(m_canvas));
    setFocusProxy(m_stack->currentWidget());
    if (hadFocus)
        m_stack->currentWidget()->setFocus();
    emit tableToggled(shown);
}

void FigureView::copy()
{
    const auto mime = figureMimeData(exportedFigure());
    if (mime.has_error()) {
        emit exportFailed(mime.error());
        return;
    }
    QApplication::clipboard()->setMimeData(*mime);
}

void FigureView::save()
{
    auto* const dialog = new QFileDialog(this, tr("Save figure"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("PNG picture (*.png)"), tr("SVG drawing (*.svg)"), tr("PDF page (*.pdf)"),
        tr("Numbers as CSV (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    const QString id = QString::fromStdString(figure().id);
    dialog->selectFile(id.isEmpty() ? QStringLiteral("figure") : id);
    // The figure that was on show when the person asked, whatever is on show when they answer.
    connect(dialog, &QFileDialog::fileSelected, this, [this, shown = exportedFigure()](const QString& path) {
        const auto format = formatOfPath(path);
        const Result<void> written
            = format.has_error() ? Result<void>(format.error()) : exportFigure(shown, path, *format);
        if (written.has_error())
            emit exportFailed(written.error());
        else
            emit exported(path);
    });
    dialog->open();
}

QList<QAction*> FigureView::figureActions() const
{
    return {m_copy, m_save, m_showTable};
}

QString FigureView::readoutText() const
{
    return m_canvas->readoutText();
}

void FigureView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(figureActions());
    menu->popup(event->globalPos());
    event->accept();
}

void FigureView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        setFigure(evenhand::Figure(figure()));
    } else if (event->type() == QEvent::LocaleChange) {
        m_model->setLocale(locale());
    }
}

} // namespace evenhand::ui
